import { createHmac } from "node:crypto";
import { expect, test, vi } from "vitest";
import { config } from "~/platform/config/config.server";
import { db, pool } from "~/platform/database/db.server";
import { enqueueEventJobs } from "~/platform/payments/events/enqueue-event-jobs.server";
import { sign } from "~/sandbox/stripe/webhooks/sign";
import { handleStripeWebhook } from "~/webhooks/stripe.server";
import {
  runJobs,
  getDonation,
  useDonationHarness,
  listSentSubjects,
  holdWebhooks,
  startTestDonation,
  stripeControl,
  waitingJobs,
  takeWebhookErrors,
} from "tests/support/giving/donation-harness";
import { patienceMs } from "tests/support/wait-until";

useDonationHarness();

const secret = () => config.stripe.webhookSecret;
const receiveWebhook = (body: string | Buffer, signature: string | null) => handleStripeWebhook(Buffer.from(body), signature);
const receiveSignedWebhook = (body: unknown, at = Date.now()) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return receiveWebhook(text, sign(text, secret(), at));
};
/** How many events, jobs and gifts there are. */
const countRows = async () => [await db.stripeEvent.count(), (await waitingJobs()).length, await db.donation.count()];

const anEvent = (change: Record<string, unknown> = {}) => ({
  id: "evt_1",
  object: "event",
  type: "charge.succeeded",
  api_version: "2026-10-28.endive",
  created: 1_780_000_000,
  livemode: false,
  data: { object: { id: "ch_1", object: "charge", payment_intent: "pi_1", metadata: {} } },
  ...change,
});

test.each<[string, string | null, number]>([
  ["without a signature", null, 401],
  ["with an empty one", "", 401],
  ["with nonsense for one", "yes, truly", 400],
  ["without a time", `v1=${"0".repeat(64)}`, 400],
  ["without a signature", `t=${Math.floor(Date.now() / 1000)}`, 400],
  ["signed with another secret", sign(JSON.stringify(anEvent()), "whsec_another_secret", Date.now()), 400],
  ["signed yesterday", sign(JSON.stringify(anEvent()), "whsec_sandbox_nothing_is_real", Date.now() - 86_400_000), 400],
  ["signed six minutes ago", sign(JSON.stringify(anEvent()), "whsec_sandbox_nothing_is_real", Date.now() - 360_000), 400],
])("an event %s is refused, and nothing is kept", async (_how, signature, status) => {
  expect(await receiveWebhook(JSON.stringify(anEvent()), signature)).toEqual({ status, message: expect.stringMatching(/sign/i) });
  expect(await countRows()).toEqual([0, 0, 0]);
});

test("a body that was changed after it was signed is refused, be it by one space", async () => {
  const text = JSON.stringify(anEvent());
  const signature = sign(text, secret(), Date.now());
  for (const changed of [`${text} `, text.replace("ch_1", "ch_2"), text.slice(0, -1), ""])
    expect((await receiveWebhook(changed, signature)).status).toBe(400);
  expect((await receiveWebhook(text, signature)).status).toBe(200);
  expect(await countRows()).toEqual([1, 1, 0]);
});

test("the signature is looked at in the newest scheme only", async () => {
  const text = JSON.stringify(anEvent());
  const time = Math.floor(Date.now() / 1000);
  const hmac = createHmac("sha256", secret()).update(`${time}.${text}`).digest("hex");
  expect((await receiveWebhook(text, `t=${time},v0=${hmac}`)).status).toBe(400);
  expect((await receiveWebhook(text, `t=${time},v1=${"0".repeat(64)},v1=${hmac}`)).status).toBe(200);
});

test.each<[string, unknown]>([
  ["no JSON", "{"],
  ["nothing", ""],
  ["words", "hello"],
  ["null", "null"],
  ["a number", "5"],
  ["a list", "[]"],
  ["an object that is no event", { hello: "world" }],
  ["an event without an id", anEvent({ id: undefined })],
  ["an event with a number for an id", anEvent({ id: 7 })],
  ["an event without a type", anEvent({ type: undefined })],
  ["an event of no time", anEvent({ created: "today" })],
  ["an event beyond all time", anEvent({ created: 1e300 })],
  [
    "a notification of Stripe's other kind",
    { id: "evt_1", object: "v2.core.event", type: "v1.billing.meter.error_report_triggered", created: "2026-09-07T10:00:00Z" },
  ],
])("%s, well signed, is refused and not kept", async (_what, body) => {
  expect(await receiveSignedWebhook(body)).toEqual({ status: 400, message: expect.stringContaining("not an event") });
  expect(await countRows()).toEqual([0, 0, 0]);
});

test.each<[string, Record<string, unknown>, number]>([
  ["of another version", { api_version: "2019-01-01" }, 1],
  ["without a version", { api_version: null }, 1],
  ["of an unknown type", { type: "moon.landed" }, 0],
  ["about an unknown kind of object", { data: { object: { id: "x_1", object: "moon" } } }, 0],
  ["about a payment of somebody else", {}, 1],
  ["about a gift that is not ours", { data: { object: { id: "ch_1", object: "charge", metadata: { reference: "no-such-gift" } } } }, 1],
  ["with an expanded payment", { data: { object: { id: "ch_1", object: "charge", payment_intent: { id: "pi_1" } } } }, 1],
  ["with odd things in it", { data: { object: { id: 5, object: ["charge"], payment_intent: 7, metadata: "reference" } } }, 0],
  ["without an object", { data: null }, 0],
])("an event %s is kept, answered with 200, and harmless", async (_what, change, jobs) => {
  expect(await receiveSignedWebhook(anEvent(change))).toEqual({ status: 200, message: "kept" });
  expect(await countRows()).toEqual([1, jobs, 0]);
  await runJobs();
  expect(await countRows()).toEqual([1, 0, 0]);
  expect(listSentSubjects()).toEqual([]);
});

test("an event that is sent again is kept once, and does its work once", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => receiveSignedWebhook(anEvent())));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect(await countRows()).toEqual([1, 1, 0]);
  await runJobs();
  expect((await receiveSignedWebhook(anEvent())).status).toBe(200);
  expect(await countRows()).toEqual([1, 0, 0]);
});

test("a burst of events is kept whole, with one job for each payment", async () => {
  const burst = Array.from({ length: 300 }, (_, number) =>
    anEvent({ id: `evt_${number}`, data: { object: { id: `ch_${number}`, object: "charge", payment_intent: `pi_${number % 10}` } } }),
  );
  const answers = await Promise.all(burst.map((event) => receiveSignedWebhook(event)));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(await countRows()).toEqual([300, 10, 0]);
});

test("one event that can't be written keeps no other out, and is not answered with 200", async () => {
  const bad = anEvent({ id: "evt_bad", data: { object: { id: "ch_\u0000", object: "charge", payment_intent: "pi_1" } } });
  const answers = await Promise.allSettled([
    receiveSignedWebhook(anEvent({ id: "evt_1" })),
    receiveSignedWebhook(bad),
    receiveSignedWebhook(anEvent({ id: "evt_2" })),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect((await db.stripeEvent.findMany()).map(({ id }) => id).toSorted()).toEqual(["evt_1", "evt_2"]);
});

test("while the database is away nothing is answered with 200, and Stripe's next attempt is kept", async () => {
  await pool.query("ALTER TABLE stripe_event RENAME TO stripe_event_away");
  const gift = await startTestDonation();
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  await vi.waitUntil(
    () =>
      stripeControl()
        .deliveries()
        .some(({ attempts }) => attempts.length > 0),
    { interval: 1, timeout: patienceMs },
  );
  await pool.query("ALTER TABLE stripe_event_away RENAME TO stripe_event");
  await stripeControl().idle();
  const deliveries = stripeControl().deliveries();
  expect(deliveries.some(({ attempts }) => attempts.includes("500"))).toBe(true);
  for (const error of takeWebhookErrors()) expect(error).toMatchObject({ code: "42P01" });
  expect(deliveries.map(({ state }) => state)).toEqual(deliveries.map(() => "delivered"));
  await runJobs();
  expect(await getDonation(gift.id)).toMatchObject({ status: "paid" });
});

test("of an event only what is needed is kept: no payload, nobody's name", async () => {
  const gift = await startTestDonation();
  await holdWebhooks();
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa", name: "Adaline Lovelamp" });
  for (const { body, signature } of await holdWebhooks()) expect((await receiveWebhook(body, signature)).status).toBe(200);
  const kept = await db.stripeEvent.findMany();
  expect(kept.map(({ type }) => type).toSorted()).toEqual(["charge.succeeded", "checkout.session.completed", "payment_intent.succeeded"]);
  expect(JSON.stringify(kept)).not.toMatch(/Adaline|Lovelamp|@/i);
});

test("work that a process left behind when it ended is taken up once, however many take it up at the same time", async () => {
  for (const [id, payment] of [
    ["evt_1", "pi_1"],
    ["evt_2", "pi_1"],
    ["evt_3", "pi_2"],
  ])
    await receiveSignedWebhook(anEvent({ id, data: { object: { id: "ch_1", object: "charge", payment_intent: payment, metadata: {} } } }));
  await receiveSignedWebhook(anEvent({ id: "evt_4", type: "product.created", data: { object: { id: "prod_1", object: "product" } } }));
  await Promise.all(Array.from({ length: 8 }, () => enqueueEventJobs()));
  const { rows: added } = await pool.query<{ key: string }>("SELECT key FROM graphile_worker.jobs ORDER BY key");
  expect(added.map(({ key }) => key)).toEqual(["sync-donation:pi_1", "sync-donation:pi_2"]);
  expect(await db.stripeEvent.count({ where: { enqueuedAt: null } })).toBe(0);
  await pool.query("DELETE FROM graphile_worker._private_jobs");
  await enqueueEventJobs();
  expect(await waitingJobs()).toEqual([]);
});
