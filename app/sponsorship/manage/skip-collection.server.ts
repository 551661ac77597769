import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { skipInvoicesUntil } from "~/platform/payments/subscriptions/update-subscription.server";
import { collectionAfter } from "../collection-dates";
import type { Actor } from "./actor.server";
import { executeCommand, refusalIfEnded, refusalIfNotStarted, type PlanCommand } from "./plan-command.server";

export type SkipRefusal =
  | { refused: "not-started" | "already-cancelled" | "already-lapsed" | "already-paused" | "late" }
  | { refused: "already-skipped" | "not-skipped" }
  /** It is not known yet when the next collection is, or it is being taken. */
  | { refused: "nothing-due" }
  | { refused: "interval-change-pending" };

/** Beyond the collection's own day, and well before the one after it, whatever the billing interval. */
const skipMarginMs = 2 * 24 * 60 * 60 * 1000;

/** Until when collections are left out so that just the next one is. */
export const skipUntilFor = (nextAt: Date): Date => new Date(nextAt.getTime() + skipMarginMs);
/** When the collection after the next one is. */
export const collectionAfterSkip = (nextAt: Date, interval: Plan["billingInterval"]): Date => collectionAfter(nextAt, interval, 1);

const isSkipping = (plan: Plan): boolean => plan.skipsUntil !== null && plan.skipsUntil > now();

function checkRunning(plan: Plan): SkipRefusal | null {
  const refusal = refusalIfEnded(plan.status) ?? refusalIfNotStarted(plan.status);
  if (refusal) return refusal;
  if (plan.status === "paused") return { refused: "already-paused" };
  return plan.status === "late" ? { refused: "late" } : null;
}

export const skipCommand: PlanCommand<SkipRefusal> = {
  what: "skip",
  check(plan, to) {
    const refusal = checkRunning(plan);
    if (refusal) return refusal;
    if (plan.nextBillingInterval) return { refused: "interval-change-pending" };
    if (isSkipping(plan)) return { refused: "already-skipped" };
    return plan.nextCollectionAt && plan.nextCollectionAt > now() && skipUntilFor(plan.nextCollectionAt).toISOString() === to
      ? null
      : { refused: "nothing-due" };
  },
  async callStripe(plan, request) {
    await skipInvoicesUntil(plan.stripeSubscriptionId, new Date(request.newValue), `plan-change/${request.id}`);
    return null;
  },
  isDone: (plan, request) => plan.skipsUntil !== null && Math.abs(plan.skipsUntil.getTime() - new Date(request.newValue).getTime()) < 1000,
  outcome: (_plan, request, before) => ({
    columns: {},
    from: before.nextCollectionAt?.toISOString() ?? "",
    email: { kind: "plan-skipped", about: { planChangeId: request.id } },
  }),
};

/** Takes a skip back before its day has come. */
export const unskipCommand: PlanCommand<SkipRefusal> = {
  what: "unskip",
  check: (plan) => checkRunning(plan) ?? (isSkipping(plan) ? null : { refused: "not-skipped" }),
  async callStripe(plan, request) {
    await skipInvoicesUntil(plan.stripeSubscriptionId, null, `plan-change/${request.id}`);
    return null;
  },
  isDone: (plan) => plan.skipsUntil === null,
  outcome: (_plan, request, before) => ({
    columns: {},
    from: before.skipsUntil?.toISOString() ?? "",
    email: { kind: "plan-unskipped", about: { planChangeId: request.id } },
  }),
};

/** Leaves out one collection: the next, which was shown as being at `nextAt`. */
export const skipCollection = (planId: string, { nextAt, by }: { nextAt: Date; by: Actor }) =>
  executeCommand(skipCommand, planId, skipUntilFor(nextAt).toISOString(), by);

export const unskipCollection = (planId: string, { by }: { by: Actor }) => executeCommand(unskipCommand, planId, "", by);
