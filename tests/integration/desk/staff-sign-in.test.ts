import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { findStaff } from "~/staff/session.server";
import { requestStaffSignIn } from "~/staff/sign-in/request-staff-sign-in.server";
import { signInWithPasskey } from "~/staff/sign-in/sign-in-with-passkey.server";
import { signStaffLink } from "~/staff/staff-links.server";
import { findInvitation } from "~/staff/team/accept-invitation.server";
import { removeMember, resetMember } from "~/staff/team/change-team.server";
import { promptForPasskey } from "~/staff/ways/passkeys.server";
import { useDatabase } from "tests/support/database";
import { deskCookie } from "tests/support/desk/desk-requests";
import { SoftwarePasskey } from "tests/support/desk/software-passkey";
import {
  askForLink,
  codeOf,
  cookieOfToken,
  email,
  invite,
  joinWithApp,
  joinWithPasskey,
  origin,
  request,
  useLink,
} from "tests/support/desk/staff-members";

useDatabase();

// The middle of a half minute: no code changes while a test runs.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Math.floor(Date.now() / 30_000) * 30_000 + 15_000 }));
afterEach(() => void vi.useRealTimers());

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

test("who asks again and again for somebody's link locks them out of nothing", async () => {
  const { typed } = await joinWithApp();
  const ask = (from: string) => requestStaffSignIn(email, { ip: from, goTo: null });
  for (let request = 0; request < 5; request++) expect(await ask("198.51.100.9")).toEqual({ requested: true });
  expect(await ask("198.51.100.9")).toMatchObject({ refused: "too-many" });
  // Ada asks from her own network; the links that somebody else asked for are in her mailbox, and serve as well.
  expect(await useLink(await askForLink(), codeOf(typed))).toMatchObject({ token: expect.any(String) });
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
