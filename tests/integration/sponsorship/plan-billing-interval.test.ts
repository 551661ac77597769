import { beforeEach, describe, expect, it } from "vitest";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { changeEmailSettings } from "~/sponsorship/manage/change-email-settings.server";
import { cancelBillingIntervalChange, changeBillingInterval } from "~/sponsorship/manage/change-billing-interval.server";
import { changeRoom } from "~/sponsorship/manage/change-room.server";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { skipCollection, unskipCollection } from "~/sponsorship/manage/skip-collection.server";
import { maintainPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { now } from "~/platform/clock";
import { daySeconds, listQueuedEmailKinds, runJobs } from "tests/support/giving/donation-harness";
import { getPlan, getPlanAfterJobs, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { advanceSeconds, getRefusal, listPaidInvoices } from "tests/support/sponsorship/plan-changes";

usePlanHarness();
const by = "sponsor" as const;
const week = 7;

const listPlanEmailKinds = async () => (await listQueuedEmailKinds()).filter((kind) => kind.startsWith("plan-") && kind !== "plan-welcome");

describe("the billing interval", () => {
  it("changes when what is paid for ends, with one charge then, and counts from that moment", async () => {
    const plan = await joinPlan({ billingInterval: "weekly", weekly: pence(500) });
    expect(await changeBillingInterval(plan.id, { billingInterval: "monthly", by })).toMatchObject({
      plan: { billingInterval: "weekly", nextBillingInterval: "monthly", nextBillingIntervalAt: plan.paidUntil, nextCollectionPence: 2167 },
    });
    await maintainPlans();
    expect(await listPaidInvoices(plan)).toEqual([500]);
    await advanceUntil(plan.paidUntil ?? now(), -5400);
    await maintainPlans();
    await maintainPlans();
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({
      billingInterval: "monthly",
      collectionPence: 2167,
      weeklyPence: 500,
      nextBillingInterval: null,
    });
    expect(await listPaidInvoices(plan)).toEqual([500, 2167]);
    await advanceSeconds(20 * daySeconds);
    expect(await listPaidInvoices(plan)).toEqual([500, 2167]);
    expect(await listPlanEmailKinds()).toEqual(["plan-interval-changing"]);
  });

  it("can be taken back until then", async () => {
    const plan = await joinPlan();
    await changeBillingInterval(plan.id, { billingInterval: "yearly", by });
    expect(getRefusal(await changeBillingInterval(plan.id, { billingInterval: "weekly", by }))).toBe("interval-change-pending");
    expect(await cancelBillingIntervalChange(plan.id, { by })).toMatchObject({
      plan: { nextBillingInterval: null, nextCollectionPence: 1000 },
    });
    expect(getRefusal(await cancelBillingIntervalChange(plan.id, { by }))).toBe("no-pending-change");
    await advanceUntil(plan.paidUntil ?? now(), -5400);
    await maintainPlans();
    await advanceSeconds(3 * 3600);
    expect(await listPaidInvoices(plan)).toEqual([1000, 1000]);
  });

  it("waits for the next period where the moment was missed, and says so once", async () => {
    const plan = await joinPlan();
    await changeBillingInterval(plan.id, { billingInterval: "monthly", by });
    await advanceSeconds(4 * week * daySeconds + 7200);
    await getPlanAfterJobs(plan.id);
    await maintainPlans();
    await maintainPlans();
    const waiting = await getPlan(plan.id);
    expect(waiting).toMatchObject({
      billingInterval: "four_weekly",
      nextBillingInterval: "monthly",
      nextBillingIntervalAt: waiting.paidUntil,
    });
    expect(await listPaidInvoices(plan)).toEqual([1000, 1000]);
    expect(await listPlanEmailKinds()).toEqual(["plan-interval-change-postponed", "plan-interval-changing"]);
    await advanceUntil(waiting.paidUntil ?? now(), -3600);
    await maintainPlans();
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ billingInterval: "monthly" });
    expect(await listPaidInvoices(plan)).toEqual([1000, 1000, 1083]);
  });

  it("of a Direct Debit is never weekly, and none changes while late, paused, skipping or ended", async () => {
    const debit = await joinPlan({ email: "debit@example.org" }, { bacs: "pays" });
    expect(getRefusal(await changeBillingInterval(debit.id, { billingInterval: "weekly", by }))).toBe("card-only");
    expect(getRefusal(await changeBillingInterval(debit.id, { billingInterval: "four_weekly", by }))).toBe("same-interval");
    const plan = await joinPlan({}, { card: "declinesLater" });
    await skipCollection(plan.id, { nextAt: plan.nextCollectionAt ?? now(), by });
    expect(getRefusal(await changeBillingInterval(plan.id, { billingInterval: "monthly", by }))).toBe("skipping");
    await unskipCollection(plan.id, { by });
    await advanceSeconds(4 * week * daySeconds + 7200);
    await getPlanAfterJobs(plan.id);
    expect(getRefusal(await changeBillingInterval(plan.id, { billingInterval: "monthly", by }))).toBe("late");
    await pausePlan(plan.id, { until: monthsFromToday(2, now()), by });
    expect(getRefusal(await changeBillingInterval(plan.id, { billingInterval: "monthly", by }))).toBe("already-paused");
    await cancelPlan(plan.id, { by, reason: null });
    expect(getRefusal(await changeBillingInterval(plan.id, { billingInterval: "monthly", by }))).toBe("already-cancelled");
  });
});

describe("what moves no money", () => {
  beforeEach(async () => {
    await db.room.create({ data: { id: "elm", name: "Elm", weeklyPence: 10_000, position: 1 } });
  });

  it("changes at once, is written down once, and needs no email", async () => {
    const plan = await joinPlan();
    for (let times = 0; times < 2; times++) {
      expect(await changeRoom(plan.id, { roomId: "elm", by })).toMatchObject({ plan: { roomId: "elm" } });
      expect(await changeEmailSettings(plan.id, { receipts: "yearly", anniversary: false, by })).toMatchObject({
        plan: { receiptFrequency: "yearly", wantsAnniversaryEmail: false },
      });
    }
    expect(getRefusal(await changeRoom(plan.id, { roomId: "nowhere", by }))).toBe("no-such-room");
    expect((await db.planChange.findMany({ where: { by } })).map(({ kind }) => kind).toSorted()).toEqual(["receipts", "room"]);
    expect(await listPlanEmailKinds()).toEqual([]);
    await cancelPlan(plan.id, { by, reason: null });
    expect(getRefusal(await changeRoom(plan.id, { roomId: null, by }))).toBe("already-cancelled");
  });
});

/** Moves the pretend world to so many seconds from an instant. */
async function advanceUntil(instant: Date, seconds: number): Promise<void> {
  await advanceSeconds(Math.round((instant.getTime() - now().getTime()) / 1000) + seconds);
  await runJobs();
}
