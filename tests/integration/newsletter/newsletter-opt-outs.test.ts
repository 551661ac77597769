import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { changeWish } from "~/newsletter/preferences/update-topics.server";
import { compareAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { importList } from "~/newsletter/imports/import-rows.server";
import { listInFile } from "~/newsletter/imports/parse-csv.server";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { pauseNewsletter, resumeNewsletter } from "~/newsletter/preferences/pause-newsletter.server";
import { queueSync } from "~/newsletter/queue-sync.server";
import { resendLabels } from "~/newsletter/resend-sync/resend-ids.server";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { consentsOf } from "~/supporters/consent/ledger.server";
import { freshDatabase } from "tests/support/database";
import { mailWebhooksPutAside, mailWorld, putAsideMailWebhooks, resendControl, resendUrl, settle } from "tests/support/mail-world";
import { aSubscriber } from "tests/support/newsletter";

// Whoever said no to Resend stays out, also where Resend's webhooks never came.
freshDatabase();
mailWorld();
vi.setConfig({ testTimeout: 60_000 });

const email = "ada@example.org";
const theRow = () => db.subscription.findUniqueOrThrow({ where: { email } });
const withdrawn = async () =>
  (await consentsOf(db, email)).filter(({ action }) => action === "withdrawn").map(({ purpose, via }) => `${purpose} ${via}`);

/** A subscriber whom Resend knows. */
async function synced(wish: Partial<Parameters<typeof aSubscriber>[0]> = {}): Promise<string> {
  const { id } = await aSubscriber({ email, ...wish });
  await inTransaction((tx) => queueSync(tx, id));
  await settle();
  return id;
}

const atResend = async (method: string, path: string, body: unknown) =>
  await fetch(`${resendUrl()}${path}`, {
    method,
    headers: { authorization: "Bearer re_test", "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** Something happens at Resend, and the site never hears of it. */
async function unheard(happens: () => unknown): Promise<void> {
  putAsideMailWebhooks();
  await happens();
  await mailWebhooksPutAside();
}

test("an import does not bring back a contact that opted out at Resend, however late the list says the yes was", async () => {
  await atResend("POST", "/contacts", { email, unsubscribed: true });
  const folder = await mkdtemp(join(tmpdir(), "roomlight-list-"));
  const path = join(folder, "people.csv");
  const today = new Date(Date.now()).toISOString();
  await writeFile(path, `email,topics,consented_at,consent_words,consent_source\n${email},news,${today},Send me news,fair\n`);
  expect(await importList(listInFile(path), { dryRun: false, onLine: () => {} })).toMatchObject({ subscribed: 1 });
  await rm(folder, { recursive: true });
  await settle();
  expect(resendControl().contact(email)).toMatchObject({ unsubscribed: true });
  expect(await theRow()).toMatchObject({ state: "left" });
  expect(await withdrawn()).toEqual(["news resend"]);
});

test("a topic that was left at Resend unheard is not opted in to again by another choice", async () => {
  const id = await synced({ topics: ["news", "events"] });
  const labels = await resendLabels();
  const topicsAt = () => resendControl().contact(email)?.topics;
  await unheard(() => atResend("PATCH", `/contacts/${email}/topics`, [{ id: labels.topic("news"), subscription: "opt_out" }]));
  await changeWish(preferenceToken(id), { topics: ["news", "events", "appeals"], rhythm: "every" }, { address: "x" });
  await settle();
  expect(topicsAt()).toMatchObject({ [labels.topic("news")]: "opt_out", [labels.topic("appeals")]: "opt_in" });
  expect(await theRow()).toMatchObject({ state: "subscribed", topics: ["events", "appeals"] });
  expect(await withdrawn()).toEqual(["news resend"]);
});

test.each(["lost", 500] as const)(
  "a pause of which the answer is %s takes no consent back, and a topic left during it stays left",
  async (how) => {
    const id = await synced({ topics: ["news", "events"] });
    const labels = await resendLabels();
    for (const line of [/segments\/.+/, /segments\/.+/]) resendControl().failAt(line, how, 1);
    await pauseNewsletter(preferenceToken(id));
    await settle();
    resendControl().clear();
    expect(resendControl().contact(email)).toMatchObject({ unsubscribed: false, segments: [] });
    expect(await withdrawn()).toEqual([]);
    await atResend("PATCH", `/contacts/${email}/topics`, [{ id: labels.topic("news"), subscription: "opt_out" }]);
    await settle();
    await resumeNewsletter(preferenceToken(id));
    await settle();
    expect(await theRow()).toMatchObject({ topics: ["events"], pausedUntil: null });
    expect(resendControl().contact(email)?.segments).toHaveLength(3);
    expect(await withdrawn()).toEqual(["news resend"]);
  },
);

test("a bounce whose way to Resend is cut off takes no consent back", async () => {
  await synced({ topics: ["news", "events"] });
  resendControl().failAt(/^PATCH .*topics$/, "lost", 1);
  await inTransaction((tx) => suppress(tx, email, "bounce"));
  await settle();
  expect(resendControl().contact(email)?.segments).toEqual([]);
  expect(await theRow()).toMatchObject({ state: "subscribed", topics: ["news", "events"] });
  expect(await withdrawn()).toEqual([]);
});

test("the comparison puts whoever is missing back, but not those who opted out meanwhile", async () => {
  const id = await synced({ topics: ["news"] });
  // They left once, and came back: their contact is older than their yes.
  await db.subscription.update({ where: { id }, data: { confirmedAt: new Date(Date.now() + 1) } });
  const labels = await resendLabels();
  resendControl().drop(email, labels.segment("news:every"));
  putAsideMailWebhooks();
  resendControl().watch((line, when) => {
    if (when === "after" && line === `GET /segments/${labels.segment("news:every")}/contacts`) resendControl().optOut(email);
  });
  await compareAudience();
  await mailWebhooksPutAside();
  expect((await db.audienceFinding.findMany()).map(({ words }) => words)).toContainEqual(expect.stringMatching(/^Missing/));
  await settle();
  expect(resendControl().contact(email)).toMatchObject({ unsubscribed: true, segments: [] });
  expect(await theRow()).toMatchObject({ state: "left" });
});

test.each(["bounced", "complained"] as const)("that a letter %s is learnt from Resend's own list, if no webhook came", async (what) => {
  await synced();
  await unheard(async () => {
    resendControl().decide(email, what);
    await atResend("POST", "/emails", { from: "x@example.org", to: email, subject: "x", text: "x" });
  });
  expect(await db.suppression.count()).toBe(0);
  expect((await compareAudience()).healed).toBeGreaterThan(0);
  await settle();
  expect(await db.suppression.findMany()).toMatchObject([{ reason: what === "bounced" ? "bounce" : "complaint" }]);
  expect(resendControl().contact(email)?.segments).toEqual([]);
  expect(await compareAudience()).toEqual({ found: 0, healed: 0 });
});
