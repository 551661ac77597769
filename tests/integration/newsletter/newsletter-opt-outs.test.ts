import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { updateTopicPreferences } from "~/newsletter/preferences/update-topics.server";
import { reconcileAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { importRows } from "~/newsletter/imports/import-rows.server";
import { fileSource } from "~/newsletter/imports/parse-csv.server";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { pauseNewsletter, resumeNewsletter } from "~/newsletter/preferences/pause-newsletter.server";
import { queueContactSync } from "~/newsletter/queue-sync.server";
import { getResendIds } from "~/newsletter/resend-sync/resend-ids.server";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { useDatabase } from "tests/support/database";
import {
  releaseResendWebhooks,
  useResendSandbox,
  holdResendWebhooks,
  resendControl,
  resendUrl,
  runUntilIdle,
} from "tests/support/newsletter/resend-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";

// Whoever said no to Resend stays out, also where Resend's webhooks never came.
useDatabase();
useResendSandbox();

const email = "ada@example.org";
const getSubscription = () => db.newsletterSubscription.findUniqueOrThrow({ where: { email } });
const withdrawn = async () =>
  (await listConsents(db, email)).filter(({ action }) => action === "withdrawn").map(({ purpose, via }) => `${purpose} ${via}`);

/** A subscriber whom Resend knows. */
async function createSyncedSubscriber(request: Partial<Parameters<typeof aSubscriber>[0]> = {}): Promise<string> {
  const { id } = await aSubscriber({ email, ...request });
  await inTransaction((tx) => queueContactSync(tx, id));
  await runUntilIdle();
  return id;
}

const atResend = async (method: string, path: string, body: unknown) =>
  await fetch(`${resendUrl()}${path}`, {
    method,
    headers: { authorization: "Bearer re_test", "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** Something happens at Resend, and the site never hears of it. */
async function withoutWebhooks(happens: () => unknown): Promise<void> {
  holdResendWebhooks();
  await happens();
  await releaseResendWebhooks();
}

test("an import does not bring back a contact that opted out at Resend, however late the list says the yes was", async () => {
  await atResend("POST", "/contacts", { email, unsubscribed: true });
  const folder = await mkdtemp(join(tmpdir(), "roomlight-list-"));
  const path = join(folder, "people.csv");
  const today = new Date(Date.now()).toISOString();
  await writeFile(path, `email,topics,consented_at,consent_words,consent_source\n${email},news,${today},Send me news,fair\n`);
  expect(await importRows(fileSource(path), { dryRun: false, onRow: () => {} })).toMatchObject({ subscribed: 1 });
  await rm(folder, { recursive: true });
  await runUntilIdle();
  expect(resendControl().contact(email)).toMatchObject({ unsubscribed: true });
  expect(await getSubscription()).toMatchObject({ status: "unsubscribed" });
  expect(await withdrawn()).toEqual(["news resend"]);
});

test("a topic that was left at Resend unheard is not opted in to again by another choice", async () => {
  const id = await createSyncedSubscriber({ topics: ["news", "events"] });
  const labels = await getResendIds();
  const topicsAt = () => resendControl().contact(email)?.topics;
  await withoutWebhooks(() => atResend("PATCH", `/contacts/${email}/topics`, [{ id: labels.topic("news"), subscription: "opt_out" }]));
  await updateTopicPreferences(preferenceToken(id, 1), { topics: ["news", "events", "appeals"], emailFrequency: "every" }, { ip: "x" });
  await runUntilIdle();
  expect(topicsAt()).toMatchObject({ [labels.topic("news")]: "opt_out", [labels.topic("appeals")]: "opt_in" });
  expect(await getSubscription()).toMatchObject({ status: "subscribed", topics: ["events", "appeals"] });
  expect(await withdrawn()).toEqual(["news resend"]);
});

test.each(["lost", 500] as const)(
  "a pause of which the answer is %s takes no consent back, and a topic left during it stays left",
  async (how) => {
    const id = await createSyncedSubscriber({ topics: ["news", "events"] });
    const labels = await getResendIds();
    for (const line of [/segments\/.+/, /segments\/.+/]) resendControl().failAt(line, how, 1);
    await pauseNewsletter(preferenceToken(id, 1));
    await runUntilIdle();
    resendControl().clear();
    expect(resendControl().contact(email)).toMatchObject({ unsubscribed: false, segments: [] });
    expect(await withdrawn()).toEqual([]);
    await atResend("PATCH", `/contacts/${email}/topics`, [{ id: labels.topic("news"), subscription: "opt_out" }]);
    await runUntilIdle();
    await resumeNewsletter(preferenceToken(id, 1));
    await runUntilIdle();
    expect(await getSubscription()).toMatchObject({ topics: ["events"], pausedUntil: null });
    expect(resendControl().contact(email)?.segments).toHaveLength(3);
    expect(await withdrawn()).toEqual(["news resend"]);
  },
);

test("a bounce whose way to Resend is cut off takes no consent back", async () => {
  await createSyncedSubscriber({ topics: ["news", "events"] });
  resendControl().failAt(/^PATCH .*topics$/, "lost", 1);
  await inTransaction((tx) => suppress(tx, email, "bounce"));
  await runUntilIdle();
  expect(resendControl().contact(email)?.segments).toEqual([]);
  expect(await getSubscription()).toMatchObject({ status: "subscribed", topics: ["news", "events"] });
  expect(await withdrawn()).toEqual([]);
});

test("the comparison puts whoever is missing back, but not those who opted out meanwhile", async () => {
  const id = await createSyncedSubscriber({ topics: ["news"] });
  // They left once, and came back: their contact is older than their yes.
  await db.newsletterSubscription.update({ where: { id }, data: { confirmedAt: new Date(Date.now() + 1) } });
  const labels = await getResendIds();
  resendControl().drop(email, labels.segment("news:every"));
  holdResendWebhooks();
  resendControl().watch((line, when) => {
    if (when === "after" && line === `GET /segments/${labels.segment("news:every")}/contacts`) resendControl().optOut(email);
  });
  await reconcileAudience();
  await releaseResendWebhooks();
  expect((await db.reconciliationFinding.findMany()).map(({ message }) => message)).toContainEqual(expect.stringMatching(/^Missing/));
  await runUntilIdle();
  expect(resendControl().contact(email)).toMatchObject({ unsubscribed: true, segments: [] });
  expect(await getSubscription()).toMatchObject({ status: "unsubscribed" });
});

test.each(["bounced", "complained"] as const)("that an email %s is learnt from Resend's own list, if no webhook came", async (what) => {
  await createSyncedSubscriber();
  await withoutWebhooks(async () => {
    resendControl().decide(email, what);
    await atResend("POST", "/emails", { from: "x@example.org", to: email, subject: "x", text: "x" });
  });
  expect(await db.suppression.count()).toBe(0);
  expect((await reconcileAudience())?.healed).toBeGreaterThan(0);
  await runUntilIdle();
  expect(await db.suppression.findMany()).toMatchObject([{ reason: what === "bounced" ? "bounce" : "complaint" }]);
  expect(resendControl().contact(email)?.segments).toEqual([]);
  expect(await reconcileAudience()).toMatchObject({ healed: 0, open: 0 });
});
