import fc from "fast-check";
import { Logger, runOnce } from "graphile-worker";
import { expect, test, vi } from "vitest";
import { totalOf } from "~/giving/donation";
import { reconcileDonations } from "~/giving/payments/reconcile-donations.server";
import { tasks } from "~/jobs.server";
import { config } from "~/platform/config/config.server";
import { db, pool } from "~/platform/database/db.server";
import { formatPounds } from "~/platform/money";
import { stripe } from "~/platform/payments/stripe.server";
import { listEmailSubjects } from "~/platform/mail/queue-email.server";
import { enqueueEventJobs } from "~/platform/payments/events/enqueue-event-jobs.server";
import { billingEmails } from "~/sponsorship/billing/billing-emails.server";
import { billingIntervals, type BillingInterval } from "~/sponsorship/plan";
import { reconcilePlans } from "~/sponsorship/billing/reconcile-plans.server";
import { planStatus } from "~/sponsorship/plan-status";
import { maintainPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { handleStripeWebhook } from "~/webhooks/stripe.server";
import { deleteAllRows } from "tests/support/database";
import { isStripeFailure, unlessExpected } from "tests/support/expected-failure";
import { advanceDays, holdWebhooks, mailControl, resumeWebhooks, stripeControl } from "tests/support/giving/donation-harness";
import { completePlanCheckout, startTestPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import {
  type Scenario,
  type Step,
  step,
  plan,
  oneOf,
  sponsorSteps,
  cancel,
  refundSomething,
} from "tests/support/sponsorship/random-history";

/** A few in `npm run verify`, always the same ones; `RUNS=500 npx vitest run --project integration tests/integration/sponsorship/plans-random-history.test.ts` plays them all. */
const runs = Number(process.env["RUNS"] ?? 6);

usePlanHarness();

/** What time, banks and wires do. */
const externalSteps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }).map((days) => step(`${days} days`, (scenario) => advanceTime(scenario, days))) },
  oneOf(1, 2, 9).map((times) =>
    step(`the next ${times} attempts fail`, async (scenario) => {
      const { stripeSubscriptionId } = await plan(scenario);
      if (stripeSubscriptionId) stripeControl().failNextRenewal(stripeSubscriptionId, times);
    }),
  ),
  fc.constant(step("part of a donation goes back", refundSomething)),
  fc.constant(step("from now on webhooks are late", async (scenario) => void scenario.delayedWebhooks.push(...(await holdWebhooks())))),
  fc.constant(
    step("those that are late are lost", async (scenario) => {
      await holdWebhooks();
      scenario.delayedWebhooks = [];
      resumeWebhooks();
    }),
  ),
  fc.constant(step("webhooks arrive", deliverDelayedWebhooks)),
  fc
    .record({ duplicate: oneOf(0, 0.5), shuffle: oneOf(0, 1), drop: oneOf(0, 0.4) })
    .map((chaos) => step(`wires: ${JSON.stringify(chaos)}`, async () => void stripeControl().chaos(chaos))),
  oneOf("lostReply", "errorAfterCommit", "tooManyRequests").map((fault) =>
    step(`Stripe: ${fault}`, async () => void stripeControl().chaos({ [fault]: { next: 2 } })),
  ),
);

const anyScenario = fc.record({
  interval: oneOf<BillingInterval>("weekly", "four_weekly", "monthly"),
  cover: fc.boolean(),
  bacs: fc.boolean(),
  moves: fc
    .array(
      fc.oneof(
        { weight: 5, arbitrary: externalSteps },
        { weight: 4, arbitrary: sponsorSteps },
        { weight: 1, arbitrary: fc.constant(cancel) },
      ),
      {
        minLength: 4,
        maxLength: 12,
      },
    )
    .map((moves) => Object.assign(moves, { [fc.toStringMethod]: () => moves.map(({ name }) => name).join("; ") })),
});

/** All jobs but emails on their way: that each is sent once is told elsewhere, and takes its time. */
async function runJobsExceptEmails(): Promise<void> {
  await enqueueEventJobs();
  const { "send-email": _letters, ...others } = tasks;
  const taskList = Object.fromEntries(
    Object.entries(others).map(([name, task]) => [
      name,
      (payload: unknown) => task(payload, { jobId: "1", attempt: 1, maxAttempts: 25, signal: new AbortController().signal }),
    ]),
  );
  await pool.query("SELECT graphile_worker.reschedule_jobs(array_agg(id), run_at := now()) FROM graphile_worker.jobs HAVING count(*) > 0");
  await runOnce({ pgPool: pool, taskList, noHandleSignals: true, concurrency: 2, logger: new Logger(() => () => {}) });
}

/** Days pass; the site hears of it as the wires let it, and tends its plans. */
async function advanceTime(_play: Scenario, days: number): Promise<void> {
  for (let left = days; left > 0; left -= 4) {
    await advanceDays(Math.min(left, 4));
    await stripeControl().idle();
    await runJobsExceptEmails();
    await maintainPlans();
    // A few nights stand for all of them.
    if (left > 4 && left % 5 === 0) await runNightlyReconciliation();
  }
  await runNightlyReconciliation();
}

/** Its job is tried again where Stripe is away; here the next night is. */
const runNightlyReconciliation = () => unlessExpected(reconcileDonations(), isStripeFailure, null);

async function deliverDelayedWebhooks(scenario: Scenario): Promise<void> {
  scenario.delayedWebhooks.push(...(await holdWebhooks()));
  resumeWebhooks();
  for (const { body, signature } of scenario.delayedWebhooks.splice(0)) await handleStripeWebhook(body, signature);
}

/** The wires are mended, and the nights do their work. */
async function quiesce(scenario: Scenario): Promise<void> {
  stripeControl().chaos({ duplicate: 0, shuffle: 0, drop: 0, lostReply: 0, errorAfterCommit: 0, tooManyRequests: 0 });
  await deliverDelayedWebhooks(scenario);
  for (let night = 0; night < 2; night++) {
    await advanceDays(1);
    await stripeControl().idle();
    await runJobsExceptEmails();
    await maintainPlans();
    await reconcilePlans();
    await reconcileDonations();
    await runJobsExceptEmails();
  }
}

/** Which moves were ever made and not refused: a scenario in which nothing can be done would prove nothing. */
const stepsTaken = new Set<string>();
const recordOutcome = (name: string, outcome: unknown): void => {
  if (typeof outcome === "object" && outcome !== null && "plan" in outcome) stepsTaken.add(name.replaceAll(/\d+/g, "N"));
};
const everyStepName = [
  "Np a week",
  ...billingIntervals.filter((interval) => interval !== "yearly"),
  "keep the billing interval",
  "pause for N months",
  "resume",
  "skip one",
  "skip none",
  "cancel",
];

const receiptKinds = ["collection-receipt", "collection-recovered"] as const;

/** What Stripe says, what the site recorded and what receipts said are the same; nothing was said or taken once too often. */
async function checkConsistency(scenario: Scenario): Promise<void> {
  const found = await plan(scenario);
  if (!found.stripeSubscriptionId) throw new Error("the plan was never agreed to");
  const subscription = await stripe().subscriptions.retrieve(found.stripeSubscriptionId);

  const paid = new Map<string, number>();
  for await (const invoice of stripe().invoices.list({ subscription: subscription.id, limit: 100 }))
    if (invoice.status === "paid" && invoice.amount_paid > 0) paid.set(invoice.id, invoice.amount_paid);
  const gifts = await db.donation.findMany({ where: { planId: scenario.id } });
  const recorded = new Map(gifts.map((gift) => [gift.stripeInvoiceId, gift.giftPence + gift.coverPence]));
  expect(recorded).toEqual(paid);

  const emails = await db.outgoingEmail.findMany();
  const said: (readonly [string, string | undefined])[] = [];
  for (const kind of receiptKinds)
    for (const about of await listEmailSubjects(db, kind))
      said.push([about.donationId, /£[\d,.]+/.exec((await billingEmails[kind](about))?.subject ?? "")?.[0]]);
  const sums = gifts.map((gift) => [gift.id, formatPounds(totalOf(gift))] as const);
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(sums));
  expect(said).toHaveLength(sums.length);

  let chargedLast = 0;
  for await (const charge of stripe().charges.list({ customer: found.stripeCustomerId ?? "", limit: 100 })) {
    const gift = gifts.find(({ stripePaymentIntentId }) => stripePaymentIntentId === charge.payment_intent);
    if (charge.paid) expect([charge.id, gift?.refundedPence]).toEqual([charge.id, charge.amount_refunded]);
    chargedLast = Math.max(chargedLast, charge.created);
  }
  if (scenario.cancelledAt) expect(chargedLast).toBeLessThanOrEqual(scenario.cancelledAt.getTime() / 1000);

  const status = subscription.status === "canceled" || subscription.status === "incomplete_expired" ? "ended" : subscription.status;
  const endedBy = status === "ended" ? (subscription.cancellation_details?.reason === "payment_failed" ? "failure" : "sponsor") : null;
  const plain = planStatus({
    checkoutStatus: "complete",
    subscriptionStatus: status as "active",
    hasEverPaid: gifts.length > 0,
    isProcessing: false,
    endedBy,
  });
  // A Direct Debit on its way shows only in its payment; a new card may have taken its place meanwhile.
  const underWay = await stripe().paymentIntents.list({ customer: found.stripeCustomerId ?? "", limit: 100 });
  if (!underWay.data.some((intent) => intent.status === "processing")) expect(found.status).toBe(plain);
  if (status !== "ended") expect(found.collectionPence + found.coverPence).toBe(subscription.items.data[0]?.price.unit_amount);
  expect(await db.planChangeRequest.count()).toBe(0);

  const moves = await db.planChange.findMany({ where: { planId: scenario.id, kind: "status" } });
  const count = (kind: string) => emails.filter((email) => email.kind === kind).length;
  const moved = (to: string) => moves.filter((change) => change.newValue === to).length;
  expect(count("collection-failed")).toBeLessThanOrEqual(moved("late"));
  expect(count("collection-recovered")).toBeLessThanOrEqual(
    moves.filter(({ oldValue, newValue }) => oldValue === "late" && newValue === "active").length,
  );
  expect([count("plan-lapsed"), count("plan-cancelled")]).toEqual([moved("lapsed"), moved("cancelled")]);
  expect(count("plan-welcome")).toBe(1);
  expect(emails.filter(({ kind }) => kind === "plan-alert").map(({ about }) => about)).toEqual([]);
}

test("whatever is done, fails and goes astray, Stripe, the books and the emails agree in the end", async () => {
  config.stripe.readsPerSecond = 1000;
  vi.setConfig({ testTimeout: 3_600_000 });
  await fc.assert(
    fc.asyncProperty(anyScenario, async ({ interval: billingInterval, cover, bacs, moves }) => {
      stripeControl().reset();
      stripeControl().chaos({ seed: 1, duplicate: 0, shuffle: 0, drop: 0, lostReply: 0, errorAfterCommit: 0, tooManyRequests: 0 });
      await deleteAllRows();
      mailControl().empty();
      resumeWebhooks();
      const { id, stripeCheckoutSessionId } = await startTestPlan({ billingInterval, coversFee: cover });
      const debit = bacs && billingInterval !== "weekly";
      completePlanCheckout(stripeCheckoutSessionId, debit ? { bacs: "pays" } : { card: "visa" });
      await stripeControl().idle();
      await runJobsExceptEmails();
      const scenario: Scenario = { id, delayedWebhooks: [], cancelledAt: null };
      for (const { name, run } of moves) recordOutcome(name, await run(scenario));
      await quiesce(scenario);
      await checkConsistency(scenario);
    }),
    {
      numRuns: runs,
      endOnFailure: runs < 100,
      ...(runs < 100 && { seed: 20_261_122 }),
      ...(process.env["SEED"] && { seed: Number(process.env["SEED"]) }),
    },
  );
  // A scenario in which nothing can be done would prove nothing.
  if (runs >= 100) expect(everyStepName.filter((deed) => !stepsTaken.has(deed))).toEqual([]);
}, 3_600_000);
