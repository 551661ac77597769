import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { expect, test, vi } from "vitest";
import type { NewsletterSubscription } from "~/../prisma/client/client";
import { isInAudience } from "~/newsletter/audience.server";
import { confirmRequest, getPendingRequest } from "~/newsletter/sign-up/confirm-request.server";
import { purgeUnsubscribed } from "~/newsletter/preferences/purge-unsubscribed.server";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { action as download } from "~/newsletter/preferences/routes/data-json";
import { action as postData, loader as dataPage } from "~/newsletter/preferences/routes/your-data";
import { action as leave, loader as leavePage } from "~/newsletter/preferences/routes/unsubscribe";
import { action, loader } from "~/newsletter/preferences/routes/preferences";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { listSuppressionReasons } from "~/newsletter/suppressions/suppressions.server";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { newToken } from "~/platform/ids.server";
import { topicWordings } from "~/supporters/consent/consent";
import { listConsents } from "~/supporters/consent/ledger.server";
import { runJobs, useDonationHarness, listSentSubjects, mailControl } from "tests/support/donation-harness";
import { aDataLinkToken, aSubscriber } from "tests/support/subscribers";

useDonationHarness();

type Fields = Record<string, string>;
const email = "ada@example.org";
const news = { topic: "news", reach: "quarterly" } as const;

const args = (token: string, posted?: Fields, query = "") => {
  const request = new Request(`http://127.0.0.1:3000/${query}`, posted && { method: "POST", body: new URLSearchParams(posted) });
  return { request, params: { token }, context: { ip: newToken() } } as unknown as ActionFunctionArgs & LoaderFunctionArgs;
};

/** Presses a button of the preference page: where it leads, or what the page then shows. */
async function submit(token: string, posted: Fields): Promise<{ to: string } | { status: number; errors: { field: string }[] }> {
  const answer: unknown = await action(args(token, posted));
  if (answer instanceof Response) return { to: answer.headers.get("location") ?? "" };
  const { data, init } = answer as { data: { errors: { field: string }[] }; init: ResponseInit };
  return { status: init.status ?? 200, errors: data.errors };
}

const redirectTo = (token: string, action: string) => ({ to: `/newsletter/preferences/${token}?done=${action}` });
const isRedirect = (answer: unknown): answer is Response => answer instanceof Response;
/** Presses a button of the page of a fresh link. */
async function submitData(token: string, posted: Fields): Promise<unknown> {
  const answer: unknown = await postData(args(token, posted));
  if (isRedirect(answer)) return { to: answer.headers.get("location") };
  const { data, init } = answer as { data: object; init: ResponseInit | null };
  return { status: init?.status ?? 200, ...data };
}
const askedToMove = { status: 200, moved: true };
const oneClick = (token: string) => leave(args(token, { "List-Unsubscribe": "One-Click" }));
const statusOf = (answer: { init: ResponseInit | null }) => answer.init?.status ?? 200;
const withdrawn = async (of = email) => (await listConsents(db, of)).filter(({ action: what }) => what === "withdrawn");

async function createAda(change: Partial<NewsletterSubscription> = {}): Promise<{ id: string; token: string }> {
  const { id } = await aSubscriber({ topics: ["news", "events"], emailFrequency: "monthly", ...change, email });
  return { id, token: preferenceToken(id, 1) };
}
const getSubscription = (id: string) => db.newsletterSubscription.findUniqueOrThrow({ where: { id } });

test("topics that come and go are each a line, in the words that stood there; the same again is none", async () => {
  const { id, token } = await createAda();
  const request = { do: "choose", news: "yes", appeals: "yes", frequency: "quarterly" };
  expect(await submit(token, request)).toEqual(redirectTo(token, "chosen"));
  expect(await submit(token, request)).toEqual(redirectTo(token, "chosen"));
  expect(await getSubscription(id)).toMatchObject({ topics: ["news", "appeals"], emailFrequency: "quarterly", version: 2 });
  expect((await listConsents(db, email)).slice(2)).toMatchObject([
    { action: "withdrawn", purpose: "events", via: "preferences", wordingVersion: "" },
    { action: "confirmed", purpose: "appeals", via: "preferences", wordingVersion: topicWordings.appeals.version },
  ]);
});

test("no topic at all is a mistake, and a button that is none changes nothing", async () => {
  const { id, token } = await createAda();
  expect(await submit(token, { do: "choose", frequency: "monthly" })).toMatchObject({ status: 400, errors: [{ field: "news" }] });
  for (const posted of [{}, { do: "everything" }, { do: "choose" }])
    expect(await submit(token, posted as Fields)).toMatchObject({ status: 400 });
  expect(await getSubscription(id)).toMatchObject({ topics: ["news", "events"], version: 1 });
});

test("a pause holds emails back for three months by London's calendar, and ends with a press", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-29T23:30:00Z") });
  try {
    const { id, token } = await createAda();
    expect(await submit(token, { do: "pause" })).toEqual(redirectTo(token, "paused"));
    const { pausedUntil } = await getSubscription(id);
    expect(londonDate(pausedUntil ?? new Date(0))).toBe("2027-02-28");
    expect(await isInAudience(db, id, news)).toBe(false);
    expect(await isInAudience(db, id, { ...news, at: new Date("2027-02-28T00:00:00Z") })).toBe(true);
    expect(await loader(args(token))).toMatchObject({ data: { preferences: { pausedUntil: "2027-02-28" } } });
    expect(await submit(token, { do: "resume" })).toEqual(redirectTo(token, "resumed"));
    expect(await isInAudience(db, id, news)).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test("looking never changes anything: pages, scanners and HEAD", async () => {
  const { id, token } = await createAda();
  const before = await getSubscription(id);
  const link = await aDataLinkToken(id);
  for (const look of [loader, leavePage, dataPage]) {
    await look(args(token));
    await look(args(link));
    await look(args(token, undefined, "?do=leave&List-Unsubscribe=One-Click"));
  }
  expect(await getSubscription(id)).toEqual(before);
  expect(await dataPage(args(link))).toMatchObject({ data: { shown: { email, isActive: true } } });
});

test("a mail program's own button leaves without cookies, any number of times with one effect; only its own field counts", async () => {
  const { id, token } = await createAda();
  expect(statusOf((await leave(args(token, { subscribe: "no" }))) as { init: ResponseInit })).toBe(400);
  expect((await getSubscription(id)).status).toBe("subscribed");
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => oneClick(token)));
  for (const answer of answers) expect(answer).toMatchObject({ data: { unsubscribed: true } });
  expect(await oneClick(token)).toMatchObject({ data: { unsubscribed: true } });
  expect(await getSubscription(id)).toMatchObject({ status: "unsubscribed" });
  expect(await withdrawn()).toMatchObject([
    { purpose: "news", via: "one-click" },
    { purpose: "events", via: "one-click" },
  ]);
  expect(await listSuppressionReasons(db, email)).toEqual([]);
});

test("leaving everything is suppressed too; nothing is chosen any more after leaving", async () => {
  const { id, token } = await createAda();
  expect(await submit(token, { do: "leave-everything" })).toEqual(redirectTo(token, "left-everything"));
  expect(await submit(token, { do: "leave-everything" })).toEqual(redirectTo(token, "left-everything"));
  expect(await listSuppressionReasons(db, email)).toEqual(["unsubscribed"]);
  expect(await withdrawn()).toHaveLength(2);
  const presses: Fields[] = [{ do: "choose", news: "yes", frequency: "every" }, { do: "pause" }, { do: "resume" }];
  for (const posted of presses) expect(await submit(token, posted)).toMatchObject({ status: 409 });
  expect(await submitData(await aDataLinkToken(id), { do: "move", email: "new@example.org" })).toMatchObject({ status: 409 });
  expect((await getSubscription(id)).status).toBe("unsubscribed");
});

test("another address: asked there, then emails move along with topics and pause, and the one before is told", async () => {
  const pausedUntil = new Date(Date.now() + 86_400_000);
  const { id } = await createAda({ pausedUntil });
  expect(await submitData(await aDataLinkToken(id), { do: "move", email: "Ada@New.example.org" })).toMatchObject(askedToMove);
  await runJobs();
  expect((await getSubscription(id)).status).toBe("subscribed");
  const [asked] = mailControl()
    .messages()
    .filter(({ to }) => to.includes("ada@new.example.org"));
  expect(asked?.to).toEqual(["ada@new.example.org"]);
  const link = /confirm\/([\w-]{43})/.exec(asked?.text ?? "")?.[1] ?? "";
  expect(await getPendingRequest(link)).toMatchObject({ kind: "move", topics: ["news", "events"] });

  const confirmed = await confirmRequest(link);
  await runJobs();
  const moved = await db.newsletterSubscription.findUniqueOrThrow({ where: { email: "ada@new.example.org" } });
  expect(confirmed).toEqual({ confirmed: "now", preferencesToken: preferenceToken(moved.id, moved.linkVersion) });
  expect(moved).toMatchObject({ status: "subscribed", topics: ["news", "events"], emailFrequency: "monthly", pausedUntil });
  expect(await getSubscription(id)).toMatchObject({ status: "unsubscribed" });
  expect(await withdrawn()).toMatchObject([{ via: "moved" }, { via: "moved" }]);
  expect((await listConsents(db, "ada@new.example.org")).map(({ action: what }) => what)).toEqual(["confirmed", "confirmed"]);
  const [notice] = mailControl()
    .messages()
    .filter(({ to, subject }) => to.includes(email) && !subject.startsWith("Your link"));
  expect(notice?.subject).toMatch(/no longer come here/);
  expect(notice?.text).not.toContain("new.example.org");
  expect(await getPendingRequest(link)).toMatchObject({ isConfirmed: true });
});

test("another address that is the same, none, or suppressed: said in words, or silence like any other", async () => {
  const { id } = await createAda();
  const link = await aDataLinkToken(id);
  await inTransaction((tx) => suppress(tx, "gone@example.org", "fps"));
  for (const address of ["ADA@example.org", "", "a@b", "x".repeat(300)])
    expect(await submitData(link, { do: "move", email: address })).toMatchObject({ status: 400, errors: [{ field: "email" }] });
  // A mistake does not use the link.
  expect(await submitData(link, { do: "move", email: "gone@example.org" })).toMatchObject(askedToMove);
  await runJobs();
  expect(listSentSubjects()).toEqual([]);
  expect(await getSubscription(id)).toMatchObject({ status: "subscribed" });
});

test("a move that is confirmed after its owner left changes nothing", async () => {
  const { id, token } = await createAda();
  await submitData(await aDataLinkToken(id), { do: "move", email: "new@example.org" });
  await runJobs();
  const texts = mailControl()
    .messages()
    .map(({ text }) => text ?? "");
  const link = /confirm\/([\w-]{43})/.exec(texts.join("\n"))?.[1] ?? "";
  await oneClick(token);
  expect(await confirmRequest(link)).toEqual({ refused: "stopped" });
  expect(await db.newsletterSubscription.count()).toBe(1);
});

test("to be forgotten: no trace of the address is left anywhere, only its keyed hash, which no list brings back", async () => {
  const { id, token } = await createAda();
  await submitData(await aDataLinkToken(id), { do: "move", email: "second@example.org" });
  await runJobs();
  const [link, otherLink] = [await aDataLinkToken(id), await aDataLinkToken(id)];
  expect(await submitData(link, { do: "erase" })).toEqual({ to: "/newsletter/forgotten" });
  for (const used of [link, otherLink]) expect(await submitData(used, { do: "erase" })).toMatchObject({ status: 404 });
  for (const look of [loader, leavePage]) expect(await look(args(token))).toMatchObject({ init: { status: 404 } });
  for (const used of [link, otherLink]) expect(await dataPage(args(used))).toMatchObject({ init: { status: 404 } });
  expect((await download(args(otherLink, {}))).status).toBe(404);
  expect(await listSuppressionReasons(db, email)).toEqual(["erasure"]);
  expect(await withdrawn()).toHaveLength(2);
  await runJobs();
  expect(await db.newsletterRequest.count()).toBe(0);
  expect(await dumpAllRows()).not.toMatch(/ada@|second@|example\.org/);
});

test("whoever left a year ago is forgotten by night, and can sign up anew; who left lately is not", async () => {
  const longAgo = new Date(Date.now() - 366 * 86_400_000);
  await aSubscriber({ email, status: "unsubscribed", leftAt: longAgo, consented: [] });
  await aSubscriber({ email: "lately@example.org", status: "unsubscribed", leftAt: new Date() });
  expect(await purgeUnsubscribed()).toBe(1);
  await runJobs();
  expect((await db.newsletterSubscription.findMany()).map((row) => row.email)).toEqual(["lately@example.org"]);
  expect(await listSuppressionReasons(db, email)).toEqual([]);
});

/** All that the database holds, but for the queue's own tables. */
async function dumpAllRows(): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  const texts = await Promise.all(
    tables.map(async ({ name }) => (await pool.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)).rows),
  );
  const { rows: jobs } = await pool.query<{ payload: string }>("SELECT payload::text AS payload FROM graphile_worker._private_jobs");
  return [...texts.flat().map(({ row }) => row), ...jobs.map(({ payload }) => payload)].join("\n");
}

test("what is held comes as a file, with the words that were agreed to, and is kept by nobody on the way", async () => {
  const { id } = await createAda();
  const answer = await download(args(await aDataLinkToken(id), {}));
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "cache-control": "no-store",
    "content-disposition": 'attachment; filename="what-we-hold.json"',
  });
  expect(await answer.json()).toMatchObject({
    subscription: { email, state: "subscribed", topics: ["news", "events"] },
    consent: [
      { purpose: "news", action: "confirmed", words: topicWordings.news.text },
      { purpose: "events", words: topicWordings.events.text },
    ],
    nothingIsSentBecause: [],
  });
});

test("a link that is altered, empty or absurd leads to nobody, and changes nothing", async () => {
  const { id, token } = await createAda();
  for (const wrong of [
    "",
    "x",
    `${token}x`,
    token.slice(0, -1),
    token.toLowerCase(),
    "../../etc",
    "a".repeat(10_000),
    "\u0000".repeat(43),
  ]) {
    expect(await submit(wrong, { do: "leave" })).toMatchObject({ status: 404 });
    expect(await oneClick(wrong)).toMatchObject({ init: { status: 404 } });
    expect(await loader(args(wrong))).toMatchObject({ data: { preferences: null }, init: { status: 404 } });
  }
  expect(await getSubscription(id)).toMatchObject({ status: "subscribed", version: 1 });
});
