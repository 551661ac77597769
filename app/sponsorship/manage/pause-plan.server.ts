import { Temporal } from "temporal-polyfill";
import { now } from "~/platform/clock";
import { londonDate, toDateColumn } from "~/platform/london-dates";
import { pauseSubscription } from "~/platform/payments/subscriptions/update-subscription.server";
import { maxPauseMonths } from "../plan";
import type { Actor } from "./actor.server";
import { executeCommand, refusalIfEnded, refusalIfNotStarted, type PlanCommand } from "./plan-command.server";

export type PauseRefusal =
  | { refused: "not-started" | "already-cancelled" | "already-lapsed" | "already-paused" }
  /** The day is today or gone, or no day at all. */
  | { refused: "not-in-future" }
  | { refused: "too-long" }
  /** Nothing would have been collected before that day. */
  | { refused: "nothing-due" }
  /** A payment of a late plan is with the bank: it can be paused once that is answered. */
  | { refused: "processing" };

/** The London date so many months from today; a shorter month's last day where it has no such day. */
export const monthsFromToday = (months: number, at: Date): string => Temporal.PlainDate.from(londonDate(at)).add({ months }).toString();

/** 2026-02-29 is no day. */
const isValidDate = (text: string): boolean => {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

export const pauseCommand: PlanCommand<PauseRefusal> = {
  what: "pause",

  check(plan, to) {
    const refusal = refusalIfEnded(plan.status) ?? refusalIfNotStarted(plan.status);
    if (refusal) return refusal;
    if (plan.status === "paused") return { refused: "already-paused" };
    if (!isValidDate(to) || to <= londonDate(now())) return { refused: "not-in-future" };
    if (to > monthsFromToday(maxPauseMonths, now())) return { refused: "too-long" };
    if (plan.status !== "late" && plan.nextCollectionAt && to <= londonDate(plan.nextCollectionAt)) return { refused: "nothing-due" };
    return null;
  },

  async callStripe(plan, request) {
    const result = await pauseSubscription(plan.stripeSubscriptionId, `plan-change/${request.id}`);
    return result === "processing" ? { refused: "processing" } : null;
  },

  isDone: (plan) => plan.status === "paused",

  // A change of billing interval that waited for the end of a period has none to wait for.
  outcome: (_plan, request, before) => ({
    columns: { resumesOn: toDateColumn(request.newValue), nextBillingInterval: null, nextWeeklyPence: null, nextBillingIntervalAt: null },
    from: before.nextBillingInterval ?? "",
    email: { kind: "plan-paused", about: { planChangeId: request.id } },
  }),
};

/**
 * Pauses a plan until a London date, at most 12 months ahead. Stripe's pause has no end: the site lets it go on by
 * itself on that day (`maintain-plans`). A change of billing interval that waits is taken back.
 */
export const pausePlan = (planId: string, { until, by }: { until: string; by: Actor }) => executeCommand(pauseCommand, planId, until, by);
