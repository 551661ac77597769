import { afterEach, expect, test } from "vitest";
import { setClock } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import * as link from "~/account/routes/sign-in-link";
import * as signIn from "~/account/routes/sign-in";
import * as signOut from "~/account/routes/sign-out";
import * as home from "~/account/routes/home";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import {
  aDonationForm,
  completeDonation,
  listSentSubjects,
  mailControl,
  runJobs,
  startTestDonation,
  useDonationHarness,
  waitingJobs,
} from "tests/support/giving/donation-harness";
import { getSetCookie, listEmailedPaths, openScreen, postForm, type ScreenResponse } from "tests/support/supporters/supporter-requests";

useDonationHarness();
afterEach(() => setClock(() => new Date()));

const advanceClock = (ms: number) => {
  const at = new Date(Date.now() + ms);
  setClock(() => at);
};
const minutes = 60_000;
const days = 24 * 60 * minutes;
const email = "adaline@example.org";
const subject = "Your link to sign in to Roomlight";

const requestSignInLink = (
  address: string,
  visit: { cookie?: string; ip?: string } = {},
  more: Record<string, string> = {},
): Promise<ScreenResponse> => postForm(signIn, "/supporter/sign-in", { email: address, ...more }, visit);

/** Asks for a link, and gives its token and the cookie of the browser that asked. */
async function requestLink(more: Record<string, string> = {}): Promise<{ token: string; browser: string }> {
  const asked = await requestSignInLink("Adaline@Example.org", {}, more);
  expect(asked.status).toBe(303);
  await runJobs();
  return { token: newestToken(), browser: getSetCookie(asked) };
}
const newestToken = () =>
  listEmailedPaths(email, /^\/supporter\/sign-in\//)[0]
    ?.split("/")
    .at(-1) ?? "";
const openLink = (token: string, cookie = "") => openScreen(link, `/supporter/sign-in/${token}`, { params: { token }, cookie });
const submitLink = (token: string, cookie = "") => postForm(link, `/supporter/sign-in/${token}`, {}, { params: { token }, cookie });
const isSignedIn = async (cookie: string) => (await openScreen(home, "/supporter", { cookie })).status === 200;

test("an email leads in: its link changes nothing by being opened, and signs in once by its button", async () => {
  await completeDonation({ card: "visa" });
  const { token, browser } = await requestLink();
  expect(listSentSubjects().filter((each) => each === subject)).toHaveLength(1);
  for (const cookie of [browser, "", browser]) expect((await openLink(token, cookie)).status).toBe(200);
  expect((await openLink(token, browser)).shown).toEqual({ maskedEmail: "a•••@e•••.org", isSameBrowser: true });
  expect((await openLink(token)).shown).toEqual({ maskedEmail: "a•••@e•••.org", isSameBrowser: false });
  expect(await db.supporterSession.count()).toBe(0);

  const inside = await submitLink(token, browser);
  expect([inside.status, inside.headers.get("location")]).toEqual([303, "/supporter"]);
  expect(inside.headers.get("set-cookie")).toMatch(/^supporter=.*; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(inside.headers.get("cache-control")).toBe("no-store");
  expect(await isSignedIn(getSetCookie(inside))).toBe(true);

  const again = await submitLink(token, browser);
  expect([again.status, again.shown]).toEqual([410, { refused: "used" }]);
  expect((await openLink(token)).shown).toEqual({ refused: "used" });
  // Whoever is inside already and presses again is led in, not told off.
  expect((await submitLink(token, getSetCookie(inside))).headers.get("location")).toBe("/supporter");
});

test("of two presses at once one signs in", async () => {
  await completeDonation({ card: "visa" });
  const { token } = await requestLink();
  const pressed = await Promise.all(Array.from({ length: 5 }, () => submitLink(token)));
  expect(pressed.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 410, 410, 410, 410]);
  expect(await db.supporterSession.count()).toBe(1);
});

test("a newer link and an older one both work until one is used", async () => {
  await completeDonation({ card: "visa" });
  const first = await requestLink();
  const second = await requestLink();
  expect(first.token).not.toBe(second.token);
  expect((await submitLink(first.token)).status).toBe(303);
  expect((await submitLink(second.token)).shown).toEqual({ refused: "used" });
});

test("after twenty minutes a link has run out, and an email that would come too late is not sent", async () => {
  await completeDonation({ card: "visa" });
  const { token } = await requestLink();
  await requestSignInLink(email);
  advanceClock(20 * minutes);
  expect((await openLink(token)).shown).toEqual({ refused: "expired" });
  expect(await submitLink(token)).toMatchObject({ status: 410, shown: { refused: "expired" } });
  await runJobs();
  expect(listSentSubjects().filter((each) => each === subject)).toHaveLength(1);
  expect(await db.supporterSession.count()).toBe(0);
});

test("a link that was cut off, altered, made up or signed with an old secret opens nothing", async () => {
  await completeDonation({ card: "visa" });
  const { token } = await requestLink();
  const [id = ""] = token.split(".");
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // It differs in one bit.
  const twin = `${token.slice(0, -1)}${alphabet[alphabet.indexOf(token.at(-1) ?? "") ^ 1]}`;
  const other = `${token.slice(0, -1)}${token.endsWith("A") ? "E" : "A"}`;
  for (const wrong of [token.slice(0, -1), token.slice(0, 20), `${token}x`, twin, other, id, `${id}.`, "", "..", `x${token}`])
    for (const tried of [await openLink(wrong), await submitLink(wrong)])
      expect(tried).toMatchObject({ status: 410, shown: { refused: "invalid-link" } });
  const secrets = [...config.sessionSecrets];
  try {
    config.sessionSecrets.splice(0, secrets.length, "a new secret of more than 32 characters");
    expect(await submitLink(token)).toMatchObject({ status: 410, shown: { refused: "invalid-link" } });
    // A secret that is still accepted beside the new one goes on working.
    config.sessionSecrets.push(...secrets);
    expect((await submitLink(token)).status).toBe(303);
  } finally {
    config.sessionSecrets.splice(0, config.sessionSecrets.length, ...secrets);
  }
});

test("an address that nobody has, or that only has an unfinished gift, is answered the same; no email leaves", async () => {
  await completeDonation({ card: "visa" });
  await startTestDonation(aDonationForm({ email: "unfinished@example.org" }));
  const before = listSentSubjects().length;
  const answers = [];
  for (const address of [email, "nobody@example.org", "unfinished@example.org"]) answers.push(await requestSignInLink(address));
  const facts = answers.map(({ status, headers, shown }) => [status, headers.get("location"), shown]);
  expect(new Set(facts.map((each) => JSON.stringify(each))).size).toBe(1);
  // The same work was done for each: one request, one email to be decided on, one job.
  expect([await db.signInLink.count(), await db.outgoingEmail.count({ where: { kind: "sign-in" } })]).toEqual([3, 3]);
  expect((await waitingJobs()).filter(({ task }) => task === "send-email")).toHaveLength(3);
  await runJobs();
  expect(listSentSubjects()).toHaveLength(before + 1);
  expect(mailControl().messages()[0]?.to).toEqual([email]);
  expect(JSON.stringify(mailControl().messages()[0])).not.toContain("nobody@");
});

test("asking is limited by address and network together, and by network, known or not", async () => {
  await completeDonation({ card: "visa" });
  for (const address of [email, "nobody@example.org"]) {
    const statuses = [];
    for (let tries = 0; tries < 7; tries++) statuses.push((await requestSignInLink(address, { ip: "198.51.100.1" })).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429, 429]);
  }
  const fromOne = [];
  for (let tries = 0; tries < 22; tries++) fromOne.push((await requestSignInLink(`p${tries}@example.org`, { ip: "192.0.2.1" })).status);
  expect(fromOne.filter((status) => status === 303)).toHaveLength(20);
});

test("nobody is locked out by what others ask for with their address", async () => {
  await completeDonation({ card: "visa" });
  for (let tries = 0; tries < 8; tries++) await requestSignInLink(email, { ip: "198.51.100.1" });
  expect((await requestLink()).token).not.toBe("");

  // From many networks: no more emails than ten in a quarter of an hour, and the links in them open the door.
  for (let tries = 0; tries < 8; tries++) await requestSignInLink(email, { ip: `198.51.100.${tries}` });
  const refused = await requestSignInLink(email);
  expect([refused.status, refused.shown["press"]]).toEqual([429, null]);
  expect(refused.shown["wait"]).toBeLessThanOrEqual(15);
  await runJobs();
  expect(listSentSubjects().filter((each) => each === subject)).toHaveLength(10);
  advanceClock(15 * minutes);
  expect((await submitLink(newestToken(), getSetCookie(refused))).status).toBe(303);
});

test("behind a network whose limit others have used up, a second press gets the link", async () => {
  await completeDonation({ card: "visa" });
  for (let tries = 0; tries < 20; tries++) await requestSignInLink(`p${tries}@example.org`);
  const asked = await requestSignInLink(email);
  expect(asked).toMatchObject({ status: 429, shown: { input: email, wait: null, press: { waitSeconds: 2 } } });
  const { ticket } = asked.shown["press"] as { ticket: string };
  expect((await requestSignInLink(email, {}, { ticket })).status).toBe(429);
  advanceClock(3000);
  expect((await requestSignInLink("other@example.org", {}, { ticket })).status).toBe(429);
  expect((await requestSignInLink(email, {}, { ticket })).status).toBe(303);
  await runJobs();
  expect(newestToken()).not.toBe("");
});

test.each(["", "ada", "ada@", "ada@example", "a b@example.org", `${"a".repeat(70)}@example.org`, "ada@example.org\r\nBcc: x@example.org"])(
  "what is no address (%j) is said at the field, and nothing is kept",
  async (typed) => {
    const answer = await requestSignInLink(typed);
    expect(answer.status).toBe(400);
    expect(answer.shown["input"]).toBe(typed);
    expect(answer.shown["errors"]).toHaveLength(1);
    expect(await db.signInLink.count()).toBe(0);
  },
);

test("the page that was wanted is opened after signing in, and never another site's", async () => {
  await completeDonation({ card: "visa" });
  const wanted = await openScreen({ loader: ({ request }) => requireSupporter(request) }, "/supporter/gift-aid");
  expect([wanted.status, wanted.headers.get("location")]).toEqual([302, "/supporter/sign-in?to=/supporter/gift-aid"]);
  const { token } = await requestLink({ to: "/supporter/gift-aid" });
  expect((await submitLink(token)).headers.get("location")).toBe("/supporter/gift-aid");
  for (const to of [
    "https://evil.example/",
    "//evil.example",
    "/supporter//evil.example",
    "/donate",
    "/supporter/../donate",
    "/supporter\\x",
  ]) {
    await db.rateLimit.deleteMany();
    const next = await requestLink({ to });
    expect((await submitLink(next.token)).headers.get("location")).toBe("/supporter");
  }
});

test("a session ends when it is not used for a week, and after thirty days in any case", async () => {
  await completeDonation({ card: "visa" });
  const cookie = getSetCookie(await submitLink((await requestLink()).token));
  for (const day of [6, 12, 18, 24, 29.9]) {
    advanceClock(day * days);
    expect(await isSignedIn(cookie)).toBe(true);
  }
  advanceClock(30 * days);
  expect(await isSignedIn(cookie)).toBe(false);

  setClock(() => new Date());
  const other = getSetCookie(await submitLink((await requestLink()).token));
  advanceClock(7 * days);
  expect(await isSignedIn(other)).toBe(false);
});

test("signing out ends this browser's session or all, and a forged cookie is nobody", async () => {
  await completeDonation({ card: "visa" });
  const cookies = [];
  for (let browsers = 0; browsers < 3; browsers++) cookies.push(getSetCookie(await submitLink((await requestLink()).token)));
  const [one = "", two = "", three = ""] = cookies;
  await postForm(signOut, "/supporter/sign-out", { where: "here" }, { cookie: one });
  expect([await isSignedIn(one), await isSignedIn(two), await isSignedIn(three)]).toEqual([false, true, true]);
  const out = await postForm(signOut, "/supporter/sign-out", { where: "everywhere" }, { cookie: two });
  expect(out.headers.get("set-cookie")).toMatch(/^supporter=.*Max-Age=0/);
  expect([await isSignedIn(two), await isSignedIn(three)]).toEqual([false, false]);
  for (const forged of ["supporter=x", `${three}x`, "supporter=", two.replace("supporter", "Supporter")])
    expect(await isSignedIn(forged)).toBe(false);
  // Signing out without being in is no mistake.
  expect((await postForm(signOut, "/supporter/sign-out", { where: "here" }, { cookie: one })).status).toBe(303);
});
