import fc from "fast-check";
import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import type { Completion } from "~/sandbox/stripe/control";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { changeAmount } from "~/sponsorship/manage/change-amount.server";
import { cancelBillingIntervalChange, changeBillingInterval } from "~/sponsorship/manage/change-billing-interval.server";
import { attachPaymentMethodBySession, openPaymentMethodPage } from "~/sponsorship/manage/attach-payment-method.server";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { billingIntervals, type BillingInterval } from "~/sponsorship/plan";
import { resumePlan, resumeTiming } from "~/sponsorship/manage/resume-plan.server";
import { skipCollection, unskipCollection } from "~/sponsorship/manage/skip-collection.server";
import { isStripeFailure, unlessExpected } from "tests/support/expected-failure";
import { stripeControl, type ReceivedWebhook } from "tests/support/giving/donation-harness";
import { getPlan } from "tests/support/sponsorship/plan-harness";

/** Who knows what during one scenario. */
export type Scenario = { id: string; delayedWebhooks: ReceivedWebhook[]; cancelledAt: Date | null };
export type Step = { name: string; run: (scenario: Scenario) => Promise<unknown> };

export const step = (name: string, run: Step["run"]): Step => ({ name, run });
export const by = "sponsor" as const;
export const plan = ({ id }: Scenario): Promise<Plan> => getPlan(id);
export const oneOf = <Value>(...values: Value[]) => fc.constantFrom(...values);

/** What a sponsor does. Any of it may be refused, as the plan stands. */
export const sponsorSteps: fc.Arbitrary<Step> = fc.oneof(
  oneOf(250, 251, 500, 1234, 48_000, 249, 48_001).map((weekly) =>
    step(`${weekly}p a week`, ({ id }) => changeAmount(id, { weekly: pence(weekly), by })),
  ),
  oneOf<BillingInterval>(...billingIntervals).map((billingInterval) =>
    step(billingInterval, ({ id }) => changeBillingInterval(id, { billingInterval, by })),
  ),
  fc.constant(step("keep the billing interval", ({ id }) => cancelBillingIntervalChange(id, { by }))),
  oneOf(1, 3, 12, 13).map((months) =>
    step(`pause for ${months} months`, ({ id }) => pausePlan(id, { until: monthsFromToday(months, now()), by })),
  ),
  fc.constant(step("resume", async (scenario) => await resumePlan(scenario.id, { timing: resumeTiming(await plan(scenario), now()), by }))),
  fc.constant(
    step("skip one", async (scenario) => {
      const { nextCollectionAt } = await plan(scenario);
      return nextCollectionAt && (await skipCollection(scenario.id, { nextAt: nextCollectionAt, by }));
    }),
  ),
  fc.constant(step("skip none", ({ id }) => unskipCollection(id, { by }))),
  oneOf<Completion>({ card: "visa" }, { card: "declinesLater" }).map((how) =>
    step(`new card: ${how.card}`, async ({ id }) => {
      const asked = await openPaymentMethodPage(id, { by, cancelPath: "/supporter" });
      if (!("goTo" in asked)) return;
      const { stripeCheckoutSessionId } = await db.paymentMethodUpdate.findFirstOrThrow({ where: { stripeCheckoutUrl: asked.goTo } });
      stripeControl().completeSession(stripeCheckoutSessionId ?? "", { ...how, challenge: "pass" });
      await unlessExpected(attachPaymentMethodBySession(stripeCheckoutSessionId ?? ""), isStripeFailure, null);
    }),
  ),
);
export const cancel = step("cancel", async (scenario) => {
  const done = await cancelPlan(scenario.id, { by, reason: null });
  if ("plan" in done) scenario.cancelledAt ??= now();
  return done;
});

export async function refundSomething({ id }: Scenario): Promise<void> {
  const [gift] = await db.donation.findMany({ where: { planId: id, status: "paid", refundedPence: 0 }, take: 1 });
  if (gift?.stripePaymentIntentId) stripeControl().refund(gift.stripePaymentIntentId, 100);
}
