import { expect, test } from "vitest";
import { reconcileAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { unsubscribe } from "~/newsletter/unsubscribe.server";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { getResendIds } from "~/newsletter/resend-sync/resend-ids.server";
import { syncContact } from "~/newsletter/resend-sync/sync-contact.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { useDatabase } from "tests/support/database";
import { isResendFailure, unlessExpected } from "tests/support/expected-failure";
import { runJobs } from "tests/support/giving/donation-harness";
import {
  releaseResendWebhooks,
  useResendSandbox,
  holdResendWebhooks,
  resendControl,
  resendUrl,
  runUntilIdle,
} from "tests/support/newsletter/resend-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";
import { subscription, queueSync, getSegments, createSyncedSubscriber } from "tests/support/newsletter/contacts";

useDatabase();
useResendSandbox();
const withdrawn = async (email: string) =>
  (await listConsents(db, email)).filter(({ action }) => action === "withdrawn").map(({ purpose, via }) => `${purpose} ${via}`);

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

test.each([`a/b?c#d@example.org`, `"a b"@example.org`, `ada+x%2f.y@example.org`, `.ada@example.org`])(
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
