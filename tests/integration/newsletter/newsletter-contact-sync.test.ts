import { expect, test } from "vitest";
import { reconcileAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { queueInitialSyncs, queueContactSync } from "~/newsletter/queue-sync.server";
import { eraseSubscriber } from "~/newsletter/preferences/erase-subscriber.server";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { matchContacts } from "~/newsletter/resend-sync/match-contacts.server";
import { unsubscribe } from "~/newsletter/unsubscribe.server";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { getResendIds } from "~/newsletter/resend-sync/resend-ids.server";
import { syncContact } from "~/newsletter/resend-sync/sync-contact.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { parseRateLimit } from "~/platform/mail/resend/throttle.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { useDatabase } from "tests/support/database";
import { isResendFailure, unlessExpected } from "tests/support/expected-failure";
import { runJobs } from "tests/support/donation-harness";
import {
  releaseResendWebhooks,
  useResendSandbox,
  holdResendWebhooks,
  resendControl,
  resendUrl,
  runUntilIdle,
} from "tests/support/resend-harness";
import { aDataLinkToken, aSubscriber } from "tests/support/subscribers";

useDatabase();
useResendSandbox();

const subscription = (id: string) => db.newsletterSubscription.findUnique({ where: { id } });
const queueSync = (id: string) => inTransaction((tx) => queueContactSync(tx, id));
const withdrawn = async (email: string) =>
  (await listConsents(db, email)).filter(({ action }) => action === "withdrawn").map(({ purpose, via }) => `${purpose} ${via}`);

/** The names of the segments that a contact is in. */
async function getSegments(email: string): Promise<string[]> {
  const labels = await getResendIds();
  const names = (["news", "events", "appeals"] as const).flatMap((topic) =>
    (["every", "monthly", "quarterly"] as const).map((reach) => `${topic}:${reach}` as const),
  );
  const inSegments = resendControl().contact(email)?.segments ?? [];
  return names.filter((name) => inSegments.includes(labels.segment(name)));
}

async function createSyncedSubscriber(request: Parameters<typeof aSubscriber>[0]) {
  const { id } = await aSubscriber(request);
  await queueSync(id);
  await runUntilIdle();
  return id;
}

test("a subscriber becomes a contact, in the segments of the topics and frequency, with the link of their own page", async () => {
  const id = await createSyncedSubscriber({ email: "ada@example.org", topics: ["news", "appeals"], emailFrequency: "monthly" });
  const row = await subscription(id);
  const contact = resendControl().contact("ada@example.org");
  expect(row).toMatchObject({ resendContactId: contact?.id, version: 2, syncedVersion: 2 });
  expect(contact).toMatchObject({ unsubscribed: false, properties: { preferences: preferenceToken(id, 1) } });
  expect(await getSegments("ada@example.org")).toEqual(["news:monthly", "news:quarterly", "appeals:monthly", "appeals:quarterly"]);
  const asked: string[] = [];
  resendControl().watch((line, when) => void (when === "before" && asked.push(line)));
  expect(await syncContact(id)).toBe("synced");
  expect(asked).toEqual([`GET /contacts/${contact?.id}`]);
});

test.each([`a/b?c#d@example.org`, `"a b"@example.org`, `ada+x%2F.y@example.org`, `.ada@example.org`])(
  "the address %s is looked up as itself",
  async (email) => {
    const other = await createSyncedSubscriber({ email: "a@example.org" });
    const id = await createSyncedSubscriber({ email });
    const row = await subscription(id);
    expect(row?.syncedVersion).toBe(row?.version);
    const contact = resendControl().contact(email);
    // Resend takes no dot at the beginning: such a mailbox counts as none, and holds nobody up.
    if (email.startsWith(".")) expect(await db.suppression.findMany()).toMatchObject([{ reason: "bounce" }]);
    else expect(row?.resendContactId).toBe(contact?.id);
    expect(await syncContact(id)).toMatch(/synced/);
    expect((await subscription(other))?.resendContactId).toBe(resendControl().contact("a@example.org")?.id);
  },
);

test.each(["lost", 500, 429] as const)("%s at any step ends in one contact, in step", async (how) => {
  const { id } = await aSubscriber({ email: "ada@example.org", topics: ["news"] });
  resendControl().failAt(/^POST \/contacts$/, how, 1);
  resendControl().failAt(/^GET \/contacts\//, how, 1);
  if (how !== 429) for (const line of [/^GET \/segments$/, /^POST \/segments$/]) resendControl().failAt(line, how, 1);
  for (let turn = 0; turn < 8; turn += 1) await unlessExpected(syncContact(id), isResendFailure, "again");
  expect(await syncContact(id)).toBe("synced");
  expect(resendControl().contacts()).toBe(1);
  expect(await getSegments("ada@example.org")).toEqual(["news:every", "news:monthly", "news:quarterly"]);
  if (how !== 429) for (const line of [/segments\//, /segments\//, /topics$/]) resendControl().failAt(line, how, 1);
  await db.newsletterSubscription.update({ where: { id }, data: { emailFrequency: "quarterly" } });
  for (let turn = 0; turn < 6; turn += 1) await unlessExpected(syncContact(id), isResendFailure, "again");
  expect(await getSegments("ada@example.org")).toEqual(["news:quarterly"]);
});

test("an opt-out at Resend is honoured, and never undone by us; a new yes on our pages is", async () => {
  const id = await createSyncedSubscriber({ email: "ada@example.org", topics: ["news"] });
  resendControl().optOut("ada@example.org");
  expect(await syncContact(id)).toBe("opted-out-at-resend");
  await runUntilIdle();
  expect(await subscription(id)).toMatchObject({ status: "unsubscribed" });
  expect(await withdrawn("ada@example.org")).toEqual(["news resend"]);
  expect(resendControl().contact("ada@example.org")).toMatchObject({ unsubscribed: true, segments: [] });

  await db.newsletterSubscription.update({ where: { id }, data: { status: "subscribed", confirmedAt: new Date(), leftAt: null } });
  await db.consent.createMany({
    data: [
      {
        id: "again",
        emailHash: (await subscription(id))?.emailHash ?? "",
        purpose: "news",
        action: "confirmed",
        basis: "consent",
        wordingVersion: "",
        via: "newsletter",
      },
    ],
  });
  await queueSync(id);
  await runUntilIdle();
  expect(await subscription(id)).toMatchObject({ status: "subscribed" });
  expect(resendControl().contact("ada@example.org")).toMatchObject({ unsubscribed: false });
  expect(await getSegments("ada@example.org")).toHaveLength(3);
});

test("a contact that opted out before we knew it stays out, unless the person confirmed with us after", async () => {
  const labels = await getResendIds();
  const ask = (email: string) =>
    fetch(`${resendUrl()}/contacts`, {
      method: "POST",
      headers: { authorization: "Bearer re_test", "content-type": "application/json" },
      body: JSON.stringify({ email, unsubscribed: true, segments: [{ id: labels.segment("news:every") }] }),
    });
  await ask("older@example.org");
  const older = await aSubscriber({ email: "older@example.org", confirmedAt: new Date(Date.now() + 1000) });
  const newer = await aSubscriber({ email: "newer@example.org", confirmedAt: new Date(Date.now() - 60_000) });
  await ask("newer@example.org");
  expect(await syncContact(older.id)).toBe("synced");
  expect(await syncContact(newer.id)).toBe("opted-out-at-resend");
  expect(resendControl().contact("older@example.org")?.unsubscribed).toBe(false);
  expect(resendControl().contact("newer@example.org")?.unsubscribed).toBe(true);
});

test("leaving one topic at Resend takes back that consent only", async () => {
  const id = await createSyncedSubscriber({ email: "ada@example.org", topics: ["news", "events"] });
  const labels = await getResendIds();
  await fetch(`${resendUrl()}/contacts/${resendControl().contact("ada@example.org")?.id}/topics`, {
    method: "PATCH",
    headers: { authorization: "Bearer re_test", "content-type": "application/json" },
    body: JSON.stringify([{ id: labels.topic("news"), subscription: "opt_out" }]),
  });
  await runUntilIdle();
  expect(await subscription(id)).toMatchObject({ status: "subscribed", topics: ["events"] });
  expect(await withdrawn("ada@example.org")).toEqual(["news resend"]);
  expect(await getSegments("ada@example.org")).toEqual(["events:every", "events:monthly", "events:quarterly"]);
});

test("leaving, a pause, a suppression and another address are followed; erasure removes contact and row", async () => {
  const left = await createSyncedSubscriber({ email: "left@example.org" });
  const paused = await createSyncedSubscriber({ email: "paused@example.org" });
  await createSyncedSubscriber({ email: "gone@example.org" });
  const moved = await createSyncedSubscriber({ email: "old@example.org" });
  const erased = await createSyncedSubscriber({ email: "erased@example.org" });
  await inTransaction((tx) => unsubscribe(tx, left, "preferences"));
  await inTransaction((tx) => suppress(tx, "gone@example.org", "bounce"));
  await db.newsletterSubscription.update({ where: { id: paused }, data: { pausedUntil: new Date(Date.now() + 60_000) } });
  await db.newsletterSubscription.update({ where: { id: moved }, data: { email: "new@example.org" } });
  await db.newsletterSubscription.update({ where: { id: erased }, data: { status: "erasing" } });
  for (const id of [paused, moved, erased]) await queueSync(id);
  await runUntilIdle();
  expect(resendControl().contact("left@example.org")).toMatchObject({ unsubscribed: true, segments: [] });
  expect(resendControl().contact("paused@example.org")).toMatchObject({ unsubscribed: false, segments: [] });
  expect(resendControl().contact("gone@example.org")).toMatchObject({ segments: [] });
  expect(resendControl().contact("old@example.org")).toBeNull();
  expect(await getSegments("new@example.org")).toHaveLength(9);
  expect(resendControl().contact("erased@example.org")).toBeNull();
  expect(await subscription(erased)).toBeNull();
  expect(await db.resendContact.count({ where: { subscriptionId: erased } })).toBe(0);

  await db.newsletterSubscription.update({ where: { id: paused }, data: { pausedUntil: new Date(Date.now() - 1000) } });
  await reconcileAudience();
  await runUntilIdle();
  expect(await getSegments("paused@example.org")).toHaveLength(9);
});

test.each([
  ["who is new", /^POST \/contacts$/],
  ["who wants more emails", /^POST \/contacts\/.*segments/],
])("while Resend hears of somebody %s, they leave, and it hears of that first: in the end they are out", async (_who, step) => {
  const id = await createSyncedSubscriber({ email: "ada@example.org", topics: ["news"], emailFrequency: "quarterly" });
  if (step.source.endsWith("$")) {
    holdResendWebhooks();
    resendControl().removeContact("ada@example.org");
    await releaseResendWebhooks();
  }
  await db.newsletterSubscription.update({ where: { id }, data: { emailFrequency: "every", version: { increment: 1 } } });
  let left = false;
  resendControl().watch(async (line, when) => {
    if (left || when !== "before" || !step.test(line)) return;
    left = true;
    await inTransaction((tx) => unsubscribe(tx, id, "preferences"));
    await runJobs();
  });
  await syncContact(id);
  expect(left).toBe(true);
  await runUntilIdle();
  const { version, syncedVersion } = await db.newsletterSubscription.findUniqueOrThrow({ where: { id } });
  expect(syncedVersion).toBe(version);
  expect(resendControl().contact("ada@example.org")?.segments ?? []).toEqual([]);
  expect(await reconcileAudience()).toMatchObject({ healed: 0, open: 0 });
});

test("whoever is forgotten while Resend is asked for their contact has none in the end", async () => {
  const { id } = await aSubscriber({ email: "ada@example.org" });
  resendControl().watch(async (line, when) => {
    if (when !== "before" || line !== "POST /contacts") return;
    resendControl().watch(null);
    await eraseSubscriber(await aDataLinkToken(id));
    await runJobs();
  });
  await syncContact(id);
  await runUntilIdle();
  expect([resendControl().contacts(), await subscription(id), await db.resendContact.count()]).toEqual([0, null, 0]);
});

test("the nightly comparison heals what is ours to heal, and lists the rest", async () => {
  const news = await createSyncedSubscriber({ email: "ada@example.org", topics: ["news"] });
  await createSyncedSubscriber({ email: "eve@example.org", topics: ["news"] });
  const erased = await aSubscriber({ email: "erased@example.org" });
  expect(await reconcileAudience()).toMatchObject({ healed: 0, open: 0 });

  const labels = await getResendIds();
  const add = async (email: string, segments: string[]) =>
    await fetch(`${resendUrl()}/contacts`, {
      method: "POST",
      headers: { authorization: "Bearer re_test", "content-type": "application/json" },
      body: JSON.stringify({ email, segments: segments.map((id) => ({ id })) }),
    });
  await add("stranger@example.org", [labels.segment("news:every")]);
  await add("erased@example.org", []);
  await db.newsletterSubscription.update({ where: { id: erased.id }, data: { status: "unsubscribed" } });
  await inTransaction((tx) => suppress(tx, "erased@example.org", "erasure"));
  await db.newsletterSubscription.delete({ where: { id: erased.id } });
  resendControl().removeContact("eve@example.org");
  await resendControl().webhooksSettled();
  resendControl().drop("ada@example.org", labels.segment("news:every"));

  const first = await reconcileAudience();
  await runUntilIdle();
  const findings = await db.reconciliationFinding.findMany();
  expect(findings.filter(({ healed }) => !healed).map(({ message }) => message)).toEqual([
    "A contact at Resend that the ledger does not know. Our issues do not go to it.",
  ]);
  expect(first).toMatchObject({ healed: findings.length - 1, open: 1 });
  expect(JSON.stringify(findings)).not.toContain("example.org");
  expect(await getSegments("ada@example.org")).toHaveLength(3);
  expect(await getSegments("eve@example.org")).toHaveLength(3);
  expect(resendControl().contact("stranger@example.org")?.segments).toEqual([]);
  expect(resendControl().contact("erased@example.org")).toBeNull();

  const told = () =>
    resendControl()
      .messages()
      .filter(({ subject }) => subject.includes("One contact differs from Resend"));
  expect(told()).toHaveLength(1);
  expect(told()[0]?.text).toMatch(/1 left for somebody to look at.*\/desk\/reconciliations\?run=/s);
  expect(JSON.stringify(told()[0])).not.toMatch(/stranger|erased@|ada@|eve@/);

  expect(await reconcileAudience()).toMatchObject({ healed: 0, open: 1 });
  await runUntilIdle();
  expect(told()).toHaveLength(2);
  expect((await subscription(news))?.status).toBe("subscribed");
});

test("a property or segment that is gone at Resend is made again, and is nobody's bounce", async () => {
  const [before, after] = await many(2);
  if (!before || !after) throw new Error("there are two");
  expect(await syncContact(before.id)).toBe("synced");
  const labels = await getResendIds();
  await fetch(`${resendUrl()}/segments/${labels.segment("news:every")}`, {
    method: "DELETE",
    headers: { authorization: "Bearer re_test" },
  });
  expect(await syncContact(after.id)).toBe("synced");
  expect(await db.suppression.count()).toBe(0);
  expect(await getSegments(after.email)).toHaveLength(3);
});

/** Writes down what Resend is asked, without ids. */
function listRequests(): string[] {
  const lines: string[] = [];
  const note = (line: string) => lines.push(line.replace(/(?<=contacts)[/?].*$/, (rest) => (rest.startsWith("?") ? "?" : "/:contact")));
  resendControl().watch((line, when) => void (when === "before" && note(line)));
  return lines;
}

const many = async (number: number) => {
  const rows = [];
  for (let nth = 0; nth < number; nth += 1) rows.push(await aSubscriber({ email: `reader${nth}@example.org`, topics: ["news"] }));
  return rows;
};

test("many new subscribers share one look, and those whom Resend has are told by their opt-out all the same", async () => {
  const [first, lost, ...others] = await many(40);
  if (!first || !lost) throw new Error("there are forty");
  await fetch(`${resendUrl()}/contacts`, {
    method: "POST",
    headers: { authorization: "Bearer re_test", "content-type": "application/json" },
    body: JSON.stringify({ email: "READER0@example.org", unsubscribed: true }),
  });
  await getResendIds();
  const lines = listRequests();
  resendControl().failAt(/^POST \/contacts$/, "lost", 1);
  await inTransaction((tx) =>
    queueInitialSyncs(
      tx,
      [lost, first, ...others].map(({ id }) => id),
    ),
  );
  await runUntilIdle();
  expect(lines.filter((line) => line === "GET /contacts?" || line === "GET /contacts")).toHaveLength(1);
  // Only two are asked about: the one that was found, and the one whose reply was lost.
  expect(lines.filter((line) => line === "POST /contacts")).toHaveLength(39);
  expect(lines.filter((line) => line === "GET /contacts/:contact").length).toBeLessThan(15);
  expect(await subscription(first.id)).toMatchObject({ status: "unsubscribed" });
  expect(resendControl().contact("reader0@example.org")?.unsubscribed).toBe(true);
  expect(resendControl().contacts()).toBe(40);
  for (const { id } of [lost, ...others]) {
    const row = await subscription(id);
    expect(row?.resendContactId).toBe(resendControl().contact(row?.email ?? "")?.id);
    expect(row?.syncedVersion).toBe(row?.version);
  }
});

test("a shared look counts once, for an hour, and only while Resend was not asked for a contact", async () => {
  const [fresh, old, twice] = await many(3);
  if (!fresh || !old || !twice) throw new Error("there are three");
  expect(await matchContacts()).toBe(3);
  await getResendIds();
  const hourAgo = new Date(Date.now() - 61 * 60_000);
  await db.newsletterSubscription.update({ where: { id: old.id }, data: { absentFromResendAt: hourAgo } });
  resendControl().failAt(/^POST \/contacts$/, 500, 1);
  const lines = listRequests();
  await expect(syncContact(twice.id)).rejects.toThrow("Resend did not do it");
  for (const { id } of [fresh, old, twice]) expect(await syncContact(id)).toBe("synced");
  const look = "GET /contacts/:contact";
  expect(lines).toEqual(["POST /contacts", look, "POST /contacts", look, "POST /contacts"]);
});

test("one new subscriber is looked up alone: the list is not read for so few", async () => {
  for (const { id } of await many(1)) await inTransaction((tx) => queueInitialSyncs(tx, [id]));
  const lines = listRequests();
  await runUntilIdle();
  expect(lines).not.toContain("GET /contacts?");
  expect(lines).toContain("GET /contacts/:contact");
});

test("emails go before the syncs of a list", async () => {
  const people = await many(3);
  await inTransaction((tx) =>
    queueInitialSyncs(
      tx,
      people.map(({ id }) => id),
    ),
  );
  await inTransaction((tx) => queueEmail(tx, { kind: "newsletter-welcome", about: { requestId: "a later one" } }));
  const jobs = await db.$queryRaw<{ task: string }[]>`
    SELECT task_identifier AS task FROM graphile_worker.jobs ORDER BY priority, run_at, id`;
  expect(jobs.map(({ task }) => task)).toEqual(["send-email", "match-contacts", ...people.map(() => "sync-contact")]);
});

test("what Resend allows is read from its headers, and requests keep to it", async () => {
  expect(parseRateLimit({ "ratelimit-limit": "10", "ratelimit-policy": "10;w=1" })).toEqual({ requests: 10, windowMs: 1000 });
  expect(parseRateLimit({ "ratelimit-limit": "100", "ratelimit-policy": "100;w=60" })).toEqual({ requests: 100, windowMs: 60_000 });
  expect(parseRateLimit({ "ratelimit-limit": "2" })).toEqual({ requests: 2, windowMs: 1000 });
  expect(parseRateLimit({})).toBeNull();
  expect(parseRateLimit(null)).toBeNull();
});
