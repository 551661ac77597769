import type { Plan, PlanChangeKind, PlanChangeRequest, Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import type { EmailRequest } from "~/platform/mail/email-kinds";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { syncPlan } from "../billing/sync-plan.server";
import type { PlanStatus } from "../plan-status";
import { actorName, auditPlanChange, type Actor } from "./actor.server";

/** A plan that Stripe knows of. */
export type PlanWithSubscription = Plan & { stripeSubscriptionId: string; stripeCustomerId: string };
export type ChangeRequest = Pick<PlanChangeRequest, "id" | "kind" | "newValue" | "by" | "requestedAt">;

export type CommandRefusal =
  | { refused: "no-such-plan" }
  /** Nothing is agreed to yet, or it never was. */
  | { refused: "not-started" }
  /** Something else was asked for and is not finished. */
  | { refused: "change-pending" }
  /** Nothing is known to have happened; the same call again later finishes it. */
  | { refused: "stripe-unreachable" };

/** One kind of thing that is asked of Stripe for a plan. */
export type PlanCommand<Refusal> = {
  what: PlanChangeKind;
  /** Whether another request that is not finished gives way to this one. */
  takesPrecedence?: boolean;
  /** Why it can't be done as the plan stands; null: it can. Asked with the plan's row held. */
  check(plan: Plan, to: string): Refusal | null;
  /** What is written down together with the request. */
  onRequested?(tx: Tx, plan: Plan, request: ChangeRequest): Promise<void>;
  /** Asks Stripe. May be repeated with the same request. */
  callStripe(plan: PlanWithSubscription, request: ChangeRequest): Promise<Refusal | null>;
  /** Whether a plan that was just settled shows that it is done. */
  isDone(plan: Plan, request: ChangeRequest): boolean;
  /** What of the plan's row is ours to change, and the email that confirms it. `before`: the plan as it was when Stripe was asked. */
  outcome(
    plan: Plan,
    request: ChangeRequest,
    before: Plan,
  ): { columns: Prisma.PlanUncheckedUpdateInput; from: string; email?: EmailRequest };
};

export type CommandSuccess = { plan: Plan };

/** A request may still be on its way to Stripe for so long; after that the request is left behind. */
const requestTimeoutMs = 2 * 60 * 1000;
export const isAbandoned = ({ requestedAt }: ChangeRequest, at: Date): boolean => at.getTime() - requestedAt.getTime() > requestTimeoutMs;

/**
 * Does something to a plan once, whoever asks how often: writes the request down, asks Stripe with the request's own key,
 * syncs the plan, then writes the change and its email together. After an outage, the same call goes on with the same request.
 */
export async function executeCommand<Refusal extends object>(
  command: PlanCommand<Refusal>,
  planId: string,
  to: string,
  by: Actor,
): Promise<CommandSuccess | Refusal | CommandRefusal> {
  const opened = await openRequest(command, planId, to, by);
  if (!("request" in opened)) return opened;
  return await continueCommand(command, opened.plan, opened.request);
}

/** Goes on with a request that was written down. */
export async function continueCommand<Refusal extends object>(
  command: PlanCommand<Refusal>,
  plan: PlanWithSubscription,
  request: ChangeRequest,
): Promise<CommandSuccess | Refusal | CommandRefusal> {
  try {
    const refusal = await command.callStripe(plan, request);
    if (refusal) {
      await discardRequest(request);
      return refusal;
    }
    return await syncAndComplete(command, plan, request);
  } catch (error) {
    if (isStripeUnavailable(error)) return { refused: "stripe-unreachable" };
    // Stripe said no: the plan was changed by somebody else meanwhile, perhaps to just this.
    const synced = await syncPlan(plan.id);
    if (synced && command.isDone(synced.plan, request)) return await completeRequest(command, plan, request);
    await discardRequest(request);
    const refusal = synced && command.check(synced.plan, request.newValue);
    if (refusal) return refusal;
    throw error;
  }
}

/** Syncs the plan of a change that Stripe has carried out, and finishes it. */
async function syncAndComplete<Refusal extends object>(
  command: PlanCommand<Refusal>,
  before: Plan,
  request: ChangeRequest,
): Promise<CommandSuccess> {
  await syncPlan(before.id);
  return await completeRequest(command, before, request);
}

export const discardRequest = (request: ChangeRequest) => db.planChangeRequest.deleteMany({ where: { id: request.id } });

async function openRequest<Refusal extends object>(
  command: PlanCommand<Refusal>,
  planId: string,
  newValue: string,
  by: Actor,
): Promise<{ plan: PlanWithSubscription; request: ChangeRequest } | Refusal | CommandRefusal> {
  return await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    const earlier = await tx.planChangeRequest.findUnique({ where: { planId } });
    const isSameRequest = earlier?.kind === command.what && (earlier.newValue === newValue || command.takesPrecedence === true);
    // Its own request may have changed the plan already: what would be refused now was right when it was asked.
    if (earlier && isSameRequest && hasSubscription(plan)) return { plan, request: earlier };
    const refusal = command.check(plan, newValue);
    if (refusal) return refusal;
    if (!hasSubscription(plan)) return { refused: "not-started" };
    if (earlier && !command.takesPrecedence && !isAbandoned(earlier, now())) return { refused: "change-pending" };
    if (earlier) await tx.planChangeRequest.delete({ where: { planId } });
    const request = await tx.planChangeRequest.create({
      data: { id: newId(), planId, kind: command.what, newValue, by: actorName(by), requestedAt: now() },
    });
    await auditPlanChange(tx, by, { planId, kind: command.what, became: newValue });
    await command.onRequested?.(tx, plan, request);
    return { plan, request };
  });
}

export async function completeRequest<Refusal>(
  command: PlanCommand<Refusal>,
  before: Plan,
  request: ChangeRequest,
): Promise<CommandSuccess> {
  const planId = before.id;
  return await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    if (!plan) throw new Error("a plan went away while it was being changed");
    // Of two that carried out the same request, one finishes it.
    const { count } = await tx.planChangeRequest.deleteMany({ where: { id: request.id } });
    if (count === 0) return { plan };
    const { columns, from: oldValue, email } = command.outcome(plan, request, before);
    await tx.planChange.create({
      data: { id: request.id, planId, kind: request.kind, oldValue, newValue: request.newValue, by: request.by, changedAt: now() },
    });
    if (email) await queueEmail(tx, email);
    return { plan: await tx.plan.update({ where: { id: planId }, data: columns }) };
  });
}

/** The plan, with its row held until the transaction ends. */
export async function lockPlan(tx: Tx, planId: string): Promise<Plan | null> {
  await tx.$queryRaw`SELECT id FROM plan WHERE id = ${planId} FOR UPDATE`;
  return await tx.plan.findUnique({ where: { id: planId } });
}

export const hasSubscription = (plan: Plan): plan is PlanWithSubscription =>
  plan.stripeSubscriptionId !== null && plan.stripeCustomerId !== null;

/** The words in which verbs refuse a plan that is over. */
export const refusalIfEnded = (status: PlanStatus): { refused: "already-cancelled" | "already-lapsed" } | null =>
  status === "cancelled" ? { refused: "already-cancelled" } : status === "lapsed" ? { refused: "already-lapsed" } : null;

export const refusalIfNotStarted = (status: PlanStatus): { refused: "not-started" } | null =>
  status === "pending" || status === "expired" ? { refused: "not-started" } : null;
