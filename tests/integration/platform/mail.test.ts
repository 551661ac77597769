import { createElement } from "react";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { config } from "~/platform/config/config.server";
import { sandboxValues } from "~/platform/config/sandbox-values";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { parseRetryTime } from "~/platform/mail/resend/throttle.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { sendEmail, type ComposedEmail } from "~/platform/mail/send-email.server";
import { verifyResendWebhook } from "~/platform/mail/resend/verify-webhook.server";
import { signWebhook } from "~/sandbox/resend/webhooks";
import { startResendSandbox, type ResendSandbox } from "~/sandbox/resend/start-resend-sandbox";
import { runInChild } from "tests/support/child-process";
import { unlessExpected } from "tests/support/expected-failure";
import { databaseUrl, useDatabase } from "tests/support/database";
import { patienceMs } from "tests/support/wait-until";

vi.hoisted(() => {
  process.env.SITE_MODE = "test";
  process.env.LOG_LEVEL = "silent";
  // Vitest sets this to "/", which is no address of a site.
  delete process.env.BASE_URL;
});

useDatabase();

const requestsPerSecond = 20;
let sandbox: ResendSandbox;

beforeAll(async () => {
  sandbox = await startResendSandbox({ port: 0, webhook: null, requestsPerSecond });
  config.resend.baseUrl = sandbox.url;
});
beforeEach(() => {
  sandbox.control.clear();
  sandbox.control.empty();
});
afterAll(() => sandbox.stop());

const composedEmail: ComposedEmail = {
  to: "ada@example.org",
  subject: "Your\nre\bceipt\u0085\u0000",
  body: createElement("p", null, "Thank you"),
};
const compose = async () => composedEmail;

async function queueTestEmail(donationId = "donation-1"): Promise<string> {
  const about = { donationId };
  await inTransaction((tx) => queueEmail(tx, { kind: "receipt", about }));
  return (await db.outgoingEmail.findFirstOrThrow({ where: { kind: "receipt", about: { equals: about } } })).id;
}

const jobs = async () =>
  (await pool.query<{ task_identifier: string; key: string }>("SELECT task_identifier, key FROM graphile_worker.jobs")).rows;

test("an email of a kind about a thing is posted once, with one job to send it, however many ask at once", async () => {
  const asked = await Promise.all(
    [1, 2, 3, 4].map(() => inTransaction((tx) => queueEmail(tx, { kind: "receipt", about: { donationId: "donation-1" } }))),
  );
  expect(asked.filter(Boolean)).toHaveLength(1);
  expect(await inTransaction((tx) => queueEmail(tx, { kind: "receipt", about: { donationId: "donation-1" } }))).toBe(false);
  expect(await inTransaction((tx) => queueEmail(tx, { kind: "alert", about: { donationId: "donation-1" } }))).toBe(true);
  const emails = await db.outgoingEmail.findMany();
  expect(emails.map(({ kind }) => kind).toSorted()).toEqual(["alert", "receipt"]);
  expect((await jobs()).map(({ key }) => key).toSorted()).toEqual(emails.map(({ id }) => `send-email:${id}`).toSorted());
});

test("an email and its job go back with the transaction that posted them", async () => {
  const failing = inTransaction(async (tx) => {
    expect(await queueEmail(tx, { kind: "receipt", about: { donationId: "donation-1" } })).toBe(true);
    throw new Error("the change failed");
  });
  await expect(failing).rejects.toThrow("the change failed");
  expect(await db.outgoingEmail.count()).toBe(0);
  expect(await jobs()).toEqual([]);
});

test("an email is sent once, as HTML and as text, and its message is kept", async () => {
  const id = await queueTestEmail();
  const wanted = vi.fn(compose);
  expect(await sendEmail(id, wanted)).toBe("sent");
  expect(wanted).toHaveBeenCalledWith("receipt", { donationId: "donation-1" });
  expect(await sendEmail(id, wanted)).toBe("already-done");
  expect(wanted).toHaveBeenCalledTimes(1);
  const [message] = sandbox.control.messages();
  expect(message).toMatchObject({
    to: ["ada@example.org"],
    from: config.resend.from,
    subject: "Your receipt",
    text: "Thank you\n",
    idempotencyKey: id,
  });
  expect(message?.html).toContain("<p>Thank you</p>");
  const saved = await db.outgoingEmail.findUniqueOrThrow({ where: { id } });
  expect(saved.resendEmailId).toBe(message?.id);
  expect(saved.sentAt).toBeInstanceOf(Date);
});

test("an email that is no longer wanted, or no longer there, is not sent", async () => {
  expect(await sendEmail(await queueTestEmail(), async () => null)).toBe("obsolete");
  expect(await sendEmail("unknown", compose)).toBe("obsolete");
  expect(sandbox.control.messages()).toEqual([]);
});

test.each([500, 503] as const)("when Resend answers %i the queue is told to try again, without the address", async (status) => {
  const id = await queueTestEmail();
  sandbox.control.refuseNext(status, 1);
  const failure = await sendEmail(id, compose).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "EmailNotSent" });
  expect(String(failure)).not.toContain("ada@");
  expect(await sendEmail(id, compose)).toBe("sent");
  expect(sandbox.control.messages()).toHaveLength(1);
});

test("a lost reply leads to one email, also when its words have changed since", async () => {
  const same = await queueTestEmail("same");
  const changed = await queueTestEmail("changed");
  for (const id of [same, changed]) {
    sandbox.control.loseNextReplies(1);
    await expect(sendEmail(id, compose)).rejects.toThrow("no answer");
  }
  expect(await sendEmail(same, compose)).toBe("sent");
  expect(await sendEmail(changed, async () => ({ ...composedEmail, subject: "Other words" }))).toBe("sent");
  expect(sandbox.control.messages()).toHaveLength(2);
  expect(await db.outgoingEmail.count({ where: { sentAt: null } })).toBe(0);
});

test("an address that Resend refuses is recorded and not tried for ever", async () => {
  const id = await queueTestEmail();
  const wanted = vi.fn(async () => ({ ...composedEmail, to: "not an address" }));
  expect(await sendEmail(id, wanted)).toBe("refused");
  expect(await db.outgoingEmail.findUniqueOrThrow({ where: { id } })).toMatchObject({
    sentAt: null,
    refusal: "validation_error",
  });
  expect(await sendEmail(id, wanted)).toBe("already-done");
  expect(wanted).toHaveBeenCalledTimes(1);
});

test("a wrong key is a mistake of our settings: the email waits", async () => {
  const id = await queueTestEmail();
  const { key } = config.resend;
  config.resend.key = "re_Real1234";
  await expect(sendEmail(id, compose)).rejects.toThrow("invalid_api_key (403)");
  config.resend.key = key;
  expect(await sendEmail(id, compose)).toBe("sent");
});

test("a worker that is killed after Resend accepted, and before it was saved, sends nothing twice", async () => {
  const id = await queueTestEmail();
  sandbox.control.delay(5_000);
  const worker = runInChild(killedWorkerScript, sandbox.url, databaseUrl, id);
  await vi.waitUntil(() => sandbox.control.messages().length === 1, {
    timeout: patienceMs,
    interval: 5,
  });
  await worker.kill();
  expect((await db.outgoingEmail.findUniqueOrThrow({ where: { id } })).sentAt).toBeNull();

  const isStillUnderWay = (error: unknown) => error instanceof Error && error.message.includes("concurrent_idempotent_requests");
  // While the first request is still under way at Resend, the key is refused and the queue is told to wait.
  sandbox.control.clear();
  await expect(sendEmail(id, compose)).rejects.toThrow("concurrent_idempotent_requests");
  await vi.waitUntil(async () => (await unlessExpected(sendEmail(id, compose), isStillUnderWay, "later")) === "sent", {
    timeout: patienceMs,
    interval: 200,
  });
  const messages = sandbox.control.messages();
  expect(messages).toHaveLength(1);
  expect((await db.outgoingEmail.findUniqueOrThrow({ where: { id } })).resendEmailId).toBe(messages[0]?.id);
});

const killedWorkerScript = `
const [, resendUrl, databaseUrl, email] = process.argv;
process.env.RESEND_BASE_URL = resendUrl;
const { createElement } = await import("react");
const { connectDatabase } = await import("./app/platform/database/db.server.ts");
const { sendEmail } = await import("./app/platform/mail/send-email.server.ts");
connectDatabase(databaseUrl);
await sendEmail(email, async () => ({ to: "ada@example.org", subject: "Your receipt", body: createElement("p", null, "Thank you") }));
`;

test("many emails at once keep to Resend's rate, and all arrive", async () => {
  // One after the other: fifty transactions at once wait for connections, and that is not what this asks.
  const ids: string[] = [];
  for (let number = 0; number < 50; number += 1) ids.push(await queueTestEmail(`donation-${number}`));
  sandbox.control.refuseNext(429, 2);
  const answers = await Promise.allSettled(ids.map((id) => sendEmail(id, compose)));
  const late = answers.flatMap((answer, number) => (answer.status === "rejected" ? [ids[number] ?? ""] : []));
  for (const id of late) await sendEmail(id, compose);
  expect(sandbox.control.messages()).toHaveLength(50);
  expect(await db.outgoingEmail.count({ where: { sentAt: null } })).toBe(0);
});

test("the pace is read from Resend's headers", () => {
  expect(parseRetryTime({ "ratelimit-remaining": "3", "ratelimit-reset": "1" }, 1000)).toBe(1000);
  expect(parseRetryTime({ "ratelimit-remaining": "0", "ratelimit-reset": "1" }, 1000)).toBe(2000);
  expect(parseRetryTime({ "retry-after": "2" }, 1000)).toBe(3000);
  expect(parseRetryTime({ "retry-after": "3600" }, 1000)).toBe(6000);
  expect(parseRetryTime({ "retry-after": "soon" }, 1000)).toBe(1000);
  expect(parseRetryTime(null, 1000)).toBe(1000);
});

test("webhooks are taken from Resend only, whole and fresh", () => {
  const body = JSON.stringify({
    type: "email.bounced",
    created_at: "2026-09-07T10:00:00.000Z",
    data: { email_id: "e1" },
  });
  const signed = (at: number, secret: string = sandboxValues.resendWebhookSecret) => new Headers(signWebhook(secret, "msg_1", body, at));
  const minutes = 60_000;
  expect(verifyResendWebhook(body, signed(Date.now()))).toMatchObject({
    id: "msg_1",
    event: { type: "email.bounced", data: { email_id: "e1" } },
  });
  expect(verifyResendWebhook(body.replace("e1", "e2"), signed(Date.now()))).toEqual({
    refused: "invalid-signature",
  });
  expect(verifyResendWebhook(body, signed(Date.now() - 6 * minutes))).toEqual({
    refused: "invalid-signature",
  });
  expect(verifyResendWebhook(body, signed(Date.now() + 6 * minutes))).toEqual({
    refused: "invalid-signature",
  });
  expect(verifyResendWebhook(body, signed(Date.now(), "whsec_YW5vdGhlciBzZWNyZXQ="))).toEqual({
    refused: "invalid-signature",
  });
  expect(verifyResendWebhook(body, new Headers())).toEqual({ refused: "unsigned" });
});
