import { generateSync } from "otplib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { db } from "~/platform/database/db.server";
import { config } from "~/platform/config/config.server";
import { findStaff, signInHeaders } from "~/staff/session.server";
import { confirmPresence } from "~/staff/sign-in/confirm-presence.server";
import { requestStaffSignIn } from "~/staff/sign-in/request-staff-sign-in.server";
import { signInWithCode } from "~/staff/sign-in/sign-in-with-code.server";
import { signInWithPasskey } from "~/staff/sign-in/sign-in-with-passkey.server";
import { signStaffLink } from "~/staff/staff-links.server";
import { acceptInvitation, findInvitation } from "~/staff/team/accept-invitation.server";
import { removeMember, resetMember } from "~/staff/team/change-team.server";
import { inviteMember } from "~/staff/team/invite-member.server";
import { promptForNewPasskey, promptForPasskey } from "~/staff/ways/passkeys.server";
import { removeOwnPasskey } from "~/staff/ways/own-ways.server";
import { offerTotp } from "~/staff/ways/totp.server";
import { setClock } from "~/platform/clock";
import { useDatabase } from "tests/support/database";
import { deskCookie } from "tests/support/desk-requests";
import { SoftwarePasskey } from "tests/support/software-passkey";

useDatabase();

// The middle of a half minute: no code changes while a test runs.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Math.floor(Date.now() / 30_000) * 30_000 + 15_000 }));
afterEach(() => void vi.useRealTimers());

const origin = config.baseUrl.replace("127.0.0.1", "localhost");
const ip = "203.0.113.7";
const request = (cookie = "") => new Request(`${config.baseUrl}/desk`, { headers: { cookie } });
const email = "ada@example.org";
const cookieOfToken = async (token: string) => ((await signInHeaders(token))["Set-Cookie"] ?? "").split(";")[0] ?? "";

/** Invites Ada, and gives the token of her emailed link. */
async function invite(role: "administrator" | "treasurer" = "treasurer") {
  const invited = await inviteMember(null, { email, name: "Ada", role });
  if ("refused" in invited) throw new Error(invited.refused);
  const row = await db.staffInvitation.findFirstOrThrow({ where: { staffId: invited.staffId, usedAt: null } });
  return { staffId: invited.staffId, token: signStaffLink("staff invitation", row), row };
}

/** Ada on the team, with a passkey. */
async function joinWithPasskey() {
  const { staffId, token } = await invite();
  const passkey = new SoftwarePasskey(origin);
  const passkeyJson = passkey.create(await promptForNewPasskey({ id: staffId, name: "Ada", email }));
  const accepted = await acceptInvitation(token, { passkeyJson, passkeyName: "phone" }, { request: request(), ip });
  if (!("codes" in accepted)) throw new Error(accepted.refused);
  return { staffId, passkey, codes: accepted.codes, cookie: await cookieOfToken(accepted.token), invitation: token };
}

/** The code that an app with this key shows, some half minutes from now. */
const codeOf = (typed: string, steps = 0) =>
  generateSync({ secret: typed.replaceAll(" ", ""), epoch: Math.floor(Date.now() / 1000) + steps * 30 });

/** Ada on the team, with an app. */
async function joinWithApp() {
  const { staffId, token } = await invite();
  const offer = offerTotp({ id: staffId, email });
  const accepted = await acceptInvitation(token, { sealed: offer.sealed, code: codeOf(offer.typed, -1) }, { request: request(), ip });
  if (!("codes" in accepted)) throw new Error(accepted.refused);
  return { staffId, typed: offer.typed, codes: accepted.codes };
}

async function askForLink(address = email): Promise<string> {
  expect(await requestStaffSignIn(address, { ip, goTo: "/desk/audit" })).toEqual({ requested: true });
  const row = await db.staffSignInLink.findFirstOrThrow({ where: { email: address, usedAt: null } });
  return signStaffLink("staff sign-in link", row);
}

const useLink = (token: string, code: string) => signInWithCode(token, code, { request: request(), ip });

test("an invitation with a passkey signs in, works once, and gives ten codes that are kept as hashes only", async () => {
  const { staffId, codes, cookie, invitation } = await joinWithPasskey();
  expect(await findStaff(request(cookie))).toMatchObject({ id: staffId, email, role: "treasurer" });
  expect(new Set(codes).size).toBe(10);
  expect(JSON.stringify(await db.recoveryCode.findMany())).not.toContain(codes[0]?.replaceAll("-", ""));
  expect(await findInvitation(invitation)).toEqual({ refused: "used" });
  expect(await db.staffSession.count()).toBe(1);
});

test("an invitation ends after three days, when a newer one is sent, when its person is removed, and opens nothing when altered", async () => {
  const { staffId, token, row } = await invite();
  expect(await findInvitation(`${token.slice(0, -2)}AA`)).toEqual({ refused: "invalid-link" });
  expect(await findInvitation(signStaffLink("staff sign-in link", row))).toEqual({ refused: "invalid-link" });
  const later = new Date(Date.now() + 3 * 24 * 60 * 60 * 1000 + 1000);
  setClock(() => later);
  try {
    expect(await findInvitation(token)).toEqual({ refused: "expired" });
  } finally {
    setClock(() => new Date());
  }
  const { token: newer } = await invite();
  expect(await findInvitation(token)).toEqual({ refused: "used" });
  expect(await findInvitation(newer)).toMatchObject({ staffId });
  await removeMember(null, staffId);
  expect(await findInvitation(newer)).toEqual({ refused: "used" });
});

test("a passkey signs in again, to a new session, and each answer counts once", async () => {
  const { passkey, cookie } = await joinWithPasskey();
  const answer = passkey.answer(await promptForPasskey("sign in"));
  const signedIn = await signInWithPasskey(answer, request(cookie));
  if (!("token" in signedIn)) throw new Error(signedIn.refused);
  expect(await findStaff(request(cookie))).toBe(null);
  expect(await findStaff(request(await cookieOfToken(signedIn.token)))).toMatchObject({ email });
  expect(await signInWithPasskey(answer, request())).toEqual({ refused: "used" });
});

test("a session that somebody brings along is not the one that is opened", async () => {
  const { passkey } = await joinWithPasskey();
  const brought = await deskCookie("viewer");
  const signedIn = await signInWithPasskey(passkey.answer(await promptForPasskey("sign in")), request(brought));
  if (!("token" in signedIn)) throw new Error(signedIn.refused);
  expect(await findStaff(request(brought))).toBe(null);
});

test.each([
  [
    "of another site",
    (passkey: SoftwarePasskey) => Object.assign(passkey, { origin: "https://phish.example", host: "phish.example" }),
    "sign in",
  ],
  ["from another site’s page", (passkey: SoftwarePasskey) => Object.assign(passkey, { origin: "https://phish.example" }), "sign in"],
  ["to another question", (passkey: SoftwarePasskey) => passkey, "confirm something"],
] as const)("an answer %s opens nothing", async (_, change, purpose) => {
  const { passkey } = await joinWithPasskey();
  const answer = change(passkey).answer(await promptForPasskey(purpose));
  expect(await signInWithPasskey(answer, request())).toEqual({ refused: "invalid" });
});

test("an answer after a quarter of an hour, of an unknown passkey, or of no sense opens nothing", async () => {
  const { passkey } = await joinWithPasskey();
  const answer = passkey.answer(await promptForPasskey("sign in"));
  const later = new Date(Date.now() + 16 * 60_000);
  setClock(() => later);
  try {
    expect(await signInWithPasskey(answer, request())).toEqual({ refused: "invalid" });
  } finally {
    setClock(() => new Date());
  }
  const stranger = new SoftwarePasskey(origin).answer(await promptForPasskey("sign in"));
  expect(await signInWithPasskey(stranger, request())).toEqual({ refused: "unknown-passkey" });
  for (const nonsense of ["", "[]", "{}", '{"id":7}', '{"id":"x","response":null}'])
    expect(await signInWithPasskey(nonsense, request())).toMatchObject({
      refused: expect.stringMatching(/invalid|unknown-passkey/) as string,
    });
});

test("an emailed link with the app’s code signs in; neither does alone, and no code counts twice", async () => {
  const { staffId, typed } = await joinWithApp();
  const link = await askForLink();
  expect(await useLink(link, "")).toEqual({ refused: "wrong-code" });
  expect(await useLink(link, codeOf(typed, -1))).toEqual({ refused: "wrong-code" });
  const code = codeOf(typed);
  expect(await useLink(link, code)).toMatchObject({ goTo: "/desk/audit" });
  expect(await useLink(link, codeOf(typed, 1))).toEqual({ refused: "used" });
  expect(await useLink(await askForLink(), code)).toEqual({ refused: "wrong-code" });
  const actions = await db.auditEntry.findMany({ where: { staffId }, orderBy: { sequence: "asc" }, select: { action: true } });
  expect(actions.map(({ action }) => action)).toEqual([
    "staff.accepted",
    "sign-in-failed",
    "sign-in-failed",
    "signed-in",
    "sign-in-failed",
  ]);
});

test("a recovery code signs in once, however it is typed", async () => {
  const { codes } = await joinWithPasskey();
  const [code = ""] = codes;
  expect(await useLink(await askForLink(), ` ${code.toUpperCase().replaceAll("-", " ")} `)).toHaveProperty("token");
  expect(await useLink(await askForLink(), code)).toEqual({ refused: "wrong-code" });
});

test("codes can’t be tried without end: ten an hour, whatever link they come with, and then not even the right one", async () => {
  const { typed } = await joinWithApp();
  const first = await askForLink();
  for (let attempt = 0; attempt < 9; attempt++) expect(await useLink(first, "000000")).toEqual({ refused: "wrong-code" });
  expect(await useLink(await askForLink(), codeOf(typed))).toMatchObject({ refused: "too-many" });
});

test("an address that nobody on the team has is answered like one that somebody has, and gets no email", async () => {
  await joinWithApp();
  await askForLink("stranger@example.org");
  const link = await db.staffSignInLink.findFirstOrThrow({ where: { email: "stranger@example.org" } });
  expect(link.staffId).toBe(null);
  expect(await useLink(signStaffLink("staff sign-in link", link), "000000")).toEqual({ refused: "invalid-link" });
});

test("whoever was removed has no session, no passkey and no link any more", async () => {
  const { staffId, passkey, cookie, codes } = await joinWithPasskey();
  const link = await askForLink();
  const answer = passkey.answer(await promptForPasskey("sign in"));
  await removeMember(null, staffId);
  expect(await findStaff(request(cookie))).toBe(null);
  expect(await signInWithPasskey(answer, request())).toEqual({ refused: "unknown-passkey" });
  expect(await useLink(link, codes[0] ?? "")).toEqual({ refused: "invalid-link" });
});

test("whoever lost everything is invited again, and the old passkey is gone", async () => {
  const { staffId, passkey } = await joinWithPasskey();
  await resetMember(null, staffId);
  expect(await signInWithPasskey(passkey.answer(await promptForPasskey("sign in")), request())).toEqual({ refused: "unknown-passkey" });
  const row = await db.staffInvitation.findFirstOrThrow({ where: { staffId, usedAt: null } });
  expect(await findInvitation(signStaffLink("staff invitation", row))).toMatchObject({ staffId });
});

test("a session ends after half an hour without a request, and after twelve hours with", async () => {
  const { cookie } = await joinWithPasskey();
  const start = Date.now();
  const isInAfter = async (minutes: number) => {
    setClock(() => new Date(start + minutes * 60_000));
    return (await findStaff(request(cookie))) !== null;
  };
  try {
    expect(await isInAfter(29)).toBe(true);
    for (let minutes = 29; minutes < 12 * 60; minutes += 29) expect(await isInAfter(minutes)).toBe(true);
    expect(await isInAfter(12 * 60 + 1)).toBe(false);
    const { lastSeenAt } = await db.staffSession.findFirstOrThrow();
    await db.staffSession.updateMany({ data: { createdAt: lastSeenAt } });
    expect(await isInAfter((lastSeenAt.getTime() - start) / 60_000 + 31)).toBe(false);
  } finally {
    setClock(() => new Date());
  }
});

test("confirming takes one’s own passkey, asked for in this session, or a code", async () => {
  const { staffId, passkey, codes, cookie } = await joinWithPasskey();
  const staff = await findStaff(request(cookie));
  if (!staff) throw new Error("not signed in");
  const confirm = (passkeyJson: string, code = "") => confirmPresence(staff, { passkeyJson, code }, ip);
  await db.staffSession.updateMany({ data: { confirmedAt: new Date(0) } });
  expect(await confirm(passkey.answer(await promptForPasskey("sign in")))).toEqual({ refused: "wrong-passkey" });
  expect(await confirm(passkey.answer(await promptForPasskey("confirm another-session")))).toEqual({ refused: "wrong-passkey" });
  expect(await confirm("", "")).toEqual({ refused: "wrong-code" });
  expect((await db.staffSession.findFirstOrThrow()).confirmedAt).toEqual(new Date(0));
  expect(await confirm(passkey.answer(await promptForPasskey(`confirm ${staff.sessionId}`)))).toEqual({ confirmed: true });
  expect((await db.staffSession.findFirstOrThrow({ where: { staffId } })).confirmedAt.getTime()).toBeGreaterThan(0);
  expect(await confirm("", codes[3])).toEqual({ confirmed: true });
});

test("the only way to sign in can’t be removed", async () => {
  const { staffId, cookie } = await joinWithPasskey();
  const staff = await findStaff(request(cookie));
  const { id } = await db.passkey.findFirstOrThrow({ where: { staffId } });
  expect(staff && (await removeOwnPasskey(staff, id))).toEqual({ refused: "last-way" });
  expect(await db.passkey.count()).toBe(1);
});
