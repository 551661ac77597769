import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { resume } from "~/platform/payments/subscriptions/update-subscription.server";
import { carryOut, ended, unbegun, type By, type Deed } from "./plan-command.server";

export type ResumeRefusal =
  | { refused: "not-begun" | "already-cancelled" | "already-lapsed" | "not-paused" }
  /** Time has passed since what was shown: it would be charged now, or not any more. */
  | { refused: "dates-moved" };

/** Whether going on is collected at once: not while a period that was paid for before the pause lasts. */
export const chargesAtOnce = ({ paidUntil }: Pick<Plan, "paidUntil">, at: Date): boolean => paidUntil === null || paidUntil <= at;

/** How it goes on: collected at once, or not before what is paid for ends. */
export type Going = "now" | "unchanged";
export const goingOf = (plan: Pick<Plan, "paidUntil">, at: Date): Going => (chargesAtOnce(plan, at) ? "now" : "unchanged");

export const resumeDeed: Deed<ResumeRefusal> = {
  what: "resume",
  check(plan, to) {
    const not = ended(plan.standing) ?? unbegun(plan.standing) ?? (plan.standing === "paused" ? null : { refused: "not-paused" as const });
    return not ?? (goingOf(plan, now()) === to ? null : { refused: "dates-moved" });
  },
  async ask(plan, wish) {
    await resume(plan.subscription, wish.to === "now" ? "now" : "unchanged", `plan-wish/${wish.id}`);
    return null;
  },
  isDone: ({ standing }) => standing !== "paused",
  finish: (_plan, wish, before) => ({
    change: { resumesOn: null },
    from: before.resumesOn ?? "",
    // When the day has come by itself, a letter has gone before, and the receipt comes.
    ...(wish.by !== "site" && { letter: { kind: "plan-resumed", about: wish.id } }),
  }),
};

/**
 * Lets a paused plan go on.
 * @param going what its sponsor was shown, and agreed to
 */
export const resumePlan = (planId: string, { going, by }: { going: Going; by: By }) => carryOut(resumeDeed, planId, going, by);
