import { expect, test, vi } from "vitest";
import { isInAudience } from "~/newsletter/audience.server";
import { confirmRequest, getPendingRequest } from "~/newsletter/sign-up/confirm-request.server";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { loader as dataPage } from "~/newsletter/preferences/routes/your-data";
import { action as leave, loader as leavePage } from "~/newsletter/preferences/routes/unsubscribe";
import { loader } from "~/newsletter/preferences/routes/preferences";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { listSuppressionReasons } from "~/newsletter/suppressions/suppressions.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { topicWordings } from "~/supporters/consent/consent";
import { listConsents } from "~/supporters/consent/ledger.server";
import { runJobs, useDonationHarness, listSentSubjects, mailControl } from "tests/support/giving/donation-harness";
import { aDataLinkToken } from "tests/support/newsletter/subscribers";
import {
  type Fields,
  email,
  news,
  args,
  submit,
  submitData,
  oneClick,
  withdrawn,
  createAda,
  getSubscription,
} from "tests/support/newsletter/preferences";

useDonationHarness();

const redirectTo = (token: string, action: string) => ({ to: `/newsletter/preferences/${token}?done=${action}` });
const askedToMove = { status: 200, moved: true };
const statusOf = (answer: { init: ResponseInit | null }) => answer.init?.status ?? 200;

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
