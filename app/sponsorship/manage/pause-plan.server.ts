import { Temporal } from "temporal-polyfill";
import { now } from "~/platform/clock";
import { londonDate } from "~/platform/london-dates";
import { pause } from "~/platform/payments/subscriptions/update-subscription.server";
import { longestPause } from "../plan";
import { carryOut, ended, unbegun, type By, type Deed } from "./plan-command.server";

export type PauseRefusal =
  | { refused: "not-begun" | "already-cancelled" | "already-lapsed" | "already-paused" }
  /** The day is today or gone, or no day at all. */
  | { refused: "not-ahead" }
  | { refused: "too-long" }
  /** Nothing would have been collected before that day. */
  | { refused: "nothing-due" }
  /** A payment of a late plan is with the bank: it can be paused once that is answered. */
  | { refused: "on-its-way" };

/** The London date so many months from today; a shorter month's last day where it has no such day. */
export const monthsFromToday = (months: number, at: Date): string => Temporal.PlainDate.from(londonDate(at)).add({ months }).toString();

/** 2026-02-29 is no day. */
const isDay = (text: string): boolean => {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

export const pauseDeed: Deed<PauseRefusal> = {
  what: "pause",

  check(plan, to) {
    const over = ended(plan.standing) ?? unbegun(plan.standing);
    if (over) return over;
    if (plan.standing === "paused") return { refused: "already-paused" };
    if (!isDay(to) || to <= londonDate(now())) return { refused: "not-ahead" };
    if (to > monthsFromToday(longestPause, now())) return { refused: "too-long" };
    if (plan.standing !== "late" && plan.nextAt && to <= londonDate(plan.nextAt)) return { refused: "nothing-due" };
    return null;
  },

  async ask(plan, wish) {
    const asked = await pause(plan.subscription, `plan-wish/${wish.id}`);
    return asked === "on-its-way" ? { refused: "on-its-way" } : null;
  },

  isDone: (plan) => plan.standing === "paused",

  // A change of rhythm that waited for the end of a period has none to wait for.
  finish: (_plan, wish, before) => ({
    change: { resumesOn: wish.to, nextRhythm: null, nextWeeklyPence: null, nextRhythmAt: null },
    from: before.nextRhythm ?? "",
    letter: { kind: "plan-paused", about: wish.id },
  }),
};

/**
 * Pauses a plan until a London date, at most 12 months ahead. Stripe's pause has no end: the site lets it go on by
 * itself on that day (`tend-plans`). A change of rhythm that waits is taken back.
 */
export const pausePlan = (planId: string, { until, by }: { until: string; by: By }) => carryOut(pauseDeed, planId, until, by);
