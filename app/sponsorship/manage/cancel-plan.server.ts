import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { cancelSubscription } from "~/platform/payments/subscriptions/update-subscription.server";
import { hasEnded } from "../plan-status";
import type { Actor } from "./actor.server";
import {
  continueCommand,
  executeCommand,
  hasSubscription,
  lockPlan,
  refusalIfEnded,
  refusalIfNotStarted,
  type CommandRefusal,
  type CommandSuccess,
  type PlanCommand,
} from "./plan-command.server";

export type CancelRefusal = { refused: "not-started" | "already-cancelled" | "already-lapsed" };

const retryDelayMs = 60_000;

export const cancelCommand: PlanCommand<CancelRefusal> = {
  what: "cancel",
  takesPrecedence: true,
  check: ({ status }) => refusalIfEnded(status) ?? refusalIfNotStarted(status),
  async onRequested(tx, plan) {
    await tx.plan.update({ where: { id: plan.id }, data: { stopRequestedAt: plan.stopRequestedAt ?? now() } });
    // Whatever becomes of this request, the plan is stopped.
    const runAt = new Date(Date.now() + retryDelayMs);
    await enqueue(tx, "continue-plan-cancellation", { planId: plan.id }, { key: `continue-plan-cancellation:${plan.id}`, runAt });
  },
  async callStripe(plan, request) {
    await cancelSubscription(plan.stripeSubscriptionId, `plan-change/${request.id}`);
    return null;
  },
  isDone: ({ status }) => hasEnded(status),
  outcome: (plan) => ({
    columns: { nextBillingInterval: null, nextWeeklyPence: null, nextBillingIntervalAt: null },
    from: "",
    // It may have lapsed in the same minute, which has an email of its own.
    ...(plan.status === "cancelled" && { email: { kind: "plan-cancelled", about: { planId: plan.id } } }),
  }),
};

/**
 * Ends a plan at once: nothing more is taken, what is open is taken back, and an email confirms it. Where Stripe can't
 * be asked, the request is kept and a job goes on until it is done.
 * @param reason the sponsor's own, if they gave any
 */
export async function cancelPlan(
  planId: string,
  { by, reason }: { by: Actor; reason: string | null },
): Promise<CommandSuccess | CancelRefusal | CommandRefusal> {
  if (reason !== null) {
    await inTransaction(async (tx) => {
      const plan = await lockPlan(tx, planId);
      if (plan && !hasEnded(plan.status)) await tx.plan.update({ where: { id: planId }, data: { endComment: reason.slice(0, 1000) } });
    });
  }
  return await executeCommand(cancelCommand, planId, "", by);
}

/** The work of the job "continue-plan-cancellation": goes on with a cancellation that was not finished. Throws while Stripe can't be asked. */
export async function continueCancellation(planId: string): Promise<void> {
  const pending = await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    const request = await tx.planChangeRequest.findUnique({ where: { planId } });
    return plan && hasSubscription(plan) && request?.kind === cancelCommand.what ? { plan, earlier: request } : null;
  });
  if (!pending) return;
  const result = await continueCommand(cancelCommand, pending.plan, pending.earlier);
  if ("refused" in result) throw new Error(`the plan is not stopped yet: ${result.refused}`);
}
