import { expect, it } from "vitest";
import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { daysAfter, londonDate } from "~/platform/london-dates";
import { changeLettersOf } from "~/sponsorship/manage/change-email-settings.server";
import { pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { planLink } from "~/sponsorship/emailed-links.server";
import { tendPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { day, doJobs, lettersPosted, lettersSent, mailControl, stripeControl } from "tests/support/gift";
import { joinPlan, planNow, planSettled, planWorld } from "tests/support/plan";
import { pass } from "./plans-changed-desk";

planWorld();
const by = "sponsor" as const;

/** Lets time pass to so many seconds from an instant, and tends plans twice: nothing is said a second time. */
async function tendAt(instant: Date | null, seconds = 0): Promise<void> {
  await pass(Math.round(((instant ?? now()).getTime() - now().getTime()) / 1000) + seconds);
  await doJobs();
  await tendPlans();
  await tendPlans();
  await doJobs();
}
const count = async (kind: string) => (await lettersPosted()).filter((each) => each === kind).length;
const newest = () => mailControl().messages()[0];

it("a year’s collection is announced 14 days before, once, with the link to its plan", async () => {
  const plan = await joinPlan({ rhythm: "yearly" });
  await tendAt(plan.nextAt, -15 * day);
  expect(await count("plan-notice")).toBe(0);
  await tendAt(plan.nextAt, -13 * day);
  await tendAt(plan.nextAt, -day);
  expect(await count("plan-notice")).toBe(1);
  expect(newest()?.subject).toMatch(/^Coming up: £130\.00 to Roomlight on /);
  expect(newest()?.html).toContain(planLink(plan));
  await tendAt(plan.nextAt, 7200);
  const [year] = [await planSettled(plan.id)];
  await tendAt(year.nextAt, -10 * day);
  expect(await count("plan-notice")).toBe(2);
});

it("a collection every four weeks is not announced, nor is a new year’s first", async () => {
  const plan = await joinPlan();
  const soon = await joinPlan({ rhythm: "yearly", startsOn: daysAfter(londonDate(now()), 10) });
  await tendAt(plan.nextAt, -3 * day);
  await tendAt(soon.nextAt, -day);
  expect(await count("plan-notice")).toBe(0);
});

it("a card that runs out is written about a month before, once for each card", async () => {
  const plan = await joinPlan();
  const last = new Date(now().getTime() + 70 * day * 1000);
  stripeControl().expireCard(plan.subscription ?? "", { month: last.getUTCMonth() + 1, year: last.getUTCFullYear() });
  const { cardExpires } = await planSettled(plan.id);
  expect(cardExpires).toBe(last.toISOString().slice(0, 7));
  const end = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1, 0));
  await tendAt(end, -40 * day);
  expect(await count("card-expires")).toBe(0);
  await tendAt(end, -25 * day);
  await tendAt(end, -3 * day);
  expect(await count("card-expires")).toBe(1);
  expect(lettersSent().filter((subject) => subject.startsWith("Your card runs out"))).toHaveLength(1);
});

it("an anniversary has a letter about what was given and what the rooms did, unless it is not wanted", async () => {
  const [wanted, not] = [await joinPlan({ rhythm: "yearly" }), await joinPlan({ rhythm: "yearly" })];
  await changeLettersOf(not.id, { receipts: "each", anniversary: false, by });
  await tendAt(wanted.nextAt, -2 * day);
  expect(await count("plan-anniversary")).toBe(0);
  await tendAt(wanted.nextAt, 3 * day);
  await tendAt(wanted.nextAt, 12 * day);
  expect(await db.letter.findMany({ where: { kind: "plan-anniversary" } })).toMatchObject([{ about: `${wanted.id}:1` }]);
  expect(lettersSent()).toContain("One year of light: what your sponsorship at Roomlight did");
  const letter = mailControl()
    .messages()
    .find(({ subject }) => subject.startsWith("One year"));
  expect(letter?.text).toContain("Given in the last year: £130.00");
});

it("weekly collections are seven times 24 hours apart, also where the clocks change", async () => {
  const plan = await joinPlan({ rhythm: "weekly" });
  for (const month of [3, 10]) {
    const before = await beforeClockChange(plan, month);
    const first = await planNow(plan.id);
    expect(first.standing).toBe("active");
    await pass(7 * day + 7200);
    const second = await planSettled(plan.id);
    await pass(7 * day);
    const third = await planSettled(plan.id);
    expect([gap(first, second), gap(second, third)]).toEqual([7 * day, 7 * day]);
    // The clock on the wall moved by an hour in between.
    expect(hourOf(third)).not.toBe(hourOf({ nextAt: before }));
  }
});

const gap = (one: Plan, other: Plan) => ((other.nextAt?.getTime() ?? 0) - (one.nextAt?.getTime() ?? 0)) / 1000;
const hourOf = ({ nextAt }: Pick<Plan, "nextAt">) =>
  new Intl.DateTimeFormat("en-GB", { hour: "numeric", timeZone: "Europe/London" }).format(nextAt ?? now());

/** Pauses a plan until some days before the next last Sunday of a month, and lets it go on there. */
async function beforeClockChange(plan: Plan, month: number): Promise<Date | null> {
  const today = londonDate(now());
  const [year = 0, thisMonth = 0] = today.split("-").map(Number);
  const lastDay = new Date(Date.UTC(month > thisMonth ? year : year + 1, month, 0));
  const sunday = new Date(lastDay.getTime() - lastDay.getUTCDay() * day * 1000);
  const until = new Date(sunday.getTime() - 4 * day * 1000).toISOString().slice(0, 10);
  await pausePlan(plan.id, { until, by });
  await tendAt(new Date(`${until}T12:00:00Z`));
  return (await planNow(plan.id)).settledAt;
}
