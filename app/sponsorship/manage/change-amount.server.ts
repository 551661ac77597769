import { config } from "~/platform/config/config.server";
import { add, pence, zero, type Pence } from "~/platform/money";
import { changePrice } from "~/platform/payments/subscriptions/update-subscription.server";
import { collectionAmount, maxWeekly, minWeekly, stripeIntervals, type BillingInterval } from "../plan";
import { planFeeCover } from "../plan-fees";
import type { Actor } from "./actor.server";
import { executeCommand, refusalIfEnded, refusalIfNotStarted, type PlanCommand } from "./plan-command.server";

export type ChangeAmountRefusal =
  | { refused: "not-started" | "already-cancelled" | "already-lapsed" }
  | { refused: "too-small" | "too-large" }
  /** It is that already. */
  | { refused: "same-amount" }
  /** A change of how it is collected waits for the end of the paid period. */
  | { refused: "interval-change-pending" };

/** One collection of a weekly sum: what of it is for the rooms, what covers its fee, and both. */
export function collectionBreakdown(
  plan: { coversFee: boolean },
  weekly: Pence,
  interval: BillingInterval,
): { gift: Pence; cover: Pence; total: Pence } {
  const gift = collectionAmount(weekly, interval);
  const cover = plan.coversFee ? planFeeCover(gift, config.charity.fees) : zero;
  return { gift, cover, total: add(gift, cover) };
}

export const changeAmountCommand: PlanCommand<ChangeAmountRefusal> = {
  what: "amount",

  check(plan, to) {
    const weekly = Number(to);
    if (weekly < minWeekly) return { refused: "too-small" };
    if (weekly > maxWeekly) return { refused: "too-large" };
    if (collectionBreakdown(plan, pence(weekly), plan.billingInterval).total > config.charity.giving.maxPence)
      return { refused: "too-large" };
    if (plan.nextBillingInterval) return { refused: "interval-change-pending" };
    return (
      refusalIfEnded(plan.status) ?? refusalIfNotStarted(plan.status) ?? (plan.weeklyPence === weekly ? { refused: "same-amount" } : null)
    );
  },

  async callStripe(plan, request) {
    const { total } = collectionBreakdown(plan, pence(Number(request.newValue)), plan.billingInterval);
    await changePrice(
      plan.stripeSubscriptionId,
      { amountPence: total, recurring: stripeIntervals[plan.billingInterval] },
      `plan-change/${request.id}`,
    );
    return null;
  },

  isDone: (plan, request) =>
    plan.collectionPence + plan.coverPence === collectionBreakdown(plan, pence(Number(request.newValue)), plan.billingInterval).total,

  outcome(plan, request, before) {
    const weekly = pence(Number(request.newValue));
    const { gift, cover } = collectionBreakdown(plan, weekly, plan.billingInterval);
    return {
      columns: { weeklyPence: weekly, collectionPence: gift, coverPence: cover },
      from: String(before.weeklyPence),
      email: { kind: "plan-amount-changed", about: { planChangeId: request.id } },
    };
  },
};

/**
 * Changes what a sponsor gives in a week, from the next collection on: nothing is charged today.
 * @param weekly whole pence
 */
export const changeAmount = (planId: string, { weekly, by }: { weekly: Pence; by: Actor }) =>
  executeCommand(changeAmountCommand, planId, String(weekly), by);
