import { expect, test } from "vitest";
import { db } from "~/platform/database/db.server";
import { listEmailSubjects } from "~/platform/mail/queue-email.server";
import { stripe } from "~/platform/payments/stripe.server";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { handleStripeWebhook } from "~/webhooks/stripe.server";
import {
  advanceDays,
  getPaymentIntentId,
  holdWebhooks,
  listSentSubjects,
  resumeWebhooks,
  runJobs,
  stripeControl,
} from "tests/support/giving/donation-harness";
import {
  completePlanCheckout,
  getPlan,
  getPlanAfterJobs,
  joinPlan,
  startTestPlan,
  usePlanHarness,
} from "tests/support/sponsorship/plan-harness";

usePlanHarness();

/** Lets days pass at the pretend Stripe, one after the other, and the site hear of each. */
async function advanceDaysAndSync(days: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    await advanceDays(1);
    await stripeControl().idle();
    await runJobs();
  }
}
const listEmailKinds = async () =>
  (await db.outgoingEmail.findMany({ orderBy: [{ createdAt: "asc" }, { kind: "asc" }] })).map(({ kind }) => kind);
const listDonations = (planId: string) => db.donation.findMany({ where: { planId }, orderBy: { paidAt: "asc" } });

test("a plan that was agreed to is active, and its first collection is a donation with a receipt", async () => {
  const plan = await joinPlan({ coversFee: true });
  expect(plan).toMatchObject({
    status: "active",
    paymentMethod: "card",
    paymentMethodLabel: "Visa ending 4242",
    nextCollectionPence: 1043,
    weeklyPence: 250,
  });
  expect(plan.nextCollectionAt?.getTime()).toBeGreaterThan(stripeControl().now().getTime() + 27.9 * 86_400_000);
  const [gift, ...others] = await listDonations(plan.id);
  expect(others).toEqual([]);
  expect(gift).toMatchObject({ status: "paid", giftPence: 1000, coverPence: 43, supporterId: plan.supporterId });
  expect(await listEmailKinds()).toEqual(["collection-receipt", "plan-welcome"]);
});

test("a weekly plan is collected every 7 x 24 hours, through the clock changes of October and March", async () => {
  const plan = await joinPlan({ billingInterval: "weekly", receipts: "yearly" });
  // From any day of the year, a year of weeks crosses both.
  for (let week = 0; week < 52; week++) {
    await advanceDays(7);
    await stripeControl().idle();
  }
  await advanceDays(1);
  await getPlanAfterJobs(plan.id);
  const paidFor = (await listDonations(plan.id)).map(({ createdAt }) => createdAt.getTime());
  expect(paidFor).toHaveLength(53);
  const between = paidFor.slice(1).map((at, index) => Math.round((at - (paidFor[index] ?? 0)) / 3_600_000));
  expect(new Set(between)).toEqual(new Set([7 * 24]));
  expect((await getPlan(plan.id)).nextCollectionAt?.getTime()).toBe((plan.nextCollectionAt?.getTime() ?? 0) + 52 * 7 * 86_400_000);
});

test("a collection that fails makes the plan late and says so once; once it is paid, the sponsor is thanked once", async () => {
  const plan = await joinPlan({ billingInterval: "weekly" });
  stripeControl().failNextRenewal(plan.stripeSubscriptionId ?? "", 2);
  await advanceDaysAndSync(8);
  const late = await getPlan(plan.id);
  expect(late).toMatchObject({ status: "late", nextCollectionPence: 250 });
  expect(late.retryAt).not.toBeNull();
  expect(listSentSubjects().filter((subject) => subject.includes("did not go through"))).toHaveLength(1);
  await advanceDaysAndSync(5);
  expect(await getPlan(plan.id)).toMatchObject({ status: "active", failureCode: null, retryAt: null, stripeOpenInvoiceId: null });
  expect(await listEmailKinds()).toEqual(["collection-receipt", "plan-welcome", "collection-failed", "collection-recovered"]);
  expect(listSentSubjects().filter((subject) => subject.includes("has gone through"))).toHaveLength(1);
  expect((await listDonations(plan.id)).map(({ giftPence }) => giftPence)).toEqual([250, 250]);
});

test("a plan that is given up has lapsed: one email, its room is free, and nothing more is taken", async () => {
  const plan = await joinPlan({ billingInterval: "weekly" });
  stripeControl().failNextRenewal(plan.stripeSubscriptionId ?? "", 9);
  await advanceDaysAndSync(16);
  const lapsed = await getPlan(plan.id);
  expect(lapsed).toMatchObject({ status: "lapsed", nextCollectionAt: null, nextCollectionPence: null });
  expect(lapsed.endedAt).not.toBeNull();
  await advanceDaysAndSync(21);
  expect(await listEmailKinds()).toEqual(["collection-receipt", "plan-welcome", "collection-failed", "plan-lapsed"]);
  expect(await listDonations(plan.id)).toHaveLength(1);
});

test("a Direct Debit is nothing until the bank has paid it; a dispute later takes it back", async () => {
  const plan = await joinPlan({}, { bacs: "pays" });
  expect(plan).toMatchObject({ status: "starting", paymentMethod: "bacs_debit" });
  expect(await listDonations(plan.id)).toEqual([]);
  await advanceDaysAndSync(8);
  expect((await getPlan(plan.id)).status).toBe("active");
  const [gift] = await listDonations(plan.id);
  expect(gift).toMatchObject({ status: "paid", giftPence: 1000, paymentMethod: "bacs_debit" });
  expect(await listEmailKinds()).toEqual(["plan-welcome", "collection-receipt"]);
  stripeControl().openDispute(await getPaymentIntentId(gift?.id ?? ""));
  await getPlanAfterJobs(plan.id);
  expect(await listDonations(plan.id)).toMatchObject([{ status: "charged_back" }]);
});

test("a Direct Debit that the bank refuses makes the plan late, then lapsed, and is never a gift", async () => {
  const plan = await joinPlan({}, { bacs: "fails" });
  await advanceDaysAndSync(30);
  expect((await getPlan(plan.id)).status).toBe("lapsed");
  expect(await listDonations(plan.id)).toEqual([]);
  expect(await listEmailKinds()).toEqual(["plan-welcome", "collection-failed", "plan-lapsed"]);
});

test("a collection that is sent back is less in the books, and its plan goes on", async () => {
  const plan = await joinPlan();
  const [gift] = await listDonations(plan.id);
  stripeControl().refund(await getPaymentIntentId(gift?.id ?? ""), 400);
  expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "active" });
  expect(await listDonations(plan.id)).toMatchObject([{ status: "paid", refundedPence: 400, feePence: 35 }]);
  expect(await listEmailKinds()).toContain("refund");
});

test("a charge on a plan that was cancelled here is kept in the books and raises an alert", async () => {
  const plan = await joinPlan({ billingInterval: "weekly" });
  // As if Stripe had never heard of it.
  await db.plan.update({ where: { id: plan.id }, data: { status: "cancelled", stopRequestedAt: stripeControl().now() } });
  await advanceDaysAndSync(8);
  expect((await getPlan(plan.id)).status).toBe("cancelled");
  expect(await listDonations(plan.id)).toHaveLength(2);
  expect(listSentSubjects().filter((subject) => subject.includes("needs a look")).length).toBeGreaterThan(0);
  const alarms = (await listEmailSubjects(db, "plan-alert")).map(({ problem }) => problem);
  expect(alarms.some((problem) => problem.includes("was paid after the plan was cancelled"))).toBe(true);
});

test("a Direct Debit that was with the bank when its plan was stopped is a gift, and no alarm, whatever pays by now", async () => {
  const plan = await joinPlan({}, { bacs: "pays" });
  await db.plan.update({ where: { id: plan.id }, data: { paymentMethod: "card" } });
  expect(await cancelPlan(plan.id, { by: "sponsor", reason: null })).toHaveProperty("plan");
  await advanceDaysAndSync(9);
  expect((await getPlan(plan.id)).status).toBe("cancelled");
  expect(await listDonations(plan.id)).toMatchObject([{ status: "paid", paymentMethod: "bacs_debit" }]);
  expect(await listEmailKinds()).not.toContain("plan-alert");
});

test("no more than one collection of a plan is ever open: retries end before the next", async () => {
  const plan = await joinPlan({ billingInterval: "weekly" });
  for (let week = 0; week < 4; week++) {
    stripeControl().failNextRenewal(plan.stripeSubscriptionId ?? "", 3);
    await advanceDaysAndSync(7);
    expect(stripeControl().lateRetries()).toEqual([]);
    const open = await stripe().invoices.list({ subscription: plan.stripeSubscriptionId ?? "", status: "open" });
    expect(open.data.length).toBeLessThanOrEqual(1);
  }
  expect(await listDonations(plan.id)).not.toHaveLength(1);
});

test("a chosen first day takes nothing before it", async () => {
  const startsOn = new Date(stripeControl().now().getTime() + 10 * 86_400_000).toISOString().slice(0, 10);
  const plan = await joinPlan({ startsOn });
  expect(plan).toMatchObject({ status: "starting", nextCollectionPence: 1000 });
  expect(plan.nextCollectionAt).toEqual(new Date(`${startsOn}T12:00:00Z`));
  expect(await listDonations(plan.id)).toEqual([]);
  await advanceDaysAndSync(11);
  expect((await getPlan(plan.id)).status).toBe("active");
  expect(await listDonations(plan.id)).toHaveLength(1);
});

test("events in any order, each twice, end in the same rows", async () => {
  const { id, stripeCheckoutSessionId } = await startTestPlan({ billingInterval: "weekly" });
  await holdWebhooks();
  completePlanCheckout(stripeCheckoutSessionId);
  await advanceDays(15);
  const events = await holdWebhooks();
  resumeWebhooks();
  for (const { body, signature } of [...events, ...events.toReversed()]) {
    await handleStripeWebhook(body, signature);
    if (body.length % 3 === 0) await runJobs();
  }
  expect(await getPlanAfterJobs(id)).toMatchObject({ status: "active" });
  expect((await listDonations(id)).map(({ giftPence, status }) => [giftPence, status])).toEqual(Array(3).fill([250, "paid"]));
  expect((await listEmailKinds()).toSorted()).toEqual(["collection-receipt", "collection-receipt", "collection-receipt", "plan-welcome"]);
});

test("a card that was taken away is shown no more, and one that its customer has instead is, each by Stripe's event", async () => {
  const plan = await joinPlan();
  const { stripeSubscriptionId, stripeCustomerId } = plan;
  const { default_payment_method: card } = await stripe().subscriptions.retrieve(stripeSubscriptionId ?? "");
  await stripe().paymentMethods.detach(typeof card === "string" ? card : "");
  expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "active", paymentMethodLabel: null, cardExpiryMonth: null });
  const other = await stripe().paymentMethods.create({ type: "card", card: { token: "tok_mastercard" } });
  await stripe().paymentMethods.attach(other.id, { customer: stripeCustomerId ?? "" });
  await stripe().customers.update(stripeCustomerId ?? "", { invoice_settings: { default_payment_method: other.id } });
  expect(await getPlanAfterJobs(plan.id)).toMatchObject({ paymentMethod: "card", paymentMethodLabel: "Mastercard ending 4444" });
});
