import { expect, test } from "vitest";
import { streamAudience, countAudience, isInAudience, type AudienceQuery } from "~/newsletter/audience.server";
import { unsubscribe } from "~/newsletter/unsubscribe.server";
import { emailFrequencies } from "~/newsletter/subscription";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { suppressionReasons } from "~/newsletter/suppressions/suppression";
import { isSuppressed, listSuppressionReasons } from "~/newsletter/suppressions/suppressions.server";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { recordConsent } from "~/supporters/consent/record-consent.server";
import { useDatabase } from "tests/support/database";
import { aSubscriber } from "tests/support/newsletter/subscribers";

useDatabase();

async function listAudience(issue: AudienceQuery = { topic: "news", reach: "every" }): Promise<string[]> {
  const found: string[] = [];
  for await (const { email } of streamAudience(issue)) found.push(email);
  expect(await countAudience(issue)).toBe(found.length);
  return found.toSorted();
}

test("an issue reaches whoever confirmed its topic, and nobody without a yes in the ledger", async () => {
  const later = new Date(Date.now() + 86_400_000);
  await aSubscriber({ email: "yes@example.org" });
  await aSubscriber({ email: "events-only@example.org", topics: ["events"] });
  await aSubscriber({ email: "left@example.org", status: "unsubscribed" });
  await aSubscriber({ email: "erasing@example.org", status: "erasing" });
  await aSubscriber({ email: "paused@example.org", pausedUntil: later });
  await aSubscriber({ email: "back@example.org", pausedUntil: new Date(Date.now() - 1000) });
  await aSubscriber({ email: "no-line@example.org", consented: [] });
  await aSubscriber({ email: "other-line@example.org", consented: ["events"] });
  const asked = await aSubscriber({ email: "only-asked@example.org", consented: [] });
  const withdrawn = await aSubscriber({ email: "withdrawn@example.org" });
  const line = { purpose: "news", wordingVersion: "", via: "test", about: null, agreedAt: new Date(0) } as const;
  await recordConsent(db, { ...line, email: asked.email, action: "asked" });
  await recordConsent(db, { ...line, email: withdrawn.email, action: "withdrawn" });

  expect(await listAudience()).toEqual(["back@example.org", "yes@example.org"]);
  expect(await listAudience({ topic: "news", reach: "every", at: later })).toContain("paused@example.org");
  expect(await isInAudience(db, asked.id, { topic: "news", reach: "every" })).toBe(false);
  expect(await isInAudience(db, withdrawn.id, { topic: "events", reach: "every" })).toBe(true);
});

test("who asked for fewer emails gets only the issue of the month, or of the quarter", async () => {
  for (const emailFrequency of emailFrequencies) await aSubscriber({ email: `${emailFrequency}@example.org`, emailFrequency });
  expect(await listAudience({ topic: "news", reach: "every" })).toEqual(["every@example.org"]);
  expect(await listAudience({ topic: "news", reach: "monthly" })).toEqual(["every@example.org", "monthly@example.org"]);
  expect(await listAudience({ topic: "news", reach: "quarterly" })).toHaveLength(3);
});

test("more people than one page are each met once", async () => {
  await pool.query(
    `INSERT INTO newsletter_subscription (id, email, email_hash, topics, preference_token_hash, confirmed_at)
     SELECT 'id' || n, n || '@example.org', 'person' || n, '{news}', 'hash' || n, now() FROM generate_series(1, 2500) n`,
  );
  await pool.query(
    `INSERT INTO consent (id, email_hash, purpose, action, basis, wording_version, via)
     SELECT 'id' || n, 'person' || n, 'news', 'confirmed', 'consent', '', 'test' FROM generate_series(1, 2500) n`,
  );
  expect(new Set(await listAudience()).size).toBe(2500);
});

test.each(suppressionReasons)(
  "%s: whoever is suppressed is out at once, by any spelling, once, and only a hash is kept",
  async (reason) => {
    const { id } = await aSubscriber({ email: "ada@example.org", topics: ["news", "events"] });
    expect(await inTransaction((tx) => suppress(tx, "Ada@Example.org", reason))).toBe(true);
    expect(await inTransaction((tx) => suppress(tx, "ada@example.org ", reason))).toBe(false);
    expect(await listAudience()).toEqual([]);
    expect(await isSuppressed(db, "ADA@example.org")).toBe(true);
    expect(await isSuppressed(db, "eve@example.org")).toBe(false);
    expect(await listSuppressionReasons(db, "ada@example.org")).toEqual([reason]);
    expect(JSON.stringify([await db.suppression.findMany(), await consentsAsText()])).not.toContain("example.org");
    const actions = (await listConsents(db, "ada@example.org")).map(({ action, via }) => `${action} ${via}`);
    expect(actions.slice(2)).toEqual(reason === "bounce" ? [] : [`withdrawn ${reason}`, `withdrawn ${reason}`]);
    const { version, status } = await db.newsletterSubscription.findUniqueOrThrow({ where: { id } });
    expect(version).toBeGreaterThan(1);
    expect(status).toBe(reason === "bounce" ? "subscribed" : "unsubscribed");
  },
);

const consentsAsText = async () => (await pool.query<{ line: string }>("SELECT consent::text AS line FROM consent")).rows;

test("leaving twice, or five times at once, is one line for each topic", async () => {
  const { id, email } = await aSubscriber({ email: "ada@example.org", topics: ["news", "appeals"] });
  const results = await Promise.all([1, 2, 3, 4, 5].map(() => inTransaction((tx) => unsubscribe(tx, id, "one-click"))));
  expect(results.filter(Boolean)).toHaveLength(1);
  expect((await listConsents(db, email)).filter(({ action }) => action === "withdrawn")).toMatchObject([
    { purpose: "news", via: "one-click", about: id },
    { purpose: "appeals", via: "one-click", about: id },
  ]);
});
