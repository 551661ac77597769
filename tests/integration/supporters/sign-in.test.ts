import { afterEach, expect, test } from "vitest";
import { followClock } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import * as link from "~/account/routes/sign-in-link";
import * as signIn from "~/account/routes/sign-in";
import * as signOut from "~/account/routes/sign-out";
import * as home from "~/account/routes/home";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import { aForm, doJobs, giftWorld, giveBy, lettersSent, mailControl, startGift, waitingJobs } from "tests/support/gift";
import { cookieOf, opens, pathsInLetters, posts, type Answer } from "tests/support/supporter";

giftWorld();
afterEach(() => followClock(() => new Date()));

const later = (ms: number) => {
  const at = new Date(Date.now() + ms);
  followClock(() => at);
};
const minutes = 60_000;
const days = 24 * 60 * minutes;
const email = "adaline@example.org";
const subject = "Your link to sign in to Roomlight";

const ask = (address: string, visit: { cookie?: string; address?: string } = {}, more: Record<string, string> = {}): Promise<Answer> =>
  posts(signIn, "/supporter/sign-in", { email: address, ...more }, visit);

/** Asks for a link, and gives its token and the cookie of the browser that asked. */
async function aLink(more: Record<string, string> = {}): Promise<{ token: string; browser: string }> {
  const asked = await ask("Adaline@Example.org", {}, more);
  expect(asked.status).toBe(303);
  await doJobs();
  return { token: newestToken(), browser: cookieOf(asked) };
}
const newestToken = () =>
  pathsInLetters(email, /^\/supporter\/sign-in\//)[0]
    ?.split("/")
    .at(-1) ?? "";
const look = (token: string, cookie = "") => opens(link, `/supporter/sign-in/${token}`, { params: { token }, cookie });
const press = (token: string, cookie = "") => posts(link, `/supporter/sign-in/${token}`, {}, { params: { token }, cookie });
const isIn = async (cookie: string) => (await opens(home, "/supporter", { cookie })).status === 200;

test("a letter leads in: its link changes nothing by being opened, and signs in once by its button", async () => {
  await giveBy({ card: "visa" });
  const { token, browser } = await aLink();
  expect(lettersSent().filter((each) => each === subject)).toHaveLength(1);
  for (const cookie of [browser, "", browser]) expect((await look(token, cookie)).status).toBe(200);
  expect((await look(token, browser)).shown).toEqual({ who: "a•••@e•••.org", askedHere: true });
  expect((await look(token)).shown).toEqual({ who: "a•••@e•••.org", askedHere: false });
  expect(await db.supporterSession.count()).toBe(0);

  const inside = await press(token, browser);
  expect([inside.status, inside.headers.get("location")]).toEqual([303, "/supporter"]);
  expect(inside.headers.get("set-cookie")).toMatch(/^supporter=.*; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(inside.headers.get("cache-control")).toBe("no-store");
  expect(await isIn(cookieOf(inside))).toBe(true);

  const again = await press(token, browser);
  expect([again.status, again.shown]).toEqual([410, { refused: "used" }]);
  expect((await look(token)).shown).toEqual({ refused: "used" });
  // Whoever is inside already and presses again is led in, not told off.
  expect((await press(token, cookieOf(inside))).headers.get("location")).toBe("/supporter");
});

test("of two presses at once one signs in", async () => {
  await giveBy({ card: "visa" });
  const { token } = await aLink();
  const pressed = await Promise.all(Array.from({ length: 5 }, () => press(token)));
  expect(pressed.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 410, 410, 410, 410]);
  expect(await db.supporterSession.count()).toBe(1);
});

test("a newer link and an older one both work until one is used", async () => {
  await giveBy({ card: "visa" });
  const first = await aLink();
  const second = await aLink();
  expect(first.token).not.toBe(second.token);
  expect((await press(first.token)).status).toBe(303);
  expect((await press(second.token)).shown).toEqual({ refused: "used" });
});

test("after twenty minutes a link has run out, and a letter that would come too late is not sent", async () => {
  await giveBy({ card: "visa" });
  const { token } = await aLink();
  await ask(email);
  later(20 * minutes);
  expect((await look(token)).shown).toEqual({ refused: "expired" });
  expect(await press(token)).toMatchObject({ status: 410, shown: { refused: "expired" } });
  await doJobs();
  expect(lettersSent().filter((each) => each === subject)).toHaveLength(1);
  expect(await db.supporterSession.count()).toBe(0);
});

test("a link that was cut off, altered, made up or sealed with an old secret opens nothing", async () => {
  await giveBy({ card: "visa" });
  const { token } = await aLink();
  const [id = ""] = token.split(".");
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // Read as bits, this one is the same: the last two of a seal are spare.
  const twin = `${token.slice(0, -1)}${letters[letters.indexOf(token.at(-1) ?? "") ^ 1]}`;
  const other = `${token.slice(0, -1)}${token.endsWith("A") ? "E" : "A"}`;
  for (const wrong of [token.slice(0, -1), token.slice(0, 20), `${token}x`, twin, other, id, `${id}.`, "", "..", `x${token}`])
    for (const tried of [await look(wrong), await press(wrong)])
      expect(tried).toMatchObject({ status: 410, shown: { refused: "not-a-link" } });
  const secrets = [...config.sessionSecrets];
  try {
    config.sessionSecrets.splice(0, secrets.length, "a new secret of more than 32 characters");
    expect(await press(token)).toMatchObject({ status: 410, shown: { refused: "not-a-link" } });
    // A secret that is still accepted beside the new one goes on working.
    config.sessionSecrets.push(...secrets);
    expect((await press(token)).status).toBe(303);
  } finally {
    config.sessionSecrets.splice(0, config.sessionSecrets.length, ...secrets);
  }
});

test("an address that nobody has, or that only has an unfinished gift, is answered the same; no letter leaves", async () => {
  await giveBy({ card: "visa" });
  await startGift(aForm({ email: "unfinished@example.org" }));
  const before = lettersSent().length;
  const answers = [];
  for (const address of [email, "nobody@example.org", "unfinished@example.org"]) answers.push(await ask(address));
  const facts = answers.map(({ status, headers, shown }) => [status, headers.get("location"), shown]);
  expect(new Set(facts.map((each) => JSON.stringify(each))).size).toBe(1);
  // The same work was done for each: one wish, one letter to be decided on, one job.
  expect([await db.signInLink.count(), await db.letter.count({ where: { kind: "sign-in" } })]).toEqual([3, 3]);
  expect((await waitingJobs()).filter(({ task }) => task === "send-letter")).toHaveLength(3);
  await doJobs();
  expect(lettersSent()).toHaveLength(before + 1);
  expect(mailControl().messages()[0]?.to).toEqual([email]);
  expect(JSON.stringify(mailControl().messages()[0])).not.toContain("nobody@");
});

test("asking is limited by address and by network, known or not", async () => {
  await giveBy({ card: "visa" });
  for (const address of [email, "nobody@example.org"]) {
    const statuses = [];
    for (let tries = 0; tries < 7; tries++) statuses.push((await ask(address, { address: `198.51.100.${tries}` })).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429, 429]);
  }
  const fromOne = [];
  for (let tries = 0; tries < 22; tries++) fromOne.push((await ask(`p${tries}@example.org`, { address: "192.0.2.1" })).status);
  expect(fromOne.filter((status) => status === 303)).toHaveLength(20);
});

test.each(["", "ada", "ada@", "ada@example", "a b@example.org", `${"a".repeat(70)}@example.org`, "ada@example.org\r\nBcc: x@example.org"])(
  "what is no address (%j) is said at the field, and nothing is kept",
  async (typed) => {
    const answer = await ask(typed);
    expect(answer.status).toBe(400);
    expect(answer.shown["typed"]).toBe(typed);
    expect(answer.shown["mistakes"]).toHaveLength(1);
    expect(await db.signInLink.count()).toBe(0);
  },
);

test("the page that was wanted is opened after signing in, and never another site's", async () => {
  await giveBy({ card: "visa" });
  const wanted = await opens({ loader: ({ request }) => requireSupporter(request) }, "/supporter/gift-aid");
  expect([wanted.status, wanted.headers.get("location")]).toEqual([302, "/supporter/sign-in?to=/supporter/gift-aid"]);
  const { token } = await aLink({ to: "/supporter/gift-aid" });
  expect((await press(token)).headers.get("location")).toBe("/supporter/gift-aid");
  for (const to of [
    "https://evil.example/",
    "//evil.example",
    "/supporter//evil.example",
    "/donate",
    "/supporter/../donate",
    "/supporter\\x",
  ]) {
    await db.rateLimit.deleteMany();
    const next = await aLink({ to });
    expect((await press(next.token)).headers.get("location")).toBe("/supporter");
  }
});

test("a session ends when it is not used for a week, and after thirty days in any case", async () => {
  await giveBy({ card: "visa" });
  const cookie = cookieOf(await press((await aLink()).token));
  for (const day of [6, 12, 18, 24, 29.9]) {
    later(day * days);
    expect(await isIn(cookie)).toBe(true);
  }
  later(30 * days);
  expect(await isIn(cookie)).toBe(false);

  followClock(() => new Date());
  const other = cookieOf(await press((await aLink()).token));
  later(7 * days);
  expect(await isIn(other)).toBe(false);
});

test("signing out ends this browser's session or all, and a forged cookie is nobody", async () => {
  await giveBy({ card: "visa" });
  const cookies = [];
  for (let browsers = 0; browsers < 3; browsers++) cookies.push(cookieOf(await press((await aLink()).token)));
  const [one = "", two = "", three = ""] = cookies;
  await posts(signOut, "/supporter/sign-out", { where: "here" }, { cookie: one });
  expect([await isIn(one), await isIn(two), await isIn(three)]).toEqual([false, true, true]);
  const out = await posts(signOut, "/supporter/sign-out", { where: "everywhere" }, { cookie: two });
  expect(out.headers.get("set-cookie")).toMatch(/^supporter=.*Max-Age=0/);
  expect([await isIn(two), await isIn(three)]).toEqual([false, false]);
  for (const forged of ["supporter=x", `${three}x`, "supporter=", two.replace("supporter", "Supporter")])
    expect(await isIn(forged)).toBe(false);
  // Signing out without being in is no mistake.
  expect((await posts(signOut, "/supporter/sign-out", { where: "here" }, { cookie: one })).status).toBe(303);
});
