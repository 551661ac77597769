import { expect, it } from "vitest";
import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { changeEmailSettings } from "~/sponsorship/manage/change-email-settings.server";
import { pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { planPath } from "~/sponsorship/emailed-links.server";
import { maintainPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import {
  daySeconds,
  listQueuedEmailKinds,
  listSentSubjects,
  mailControl,
  runJobs,
  stripeControl,
} from "tests/support/giving/donation-harness";
import { getPlan, getPlanAfterJobs, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { advanceSeconds } from "tests/support/sponsorship/plan-changes";

usePlanHarness();
const by = "sponsor" as const;

/** Lets time pass to so many seconds from an instant, and tends plans twice: nothing is said a second time. */
async function maintainPlansAt(instant: Date | null, seconds = 0): Promise<void> {
  await advanceSeconds(Math.round(((instant ?? now()).getTime() - now().getTime()) / 1000) + seconds);
  await runJobs();
  await maintainPlans();
  await maintainPlans();
  await runJobs();
}
const count = async (kind: string) => (await listQueuedEmailKinds()).filter((each) => each === kind).length;
const newest = () => mailControl().messages()[0];

it("a year’s collection is announced 14 days before, once, with the link to its plan", async () => {
  const plan = await joinPlan({ billingInterval: "yearly" });
  await maintainPlansAt(plan.nextCollectionAt, -15 * daySeconds);
  expect(await count("plan-notice")).toBe(0);
  await maintainPlansAt(plan.nextCollectionAt, -13 * daySeconds);
  await maintainPlansAt(plan.nextCollectionAt, -daySeconds);
  expect(await count("plan-notice")).toBe(1);
  expect(newest()?.subject).toMatch(/^Coming up: £130\.00 to Roomlight on /);
  expect(newest()?.html).toContain(planPath(plan));
  await maintainPlansAt(plan.nextCollectionAt, 7200);
  const [year] = [await getPlanAfterJobs(plan.id)];
  await maintainPlansAt(year.nextCollectionAt, -10 * daySeconds);
  expect(await count("plan-notice")).toBe(2);
});

it("a collection every four weeks is not announced, nor is a new year’s first", async () => {
  const plan = await joinPlan();
  const soon = await joinPlan({ billingInterval: "yearly", startsOn: addDays(londonDate(now()), 10) });
  await maintainPlansAt(plan.nextCollectionAt, -3 * daySeconds);
  await maintainPlansAt(soon.nextCollectionAt, -daySeconds);
  expect(await count("plan-notice")).toBe(0);
});

it("a card that runs out is written about a month before, once for each card", async () => {
  const plan = await joinPlan();
  const last = new Date(now().getTime() + 70 * daySeconds * 1000);
  stripeControl().expireCard(plan.stripeSubscriptionId ?? "", { month: last.getUTCMonth() + 1, year: last.getUTCFullYear() });
  const { cardExpiryMonth } = await getPlanAfterJobs(plan.id);
  expect(cardExpiryMonth).toBe(last.toISOString().slice(0, 7));
  const end = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1, 0));
  await maintainPlansAt(end, -40 * daySeconds);
  expect(await count("card-expires")).toBe(0);
  await maintainPlansAt(end, -25 * daySeconds);
  await maintainPlansAt(end, -3 * daySeconds);
  expect(await count("card-expires")).toBe(1);
  expect(listSentSubjects().filter((subject) => subject.startsWith("Your card expires"))).toHaveLength(1);
});

it("an anniversary has an email about what was given and what the rooms did, unless it is not wanted", async () => {
  const [wanted, not] = [await joinPlan({ billingInterval: "yearly" }), await joinPlan({ billingInterval: "yearly" })];
  await changeEmailSettings(not.id, { receipts: "each", anniversary: false, by });
  await maintainPlansAt(wanted.nextCollectionAt, -2 * daySeconds);
  expect(await count("plan-anniversary")).toBe(0);
  await maintainPlansAt(wanted.nextCollectionAt, 3 * daySeconds);
  await maintainPlansAt(wanted.nextCollectionAt, 12 * daySeconds);
  expect(await db.outgoingEmail.findMany({ where: { kind: "plan-anniversary" } })).toMatchObject([
    { about: { planId: wanted.id, years: 1 } },
  ]);
  expect(listSentSubjects()).toContain("One year of light: what your sponsorship at Roomlight did");
  const email = mailControl()
    .messages()
    .find(({ subject }) => subject.startsWith("One year"));
  expect(email?.text).toContain("Given in the last year: £130.00");
});

it("weekly collections are seven times 24 hours apart, also where the clocks change", async () => {
  const plan = await joinPlan({ billingInterval: "weekly" });
  for (const month of [3, 10]) {
    const before = await beforeClockChange(plan, month);
    const first = await getPlan(plan.id);
    expect(first.status).toBe("active");
    await advanceSeconds(7 * daySeconds + 7200);
    const second = await getPlanAfterJobs(plan.id);
    await advanceSeconds(7 * daySeconds);
    const third = await getPlanAfterJobs(plan.id);
    expect([getGapSeconds(first, second), getGapSeconds(second, third)]).toEqual([7 * daySeconds, 7 * daySeconds]);
    // The clock on the wall moved by an hour in between.
    expect(hourOf(third)).not.toBe(hourOf({ nextCollectionAt: before }));
  }
});

const getGapSeconds = (one: Plan, other: Plan) =>
  ((other.nextCollectionAt?.getTime() ?? 0) - (one.nextCollectionAt?.getTime() ?? 0)) / 1000;
const hourOf = ({ nextCollectionAt }: Pick<Plan, "nextCollectionAt">) =>
  new Intl.DateTimeFormat("en-GB", { hour: "numeric", timeZone: "Europe/London" }).format(nextCollectionAt ?? now());

/** Pauses a plan until some days before the next last Sunday of a month, and lets it go on there. */
async function beforeClockChange(plan: Plan, month: number): Promise<Date | null> {
  const today = londonDate(now());
  const [year = 0, thisMonth = 0] = today.split("-").map(Number);
  const lastDay = new Date(Date.UTC(month > thisMonth ? year : year + 1, month, 0));
  const sunday = new Date(lastDay.getTime() - lastDay.getUTCDay() * daySeconds * 1000);
  const until = new Date(sunday.getTime() - 4 * daySeconds * 1000).toISOString().slice(0, 10);
  await pausePlan(plan.id, { until, by });
  await maintainPlansAt(new Date(`${until}T12:00:00Z`));
  return (await getPlan(plan.id)).syncedAt;
}
