import { config } from "~/platform/config/config.server";
import { add, pence, zero, type Pence } from "~/platform/money";
import { changePrice } from "~/platform/payments/subscriptions/update-subscription.server";
import { collectionOf, largestWeekly, smallestWeekly, stripeRhythm, type Rhythm } from "../plan";
import { planCoverFor } from "../plan-fees";
import { carryOut, ended, unbegun, type By, type Deed } from "./plan-command.server";

export type AmountRefusal =
  | { refused: "not-begun" | "already-cancelled" | "already-lapsed" }
  | { refused: "too-small" | "too-large" }
  /** It is that already. */
  | { refused: "same-amount" }
  /** A change of how it is collected waits for the end of the paid period. */
  | { refused: "rhythm-waits" };

/** One collection of a weekly sum: what of it is for the rooms, what covers its fee, and both. */
export function sumOf(plan: { coversFee: boolean }, weekly: Pence, rhythm: Rhythm): { gift: Pence; cover: Pence; whole: Pence } {
  const gift = collectionOf(weekly, rhythm);
  const cover = plan.coversFee ? planCoverFor(gift, config.charity.fees) : zero;
  return { gift, cover, whole: add(gift, cover) };
}

export const amountDeed: Deed<AmountRefusal> = {
  what: "amount",

  check(plan, to) {
    const weekly = Number(to);
    if (weekly < smallestWeekly) return { refused: "too-small" };
    if (weekly > largestWeekly) return { refused: "too-large" };
    if (sumOf(plan, pence(weekly), plan.rhythm).whole > config.charity.giving.maxPence) return { refused: "too-large" };
    if (plan.nextRhythm) return { refused: "rhythm-waits" };
    return ended(plan.standing) ?? unbegun(plan.standing) ?? (plan.weeklyPence === weekly ? { refused: "same-amount" } : null);
  },

  async ask(plan, wish) {
    const { whole } = sumOf(plan, pence(Number(wish.to)), plan.rhythm);
    await changePrice(plan.subscription, { pence: whole, every: stripeRhythm[plan.rhythm] }, `plan-wish/${wish.id}`);
    return null;
  },

  isDone: (plan, wish) => plan.collectionPence + plan.coverPence === sumOf(plan, pence(Number(wish.to)), plan.rhythm).whole,

  finish(plan, wish, before) {
    const weekly = pence(Number(wish.to));
    const { gift, cover } = sumOf(plan, weekly, plan.rhythm);
    return {
      change: { weeklyPence: weekly, collectionPence: gift, coverPence: cover },
      from: String(before.weeklyPence),
      letter: { kind: "plan-amount-changed", about: wish.id },
    };
  },
};

/**
 * Changes what a sponsor gives in a week, from the next collection on: nothing is charged today.
 * @param weekly whole pence
 */
export const changeAmount = (planId: string, { weekly, by }: { weekly: Pence; by: By }) => carryOut(amountDeed, planId, String(weekly), by);
