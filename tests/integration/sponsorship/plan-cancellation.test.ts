import { describe, expect, it } from "vitest";
import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { changeAmount } from "~/sponsorship/manage/change-amount.server";
import { attachPaymentMethod, openPaymentMethodPage } from "~/sponsorship/manage/attach-payment-method.server";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { findPlan, listPlans } from "~/sponsorship/plans.server";
import { maintainPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { daySeconds, listQueuedEmailKinds, runJobs, stripeControl } from "tests/support/giving/donation-harness";
import { getPlan, getPlanAfterJobs, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { advanceSeconds, fetchSubscription, getRefusal, listPaidInvoices } from "tests/support/sponsorship/plan-changes";

usePlanHarness();
const by = "sponsor" as const;
const quarter = 28 * daySeconds + 7200;

const countEmails = async (kind: string) => (await listQueuedEmailKinds()).filter((each) => each === kind).length;

describe("stopping", () => {
  it.each<[string, () => Promise<Plan>]>([
    ["an active plan", () => joinPlan()],
    ["a plan that starts later", () => joinPlan({ startsOn: monthsFromToday(1, now()).replace(/-\d\d$/, "-10") })],
    [
      "a late plan",
      async () => {
        const plan = await joinPlan({}, { card: "declinesLater" });
        await advanceSeconds(quarter);
        return await getPlanAfterJobs(plan.id);
      },
    ],
    [
      "a paused plan",
      async () => {
        const plan = await joinPlan();
        await pausePlan(plan.id, { until: monthsFromToday(3, now()), by });
        return plan;
      },
    ],
  ])("%s ends it at once at Stripe, and nothing more is taken, whoever asks twice", async (_what, make) => {
    const plan = await make();
    const paid = await listPaidInvoices(plan);
    const answers = await Promise.all([1, 2, 3].map(() => cancelPlan(plan.id, { by, reason: "We are moving." })));
    for (const answer of answers) expect(["already-cancelled", answer]).toContain(getRefusal(answer));
    expect(await getPlan(plan.id)).toMatchObject({
      status: "cancelled",
      endComment: "We are moving.",
      nextCollectionAt: null,
      stripeOpenInvoiceId: null,
    });
    expect((await fetchSubscription(plan)).status).toBe("canceled");
    expect(getRefusal(await cancelPlan(plan.id, { by: "link", reason: null }))).toBe("already-cancelled");
    await advanceSeconds(70 * daySeconds);
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "cancelled" });
    expect(await listPaidInvoices(plan)).toEqual(paid);
    expect(await countEmails("plan-cancelled")).toBe(1);
    expect(await countEmails("plan-alert")).toBe(0);
    expect(await db.planChange.count({ where: { kind: "cancel" } })).toBe(1);
  });

  it("goes on by itself where Stripe can’t be asked", async () => {
    const plan = await joinPlan();
    const apiUrl = config.stripe.apiUrl;
    config.stripe.apiUrl = "http://127.0.0.1:9";
    expect(getRefusal(await cancelPlan(plan.id, { by, reason: null }))).toBe("stripe-unreachable");
    config.stripe.apiUrl = apiUrl;
    const asked = await getPlan(plan.id);
    expect(asked.status).toBe("active");
    expect(asked.stopRequestedAt).not.toBeNull();
    await runJobs();
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "cancelled", stopRequestedAt: asked.stopRequestedAt });
    expect(await countEmails("plan-cancelled")).toBe(1);
  });

  it("goes before whatever else is not finished", async () => {
    const plan = await joinPlan();
    const apiUrl = config.stripe.apiUrl;
    config.stripe.apiUrl = "http://127.0.0.1:9";
    await changeAmount(plan.id, { weekly: pence(900), by });
    config.stripe.apiUrl = apiUrl;
    expect(getRefusal(await pausePlan(plan.id, { until: monthsFromToday(3, now()), by }))).toBe("change-pending");
    expect(await cancelPlan(plan.id, { by, reason: null })).toMatchObject({ plan: { status: "cancelled" } });
    expect(await db.planChangeRequest.count()).toBe(0);
  });

  it("of one plan leaves another under the same address as it is", async () => {
    const [one, other] = [await joinPlan(), await joinPlan({ weekly: pence(500) })];
    expect(one.supporterId).toBe(other.supporterId);
    await changeAmount(other.id, { weekly: pence(600), by });
    await cancelPlan(one.id, { by, reason: null });
    await advanceSeconds(quarter);
    expect(await getPlanAfterJobs(other.id)).toMatchObject({ status: "active", weeklyPence: 600 });
    expect([await listPaidInvoices(one), await listPaidInvoices(other)]).toEqual([[1000], [2000, 2400]]);
    expect((await listPlans(one.supporterId ?? "")).map(({ id }) => id)).toEqual([other.id, one.id]);
    const stranger = await joinPlan({ email: "stranger@example.org" });
    expect(await findPlan(stranger.supporterId ?? "", one.id)).toBeNull();
  });
});

describe("a new card", () => {
  async function give(plan: Plan, card: string): Promise<string> {
    const asked = await Promise.all([1, 2].map(() => openPaymentMethodPage(plan.id, { by, cancelPath: "/supporter" })));
    const page = await db.paymentMethodUpdate.findFirstOrThrow({ where: { planId: plan.id, closedAt: null } });
    expect(asked).toEqual([{ goTo: page.stripeCheckoutUrl }, { goTo: page.stripeCheckoutUrl }]);
    expect(await attachPaymentMethod(page.id)).toEqual({ refused: "not-finished" });
    stripeControl().completeSession(page.stripeCheckoutSessionId ?? "", { card });
    return page.id;
  }

  it("becomes the subscription’s and the customer’s, once, whoever comes first", async () => {
    const plan = await joinPlan();
    const page = await give(plan, "mastercard");
    const answers = await Promise.all([attachPaymentMethod(page), attachPaymentMethod(page), getPlanAfterJobs(plan.id)]);
    expect(answers[0]).toMatchObject({ openInvoice: "none" });
    expect(await getPlan(plan.id)).toMatchObject({ paymentMethodLabel: "Mastercard ending 4444", status: "active" });
    const { default_payment_method: method, customer } = await fetchSubscription(plan);
    expect(customer).toMatchObject({ invoice_settings: { default_payment_method: method } });
    expect(await countEmails("plan-payment-method-changed")).toBe(1);
    expect(await listPaidInvoices(plan)).toEqual([1000]);
  });

  it("pays what is open of a late plan at once, and is thanked for once", async () => {
    const plan = await joinPlan({}, { card: "declinesLater" });
    await advanceSeconds(quarter);
    await getPlanAfterJobs(plan.id);
    const page = await give(plan, "visa");
    expect(await attachPaymentMethod(page)).toMatchObject({ openInvoice: "paid", plan: { status: "active", stripeOpenInvoiceId: null } });
    await getPlanAfterJobs(plan.id);
    expect(await listPaidInvoices(plan)).toEqual([1000, 1000]);
    expect([
      await countEmails("collection-recovered"),
      await countEmails("plan-payment-method-changed"),
      await countEmails("collection-failed"),
    ]).toEqual([1, 0, 1]);
    // It had failed, and goes on as before.
    await advanceSeconds(28 * daySeconds);
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "active" });
    expect(await listPaidInvoices(plan)).toEqual([1000, 1000, 1000]);
  });

  it("that is refused too is kept, and said so", async () => {
    const plan = await joinPlan({}, { card: "declinesLater" });
    await advanceSeconds(quarter);
    await getPlanAfterJobs(plan.id);
    const page = await give(plan, "declinesLater");
    expect(await attachPaymentMethod(page)).toMatchObject({ openInvoice: "declined", plan: { status: "late" } });
    expect(await attachPaymentMethod(page)).toMatchObject({ plan: { status: "late" } });
  });

  it("that comes after the end changes nothing", async () => {
    const plan = await joinPlan();
    await openPaymentMethodPage(plan.id, { by, cancelPath: "/supporter" });
    const page = await db.paymentMethodUpdate.findFirstOrThrow();
    await cancelPlan(plan.id, { by, reason: null });
    stripeControl().completeSession(page.stripeCheckoutSessionId ?? "", { card: "mastercard" });
    expect(getRefusal(await attachPaymentMethod(page.id))).toBe("already-cancelled");
    await getPlanAfterJobs(plan.id);
    expect(await getPlan(plan.id)).toMatchObject({ paymentMethodLabel: "Visa ending 4242", status: "cancelled" });
    expect(await countEmails("plan-payment-method-changed")).toBe(0);
    expect(getRefusal(await openPaymentMethodPage(plan.id, { by, cancelPath: "/supporter" }))).toBe("already-cancelled");
  });

  it("is taken over by the hourly maintenance where neither the browser nor an event came", async () => {
    const plan = await joinPlan();
    stripeControl().chaos({ drop: 1 });
    await give(plan, "mastercard");
    await maintainPlans();
    expect(await getPlan(plan.id)).toMatchObject({ paymentMethodLabel: "Mastercard ending 4444" });
  });
});
