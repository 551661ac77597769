import { expect, test } from "vitest";
import { purgeUnsubscribed } from "~/newsletter/preferences/purge-unsubscribed.server";
import { action as download } from "~/newsletter/preferences/routes/data-json";
import { loader as dataPage } from "~/newsletter/preferences/routes/your-data";
import { loader as leavePage } from "~/newsletter/preferences/routes/unsubscribe";
import { loader } from "~/newsletter/preferences/routes/preferences";
import { listSuppressionReasons } from "~/newsletter/suppressions/suppressions.server";
import { db, pool } from "~/platform/database/db.server";
import { topicWordings } from "~/supporters/consent/consent";
import { runJobs, useDonationHarness } from "tests/support/giving/donation-harness";
import { aDataLinkToken, aSubscriber } from "tests/support/newsletter/subscribers";
import { email, args, submit, submitData, oneClick, withdrawn, createAda, getSubscription } from "tests/support/newsletter/preferences";

useDonationHarness();

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
