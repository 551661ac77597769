import { fromDateColumn } from "~/platform/london-dates";
import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { resumeSubscription } from "~/platform/payments/subscriptions/update-subscription.server";
import type { Actor } from "./actor.server";
import { executeCommand, refusalIfEnded, refusalIfNotStarted, type PlanCommand } from "./plan-command.server";

export type ResumeRefusal =
  | { refused: "not-started" | "already-cancelled" | "already-lapsed" | "not-paused" }
  /** Time has passed since what was shown: it would be charged now, or not any more. */
  | { refused: "dates-changed" };

/** Whether going on is collected at once: not while a period that was paid for before the pause lasts. */
export const chargesAtOnce = ({ paidUntil }: Pick<Plan, "paidUntil">, at: Date): boolean => paidUntil === null || paidUntil <= at;

/** How it goes on: collected at once, or not before what is paid for ends. */
export type ResumeTiming = "now" | "unchanged";
export const resumeTiming = (plan: Pick<Plan, "paidUntil">, at: Date): ResumeTiming => (chargesAtOnce(plan, at) ? "now" : "unchanged");

export const resumeCommand: PlanCommand<ResumeRefusal> = {
  what: "resume",
  check(plan, to) {
    const refusal =
      refusalIfEnded(plan.status) ??
      refusalIfNotStarted(plan.status) ??
      (plan.status === "paused" ? null : { refused: "not-paused" as const });
    return refusal ?? (resumeTiming(plan, now()) === to ? null : { refused: "dates-changed" });
  },
  async callStripe(plan, request) {
    await resumeSubscription(plan.stripeSubscriptionId, request.newValue === "now" ? "now" : "unchanged", `plan-change/${request.id}`);
    return null;
  },
  isDone: ({ status }) => status !== "paused",
  outcome: (_plan, request, before) => ({
    columns: { resumesOn: null },
    from: before.resumesOn ? fromDateColumn(before.resumesOn) : "",
    // When the day has come by itself, an email has gone before, and the receipt comes.
    ...(request.by !== "site" && { email: { kind: "plan-resumed", about: { planChangeId: request.id } } }),
  }),
};

/**
 * Lets a paused plan go on.
 * @param timing what its sponsor was shown, and agreed to
 */
export const resumePlan = (planId: string, { timing, by }: { timing: ResumeTiming; by: Actor }) =>
  executeCommand(resumeCommand, planId, timing, by);
