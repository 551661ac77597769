import { describe, expect, it } from "vitest";
import type { Plan } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { londonDate, toDateColumn } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { changeAmount } from "~/sponsorship/manage/change-amount.server";
import { changeBillingInterval } from "~/sponsorship/manage/change-billing-interval.server";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { resumePlan } from "~/sponsorship/manage/resume-plan.server";
import { skipCollection, unskipCollection } from "~/sponsorship/manage/skip-collection.server";
import { maintainPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { now } from "~/platform/clock";
import { daySeconds, listQueuedEmailKinds, runJobs } from "tests/support/giving/donation-harness";
import { getPlan, getPlanAfterJobs, joinPlan, startTestPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { advanceSeconds, getRefusal, listPaidInvoices } from "tests/support/sponsorship/plan-changes";

usePlanHarness();
const by = "sponsor" as const;
const week = 7;

const listPlanEmailKinds = async () => (await listQueuedEmailKinds()).filter((kind) => kind.startsWith("plan-") && kind !== "plan-welcome");

describe("the amount", () => {
  it("goes up and down without a charge today, and counts from the next collection", async () => {
    const plan = await joinPlan();
    const done = await changeAmount(plan.id, { weekly: pence(500), by });
    expect(done).toMatchObject({
      plan: { weeklyPence: 500, collectionPence: 2000, nextCollectionPence: 2000, nextCollectionAt: plan.nextCollectionAt },
    });
    expect(await listPaidInvoices(plan)).toEqual([1000]);
    await advanceSeconds(4 * week * daySeconds + 7200);
    await getPlanAfterJobs(plan.id);
    expect(await listPaidInvoices(plan)).toEqual([1000, 2000]);
    await changeAmount(plan.id, { weekly: pence(251), by });
    await advanceSeconds(4 * week * daySeconds);
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ weeklyPence: 251, collectionPence: 1004 });
    expect(await listPaidInvoices(plan)).toEqual([1000, 2000, 1004]);
    expect(await db.donation.findMany({ where: { planId: plan.id }, select: { giftPence: true }, orderBy: { paidAt: "asc" } })).toEqual([
      { giftPence: 1000 },
      { giftPence: 2000 },
      { giftPence: 1004 },
    ]);
    expect(await db.planChange.findMany({ where: { kind: "amount" }, orderBy: { changedAt: "asc" } })).toMatchObject([
      { oldValue: "250", newValue: "500", by },
      { oldValue: "500", newValue: "251", by },
    ]);
    expect(await listPlanEmailKinds()).toEqual(["plan-amount-changed", "plan-amount-changed"]);
  });

  it("works the fee cover out anew", async () => {
    const plan = await joinPlan({ coversFee: true });
    const { coverPence } = await getPlan(plan.id);
    await changeAmount(plan.id, { weekly: pence(1000), by });
    const after = await getPlan(plan.id);
    expect(after.collectionPence).toBe(4000);
    expect(after.coverPence).toBeGreaterThan(coverPence);
    expect(after.nextCollectionPence).toBe(after.collectionPence + after.coverPence);
  });

  it.each([
    [249, "too-small"],
    [48_001, "too-large"],
    [250, "same-amount"],
  ])("of %i is refused: %s", async (weekly, why) => {
    const plan = await joinPlan();
    expect(getRefusal(await changeAmount(plan.id, { weekly: pence(weekly), by }))).toBe(why);
    expect(await db.planChangeRequest.count()).toBe(0);
  });

  it("is not changed while another change is pending, before anything is agreed to, or after the end", async () => {
    const { id } = await startTestPlan();
    expect(getRefusal(await changeAmount(id, { weekly: pence(500), by }))).toBe("not-started");
    const plan = await joinPlan();
    await changeBillingInterval(plan.id, { billingInterval: "monthly", by });
    expect(getRefusal(await changeAmount(plan.id, { weekly: pence(500), by }))).toBe("interval-change-pending");
    await cancelPlan(plan.id, { by, reason: null });
    expect(getRefusal(await changeAmount(plan.id, { weekly: pence(500), by }))).toBe("already-cancelled");
    expect(getRefusal(await changeAmount("nobody", { weekly: pence(500), by }))).toBe("no-such-plan");
  });
});

describe("a pause", () => {
  it("stops collecting, ends by itself on its day, and is announced a week before", async () => {
    const plan = await joinPlan({ billingInterval: "weekly" });
    const until = monthsFromToday(2, now());
    expect(await pausePlan(plan.id, { until, by })).toMatchObject({
      plan: { status: "paused", resumesOn: toDateColumn(until), nextCollectionAt: null },
    });
    await advanceSeconds(40 * daySeconds);
    await maintainPlans();
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "paused", resumesOn: toDateColumn(until) });
    expect(await listPlanEmailKinds()).toEqual(["plan-paused"]);
    await advanceUntil(new Date(`${until}T09:00:00Z`), -3 * daySeconds);
    await maintainPlans();
    await maintainPlans();
    expect(await listPlanEmailKinds()).toEqual(["plan-paused", "plan-resumes-soon"]);
    await advanceUntil(new Date(`${until}T09:00:00Z`), 0);
    expect(await listPaidInvoices(plan)).toEqual([250]);
    await maintainPlans();
    await maintainPlans();
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "active", resumesOn: null });
    expect(await listPaidInvoices(plan)).toEqual([250, 250]);
    expect(await listPlanEmailKinds()).toEqual(["plan-paused", "plan-resumes-soon"]);
    await advanceSeconds(week * daySeconds + 7200);
    expect(await listPaidInvoices(plan)).toEqual([250, 250, 250]);
  });

  it("that is ended early takes nothing while what was paid for lasts, and else collects at once", async () => {
    const plan = await joinPlan();
    await pausePlan(plan.id, { until: monthsFromToday(3, now()), by });
    expect(getRefusal(await resumePlan(plan.id, { timing: "now", by }))).toBe("dates-changed");
    expect(await resumePlan(plan.id, { timing: "unchanged", by })).toMatchObject({
      plan: { status: "active", nextCollectionAt: plan.nextCollectionAt },
    });
    expect(await listPaidInvoices(plan)).toEqual([1000]);
    await pausePlan(plan.id, { until: monthsFromToday(3, now()), by });
    await advanceSeconds(5 * week * daySeconds);
    expect(await resumePlan(plan.id, { timing: "now", by })).toMatchObject({ plan: { status: "active" } });
    expect(await listPaidInvoices(plan)).toEqual([1000, 1000]);
    expect(getRefusal(await resumePlan(plan.id, { timing: "now", by }))).toBe("not-paused");
    expect(await listPlanEmailKinds()).toEqual(["plan-paused", "plan-paused", "plan-resumed", "plan-resumed"]);
  });

  it("whose end the bank refuses makes the plan late, as any collection", async () => {
    const plan = await joinPlan({}, { card: "declinesLater" });
    const until = monthsFromToday(2, now());
    await pausePlan(plan.id, { until, by });
    await advanceUntil(new Date(`${until}T09:00:00Z`), 0);
    await maintainPlans();
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "late" });
    expect(await listQueuedEmailKinds()).toContain("collection-failed");
  });

  it("of a late plan leaves out what is open", async () => {
    const plan = await joinPlan({}, { card: "declinesLater" });
    await advanceSeconds(4 * week * daySeconds + 7200);
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "late" });
    expect(await pausePlan(plan.id, { until: monthsFromToday(1, now()), by })).toMatchObject({
      plan: { status: "paused", stripeOpenInvoiceId: null },
    });
    await advanceSeconds(20 * daySeconds);
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "paused" });
    expect(await listPaidInvoices(plan)).toEqual([1000]);
  });

  it("stops a collection of which only the draft is written", async () => {
    const plan = await joinPlan();
    await advanceUntil(plan.nextCollectionAt ?? now(), 600);
    await getPlanAfterJobs(plan.id);
    await pausePlan(plan.id, { until: monthsFromToday(3, now()), by });
    await advanceSeconds(30 * daySeconds);
    expect(await listPaidInvoices(plan)).toEqual([1000]);
  });

  it("takes back a skip and a change of billing interval that wait", async () => {
    const plan = await joinPlan({ billingInterval: "monthly" });
    await skipCollection(plan.id, { nextAt: plan.nextCollectionAt ?? now(), by });
    await pausePlan(plan.id, { until: monthsFromToday(3, now()), by });
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "paused", skipsUntil: null });
    await resumePlan(plan.id, { timing: "unchanged", by });
    await changeBillingInterval(plan.id, { billingInterval: "weekly", by });
    await pausePlan(plan.id, { until: monthsFromToday(3, now()), by });
    expect(await getPlan(plan.id)).toMatchObject({ status: "paused", nextBillingInterval: null, nextBillingIntervalAt: null });
  });

  it.each<[string, (plan: Plan) => string, string]>([
    ["today", () => londonDate(now()), "not-in-future"],
    ["no day at all", () => "", "not-in-future"],
    ["a day that does not exist", () => "2027-02-30", "not-in-future"],
    ["a day after 12 months", () => monthsFromToday(13, now()), "too-long"],
    ["the day of the next collection", (plan) => londonDate(plan.nextCollectionAt ?? now()), "nothing-due"],
  ])("until %s is refused", async (_what, until, why) => {
    const plan = await joinPlan();
    expect(getRefusal(await pausePlan(plan.id, { until: until(plan), by }))).toBe(why);
    expect(await listPlanEmailKinds()).toEqual([]);
  });

  it("of a cancelled or paused plan is refused", async () => {
    const plan = await joinPlan();
    await pausePlan(plan.id, { until: monthsFromToday(2, now()), by });
    expect(getRefusal(await pausePlan(plan.id, { until: monthsFromToday(3, now()), by }))).toBe("already-paused");
    await cancelPlan(plan.id, { by, reason: null });
    expect(getRefusal(await pausePlan(plan.id, { until: monthsFromToday(2, now()), by }))).toBe("already-cancelled");
  });
});

describe("a skip", () => {
  it("leaves one collection out and no other", async () => {
    const plan = await joinPlan({ billingInterval: "weekly" });
    const nextAt = plan.nextCollectionAt ?? now();
    const done = await skipCollection(plan.id, { nextAt, by });
    expect(done).toMatchObject({ plan: { status: "active", nextCollectionAt: new Date(nextAt.getTime() + week * daySeconds * 1000) } });
    expect(getRefusal(await skipCollection(plan.id, { nextAt, by }))).toBe("already-skipped");
    await advanceSeconds(week * daySeconds + 7200);
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "active" });
    expect(await listPaidInvoices(plan)).toEqual([250]);
    await advanceSeconds(week * daySeconds);
    await getPlanAfterJobs(plan.id);
    expect(await listPaidInvoices(plan)).toEqual([250, 250]);
    expect(await listPlanEmailKinds()).toEqual(["plan-skipped"]);
  });

  it("can be taken back", async () => {
    const plan = await joinPlan();
    await skipCollection(plan.id, { nextAt: plan.nextCollectionAt ?? now(), by });
    expect(await unskipCollection(plan.id, { by })).toMatchObject({ plan: { skipsUntil: null, nextCollectionAt: plan.nextCollectionAt } });
    expect(getRefusal(await unskipCollection(plan.id, { by }))).toBe("not-skipped");
    await advanceSeconds(4 * week * daySeconds + 7200);
    expect(await listPaidInvoices(plan)).toEqual([1000, 1000]);
  });

  it("is refused for another day than was shown, and while late, paused or ended", async () => {
    const plan = await joinPlan({}, { card: "declinesLater" });
    const nextAt = plan.nextCollectionAt ?? now();
    expect(getRefusal(await skipCollection(plan.id, { nextAt: new Date(nextAt.getTime() - 1000), by }))).toBe("nothing-due");
    await advanceSeconds(4 * week * daySeconds + 7200);
    await getPlanAfterJobs(plan.id);
    expect(getRefusal(await skipCollection(plan.id, { nextAt, by }))).toBe("late");
    await pausePlan(plan.id, { until: monthsFromToday(2, now()), by });
    expect(getRefusal(await skipCollection(plan.id, { nextAt, by }))).toBe("already-paused");
    await cancelPlan(plan.id, { by, reason: null });
    expect(getRefusal(await skipCollection(plan.id, { nextAt, by }))).toBe("already-cancelled");
  });
});

/** Moves the pretend world to so many seconds from an instant. */
async function advanceUntil(instant: Date, seconds: number): Promise<void> {
  await advanceSeconds(Math.round((instant.getTime() - now().getTime()) / 1000) + seconds);
  await runJobs();
}
