import { expect, test } from "vitest";
import { queueContactSync } from "~/newsletter/queue-sync.server";
import { getIssueCounts } from "~/newsletter/issues/issues.server";
import { freezeIssue } from "~/newsletter/issues/freeze-issue.server";
import { purgeMailEvents } from "~/newsletter/resend-sync/purge-mail-events.server";
import { isSuppressed } from "~/newsletter/suppressions/suppressions.server";
import { receiveResendWebhook } from "~/webhooks/resend.server";
import { signWebhook } from "~/sandbox/resend/webhooks";
import { config } from "~/platform/config/config.server";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { useDatabase } from "tests/support/database";
import { anIssue, getSampleHouse, loadIssue } from "tests/support/newsletter/newsletter-issues";
import { useResendSandbox, resendControl, runUntilIdle } from "tests/support/newsletter/resend-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";

useDatabase();
useResendSandbox();

type Signing = { id?: string; secret?: string; at?: number };

/** Sends the site an event as Resend signs it. */
async function sendWebhook(
  type: string,
  data: object,
  { id = `msg_${Math.random()}`, secret = config.resend.webhookSecret, at = Date.now() }: Signing = {},
) {
  const body = JSON.stringify({ type, created_at: new Date(at).toISOString(), data });
  const headers = signWebhook(secret, id, body, at);
  return (await receiveResendWebhook(Buffer.from(body), (name) => headers[name] ?? null)).status;
}

const bounced = (to: string, type = "Permanent") => ({ email_id: "e1", to: [to], bounce: { type, subType: "General", message: "" } });
const countStoredEvents = () => db.resendEvent.count();
const minutes = 60_000;

test("forged, stale and unsigned webhooks change nothing", async () => {
  await aSubscriber({ email: "ada@example.org" });
  const other = `whsec_${Buffer.from("somebody else's secret, 32 bytes").toString("base64")}`;
  expect(await sendWebhook("email.bounced", bounced("ada@example.org"), { secret: other })).toBe(400);
  expect(await sendWebhook("email.bounced", bounced("ada@example.org"), { at: Date.now() - 6 * minutes })).toBe(400);
  expect(await sendWebhook("email.bounced", bounced("ada@example.org"), { at: Date.now() + 6 * minutes })).toBe(400);
  expect((await receiveResendWebhook(Buffer.from("{}"), () => null)).status).toBe(401);
  const genuine = JSON.stringify({ type: "email.bounced", data: bounced("eve@example.org") });
  const headers = signWebhook(config.resend.webhookSecret, "msg_1", genuine, Date.now());
  const altered = Buffer.from(genuine.replace("eve", "ada"));
  expect((await receiveResendWebhook(altered, (name) => headers[name] ?? null)).status).toBe(400);
  for (const nonsense of ["null", "[]", "7", '"x"', '{"type":7}', '{"data":null}', "not json"]) {
    const signed = signWebhook(config.resend.webhookSecret, "msg_2", nonsense, Date.now());
    expect((await receiveResendWebhook(Buffer.from(nonsense), (name) => signed[name] ?? null)).status).toBe(400);
  }
  expect(await countStoredEvents()).toBe(0);
  expect(await db.suppression.count()).toBe(0);
});

test("a signed event that lacks what it is about is refused, so that it comes again and shows on Resend's pages", async () => {
  for (const type of [
    "email.bounced",
    "email.complained",
    "suppression.added",
    "contact.updated",
    "contact.deleted",
    "contact.topics.updated",
  ]) {
    expect(await sendWebhook(type, {})).toBe(400);
    expect(await sendWebhook(type, { to: [], bounce: null, id: 7, email: null })).toBe(400);
  }
  expect(await sendWebhook("email.of-a-later-year", {})).toBe(200);
  expect(await countStoredEvents()).toBe(1);
});

test.each([
  ["a hard bounce", "email.bounced", bounced("ada@example.org"), "bounce"],
  ["a complaint", "email.complained", { email_id: "e1", to: ["Ada <ada@example.org>"] }, "complaint"],
  ["Resend's own list", "suppression.added", { id: "s1", email: "ada@example.org", origin: "complaint" }, "complaint"],
] as const)("%s suppresses at once, once, however often and late it comes", async (_what, type, data, reason) => {
  const { id } = await aSubscriber({ email: "ada@example.org" });
  const answers = await Promise.all([1, 2, 3, 4].map(() => sendWebhook(type, data, { id: "msg_same" })));
  expect(answers).toEqual([200, 200, 200, 200]);
  expect(await isSuppressed(db, "ada@example.org")).toBe(true);
  expect(await db.suppression.findMany()).toMatchObject([{ reason }]);
  expect(await countStoredEvents()).toBe(1);
  const { status, version } = await db.newsletterSubscription.findUniqueOrThrow({ where: { id } });
  expect(status).toBe(reason === "complaint" ? "unsubscribed" : "subscribed");
  expect(await sendWebhook(type, data)).toBe(200);
  expect((await db.newsletterSubscription.findUniqueOrThrow({ where: { id } })).version).toBe(version);
  const { rows } = await pool.query<{ line: string }>("SELECT resend_event::text AS line FROM resend_event");
  expect(JSON.stringify(rows)).not.toContain("example.org");
});

test("an event that is played again, after a person has put right what it did, does nothing", async () => {
  await aSubscriber({ email: "ada@example.org" });
  expect(await sendWebhook("email.bounced", bounced("ada@example.org"), { id: "msg_1" })).toBe(200);
  await db.suppression.deleteMany();
  expect(await sendWebhook("email.bounced", bounced("ada@example.org"), { id: "msg_1", at: Date.now() - 2 * minutes })).toBe(200);
  expect(await isSuppressed(db, "ada@example.org")).toBe(false);
  expect(await sendWebhook("email.bounced", bounced("ada@example.org"), { id: "msg_2" })).toBe(200);
  expect(await isSuppressed(db, "ada@example.org")).toBe(true);
});

test("a full mailbox, and what we do not know, suppress nobody", async () => {
  await aSubscriber({ email: "ada@example.org" });
  expect(await sendWebhook("email.bounced", bounced("ada@example.org", "Transient"))).toBe(200);
  expect(await sendWebhook("email.delivery_delayed", { email_id: "e1", to: ["ada@example.org"] })).toBe(200);
  expect(await sendWebhook("something.new", { to: ["ada@example.org"] })).toBe(200);
  expect(await sendWebhook("contact.updated", { id: "unknown", unsubscribed: true })).toBe(200);
  expect(await sendWebhook("contact.topics.updated", { email: "nobody@example.org", topics: [] })).toBe(200);
  expect(await db.suppression.count()).toBe(0);
  expect(await countStoredEvents()).toBe(5);
});

test("news of a contact only makes us look: late or out of order, it undoes nothing", async () => {
  const { id } = await aSubscriber({ email: "ada@example.org" });
  await inTransaction((tx) => queueContactSync(tx, id));
  await runUntilIdle();
  const contact = resendControl().contact("ada@example.org")?.id ?? "";
  expect(await sendWebhook("contact.updated", { id: contact, unsubscribed: true })).toBe(200);
  expect(await sendWebhook("contact.deleted", { id: contact })).toBe(200);
  expect(await sendWebhook("contact.topics.updated", { email: "ada@example.org", topics: [{ id: "x", subscription: "opt_out" }] })).toBe(
    200,
  );
  await runUntilIdle();
  expect(await db.newsletterSubscription.findUniqueOrThrow({ where: { id } })).toMatchObject({
    status: "subscribed",
    resendContactId: contact,
  });
  expect(resendControl().contact("ada@example.org")).toMatchObject({ unsubscribed: false });

  resendControl().optOut("ada@example.org");
  await runUntilIdle();
  expect(await db.newsletterSubscription.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: "unsubscribed" });
});

test("what became of an issue is counted once each, doubled and shuffled, and stays when the events are forgotten", async () => {
  for (const name of ["a", "b", "spam", "gone"]) {
    const { id } = await aSubscriber({ email: `${name}@example.org`, topics: ["news"] });
    await inTransaction((tx) => queueContactSync(tx, id));
  }
  await runUntilIdle();
  resendControl().decide("spam@example.org", "complained");
  resendControl().decide("gone@example.org", "bounced");
  resendControl().duplicateWebhooks(100);
  const issue = await anIssue();
  await freezeIssue("site", issue.id, issue.version, getSampleHouse);
  await runUntilIdle();
  const counts = { "email.sent": 4, "email.delivered": 3, "email.complained": 1, "email.bounced": 1 };
  expect(await getIssueCounts(await loadIssue(issue.id))).toEqual(counts);
  expect((await db.suppression.findMany()).map(({ reason }) => reason).toSorted()).toEqual(["bounce", "complaint"]);

  const long = new Date(Date.now() - 62 * 24 * 60 * minutes);
  await db.issue.update({ where: { id: issue.id }, data: { sentAt: long } });
  await db.resendEvent.updateMany({ data: { receivedAt: long } });
  await purgeMailEvents();
  expect(await countStoredEvents()).toBe(0);
  expect(await getIssueCounts(await loadIssue(issue.id))).toEqual(counts);
});
