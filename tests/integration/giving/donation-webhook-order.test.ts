import fc from "fast-check";
import { expect, test } from "vitest";
import { getDonationTotals } from "~/giving/statements/donation-totals.server";
import { db } from "~/platform/database/db.server";
import { stripe } from "~/platform/payments/stripe.server";
import { deleteAllRows } from "tests/support/database";
import {
  aDonationFormWithGiftAid,
  advanceDays,
  runJobs,
  getDonation,
  useDonationHarness,
  listQueuedEmailKinds,
  mailControl,
  holdWebhooks,
  startTestDonation,
  stripeControl,
  resumeWebhooks,
  type ReceivedWebhook,
} from "tests/support/giving/donation-harness";
import { handleStripeWebhook } from "~/webhooks/stripe.server";

useDonationHarness();

/** One thing after the other that happens to a payment at Stripe. */
type Step = (payment: { session: string; intent: () => Promise<string> }) => unknown;

const pay =
  (card: string): Step =>
  ({ session }) =>
    stripeControl().completeSession(session, { card, challenge: "pass" });
const payByDirectDebit: Step = ({ session }) => stripeControl().completeSession(session, { bacs: "pays" });
const scenarios: Record<string, Step[]> = {
  "a card": [pay("visa")],
  "a declined card, then a good one": [pay("declined"), pay("visa")],
  "3-D Secure": [pay("authenticates")],
  "a Direct Debit that pays": [payByDirectDebit, async ({ intent }) => stripeControl().succeedPayment(await intent())],
  "a Direct Debit that fails": [payByDirectDebit, async ({ intent }) => stripeControl().failPayment(await intent())],
  "a refund in two parts": [
    pay("visa"),
    async ({ intent }) => stripeControl().refund(await intent(), 1000),
    async ({ intent }) => stripeControl().refund(await intent()),
  ],
  "a claim that is won": [
    pay("visa"),
    async ({ intent }) => stripeControl().openDispute(await intent()),
    async ({ intent }) => stripeControl().closeDispute(await intent(), "won"),
  ],
  "a claim that is lost": [
    pay("visa"),
    async ({ intent }) => stripeControl().openDispute(await intent()),
    async ({ intent }) => stripeControl().closeDispute(await intent(), "lost"),
  ],
};

/** How the events of a flow arrive: which at once after their step, and all of them at the end, in which order and how often. */
type DeliveryOrder = { early: boolean[]; order: number[]; jobsEvery: number };

const anyDeliveryOrder: fc.Arbitrary<DeliveryOrder> = fc.record({
  early: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  order: fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }),
  jobsEvery: fc.integer({ min: 5, max: 30 }),
});
const inOrder: DeliveryOrder = { early: [true, true, true], order: Array.from({ length: 40 }, () => 0), jobsEvery: 1 };

/** Everything at the end of a flow that must not depend on how its events arrived. */
async function runScenario(steps: Step[], { early, order, jobsEvery }: DeliveryOrder) {
  stripeControl().reset();
  await deleteAllRows();
  mailControl().empty();
  const { id, stripeCheckoutSessionId } = await startTestDonation(aDonationFormWithGiftAid({ coversFee: true }));
  const intent = () => sessionIntent(stripeCheckoutSessionId);
  const all: ReceivedWebhook[] = [];
  for (const [index, step] of steps.entries()) {
    await step({ session: stripeCheckoutSessionId, intent });
    const events = await holdWebhooks();
    all.push(...events);
    if (early[index]) await deliverWebhooks(events, jobsEvery);
  }
  await advanceDays(0.1);
  all.push(...(await holdWebhooks()));
  // Each once in some order, and some of them again.
  const shuffled = all.map((event, index) => ({ event, at: order[index % order.length] ?? 0 })).toSorted((a, b) => a.at - b.at);
  const repeated = order.slice(0, 5).flatMap((at) => all[at % all.length] ?? []);
  await deliverWebhooks([...shuffled.map(({ event }) => event), ...repeated], jobsEvery);
  await runJobs();

  const gift = await getDonation(id);
  const { status, giftPence, coverPence, refundedPence, feePence, paymentMethod, failureCode } = gift;
  return {
    gift: {
      state: status,
      giftPence,
      coverPence,
      refundedPence,
      feePence,
      method: paymentMethod,
      failure: failureCode,
      paid: gift.paidAt !== null,
      agreed: gift.agreedAt !== null,
      supported: gift.supporterId !== null,
    },
    paidByCardWhenAgreed: paymentMethod !== "card" || gift.paidAt?.getTime() === gift.agreedAt?.getTime(),
    totals: await getDonationTotals(new Date(0), new Date("2100-01-01")),
    refunds: (await db.refund.findMany({ orderBy: { pence: "asc" } })).map((row) => [row.pence, row.status]),
    disputes: (await db.dispute.findMany()).map((row) => [row.pence, row.status]),
    receipts: (await listQueuedEmailKinds()).filter((kind) => kind === "receipt").length,
    alerts: (await listQueuedEmailKinds()).filter((kind) => kind === "alert").length,
    sent: mailControl()
      .messages()
      .filter(({ subject }) => subject.startsWith("Your receipt")).length,
    events: (await db.stripeEvent.count()) - new Set(all.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id)).size,
  };
}

async function sessionIntent(session: string): Promise<string> {
  const { payment_intent: intent } = await stripe().checkout.sessions.retrieve(session);
  return typeof intent === "string" ? intent : (intent?.id ?? "");
}

async function deliverWebhooks(events: ReceivedWebhook[], jobsEvery: number): Promise<void> {
  for (const [index, { body, signature }] of events.entries()) {
    expect((await handleStripeWebhook(body, signature)).status).toBe(200);
    if (index % jobsEvery === jobsEvery - 1) await runJobs();
  }
}

test.each(Object.entries(scenarios))(
  "the events of %s, in any order and repetition, end in the same rows, totals and one receipt",
  async (_what, steps) => {
    const expected = await runScenario(steps, inOrder);
    expect(expected).toMatchObject({
      receipts: expected.gift.paid ? 1 : 0,
      sent: expected.gift.paid ? 1 : 0,
      alerts: 0,
      events: 0,
      paidByCardWhenAgreed: true,
    });
    await fc.assert(
      fc.asyncProperty(anyDeliveryOrder, async (arrival) => {
        expect(await runScenario(steps, arrival)).toEqual(expected);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  },
);

test("duplicated, shuffled, late and half lost webhooks with answers that are lost end in the same, too", async () => {
  stripeControl().chaos({ seed: 7, duplicate: 0.5, shuffle: 1, drop: 0.4, delayUpTo: 30, errorAfterCommit: { next: 1 } });
  resumeWebhooks();
  const gift = await startTestDonation(aDonationFormWithGiftAid());
  for (const card of ["declined", "visa"]) stripeControl().completeSession(gift.stripeCheckoutSessionId, { card });
  await stripeControl().idle();
  await runJobs();
  stripeControl().refund(await sessionIntent(gift.stripeCheckoutSessionId), 1000);
  stripeControl().chaos({ drop: 0 });
  stripeControl().refund(await sessionIntent(gift.stripeCheckoutSessionId), 500);
  await stripeControl().idle();
  await runJobs();
  expect(await getDonation(gift.id)).toMatchObject({ status: "paid", refundedPence: 1500 });
  expect(await listQueuedEmailKinds()).toEqual(["receipt", "refund", "refund"]);
  expect(mailControl().messages()).toHaveLength(3);
});

test("a time of the last look that is still to come was a wrong clock's: the donation is settled all the same", async () => {
  const gift = await startTestDonation();
  await db.donation.update({ where: { id: gift.id }, data: { syncedAt: new Date(Date.now() + 3_600_000) } });
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  await stripeControl().idle();
  await runJobs();
  expect(await getDonation(gift.id)).toMatchObject({ status: "paid" });
});
