import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { pence } from "~/platform/money";
import { changePrice } from "~/platform/payments/subscriptions/update-subscription.server";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { collectionBreakdown } from "./change-amount.server";
import { allowsDirectDebit, stripeIntervals, type BillingInterval } from "../plan";
import { syncPlan } from "../billing/sync-plan.server";
import { actorName, auditPlanChange, type Actor } from "./actor.server";
import {
  executeCommand,
  isAbandoned,
  lockPlan,
  refusalIfEnded,
  refusalIfNotStarted,
  type CommandRefusal,
  type CommandSuccess,
  type PlanCommand,
} from "./plan-command.server";

export type BillingIntervalRefusal =
  | { refused: "not-started" | "already-cancelled" | "already-lapsed" | "already-paused" | "late" }
  | { refused: "same-interval" }
  /** Another change of billing interval waits: it is taken back first. */
  | { refused: "interval-change-pending" }
  /** A collection is left out: the skip is taken back first, or over. */
  | { refused: "skipping" }
  /** A Direct Debit is collected every four weeks or more seldom. */
  | { refused: "card-only" }
  /** One collection would be above what the charity takes at once. */
  | { refused: "too-large" }
  | { refused: "no-pending-change" };

type ChangeResult = CommandSuccess | BillingIntervalRefusal | CommandRefusal;

/**
 * Asks that a plan be collected at another billing interval once what is paid for ends. Stripe would charge a new billing interval at once,
 * so nothing is asked of it until then (`maintain-plans`), and it can be taken back.
 */
export async function changeBillingInterval(
  planId: string,
  { billingInterval, by }: { billingInterval: BillingInterval; by: Actor },
): Promise<ChangeResult> {
  return await withSyncedPlan(planId, async (tx, plan) => {
    const refusal = checkBillingIntervalChange(plan, billingInterval);
    if (refusal) return refusal;
    const id = newId();
    await tx.planChange.create({
      data: {
        id,
        planId,
        kind: "billing_interval",
        oldValue: plan.billingInterval,
        newValue: billingInterval,
        by: actorName(by),
        changedAt: now(),
      },
    });
    await auditPlanChange(tx, by, { planId, kind: "billing_interval", was: plan.billingInterval, became: billingInterval });
    await queueEmail(tx, { kind: "plan-interval-changing", about: { planChangeId: id } });
    const data = {
      nextBillingInterval: billingInterval,
      nextWeeklyPence: plan.weeklyPence,
      nextBillingIntervalAt: plan.paidUntil ?? plan.nextCollectionAt,
    };
    await tx.plan.update({
      where: { id: planId },
      data: { ...data, nextCollectionPence: collectionBreakdown(plan, pence(plan.weeklyPence), billingInterval).total },
    });
    return null;
  });
}

/** Takes back a change of billing interval that waits. */
export async function cancelBillingIntervalChange(planId: string, { by }: { by: Actor }): Promise<ChangeResult> {
  return await withSyncedPlan(planId, async (tx, plan) => {
    const refusal = refusalIfEnded(plan.status);
    if (refusal) return refusal;
    if (!plan.nextBillingInterval) return { refused: "no-pending-change" };
    const id = newId();
    await tx.planChange.create({
      data: {
        id,
        planId,
        kind: "billing_interval",
        oldValue: plan.nextBillingInterval,
        newValue: plan.billingInterval,
        by: actorName(by),
        changedAt: now(),
      },
    });
    await auditPlanChange(tx, by, { planId, kind: "billing_interval", was: plan.nextBillingInterval, became: plan.billingInterval });
    await queueEmail(tx, { kind: "plan-interval-change-cancelled", about: { planChangeId: id } });
    const nextCollectionPence = plan.nextCollectionAt && plan.collectionPence + plan.coverPence;
    await tx.plan.update({
      where: { id: planId },
      data: { nextBillingInterval: null, nextWeeklyPence: null, nextBillingIntervalAt: null, nextCollectionPence },
    });
    return null;
  });
}

function checkBillingIntervalChange(plan: Plan, interval: BillingInterval): BillingIntervalRefusal | null {
  const refusal = refusalIfEnded(plan.status) ?? refusalIfNotStarted(plan.status);
  if (refusal) return refusal;
  if (plan.status === "paused") return { refused: "already-paused" };
  if (plan.status === "late") return { refused: "late" };
  if (plan.nextBillingInterval)
    return plan.nextBillingInterval === interval ? { refused: "same-interval" } : { refused: "interval-change-pending" };
  if (plan.billingInterval === interval) return { refused: "same-interval" };
  if (plan.skipsUntil && plan.skipsUntil > now()) return { refused: "skipping" };
  if (plan.paymentMethod === "bacs_debit" && !allowsDirectDebit(interval)) return { refused: "card-only" };
  return collectionBreakdown(plan, pence(plan.weeklyPence), interval).total > config.charity.giving.maxPence
    ? { refused: "too-large" }
    : null;
}

async function withSyncedPlan(
  planId: string,
  apply: (tx: Tx, plan: Plan) => Promise<BillingIntervalRefusal | null>,
): Promise<ChangeResult> {
  try {
    // What is paid for, and until when, as it is now and not as it was last night.
    await syncPlan(planId);
  } catch (error) {
    if (isStripeUnavailable(error)) return { refused: "stripe-unreachable" };
    throw error;
  }
  return await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    const pendingRequest = await tx.planChangeRequest.findUnique({ where: { planId } });
    if (pendingRequest && !isAbandoned(pendingRequest, now())) return { refused: "change-pending" };
    return (await apply(tx, plan)) ?? { plan: await tx.plan.findUniqueOrThrow({ where: { id: planId } }) };
  });
}

/** So long before the paid period ends, a billing interval that waits is put in place. */
export const applyAheadMs = 2 * 60 * 60 * 1000;

type NotDueRefusal = { refused: "not-due" };

const isDue = ({ status, nextBillingInterval, paidUntil }: Plan, at: Date): boolean =>
  (status === "active" || status === "starting") &&
  nextBillingInterval !== null &&
  paidUntil !== null &&
  paidUntil > at &&
  paidUntil.getTime() - at.getTime() <= applyAheadMs;

/** Puts a billing interval that waited in place at Stripe, which then collects at once and counts from that moment. */
export const changeBillingIntervalCommand: PlanCommand<NotDueRefusal> = {
  what: "billing_interval",
  check: (plan, to) => (plan.nextBillingInterval === to && isDue(plan, now()) ? null : { refused: "not-due" }),
  async callStripe(plan, request) {
    const interval = request.newValue as BillingInterval;
    const { total } = collectionBreakdown(plan, pence(plan.nextWeeklyPence ?? plan.weeklyPence), interval);
    await changePrice(plan.stripeSubscriptionId, { amountPence: total, recurring: stripeIntervals[interval] }, `plan-change/${request.id}`);
    return null;
  },
  isDone: (plan, request) => plan.billingInterval === request.newValue,
  outcome(plan, request, before) {
    const billingInterval = request.newValue as BillingInterval;
    const weekly = pence(before.nextWeeklyPence ?? before.weeklyPence);
    const { gift, cover } = collectionBreakdown(plan, weekly, billingInterval);
    const applied = { billingInterval, weeklyPence: weekly, collectionPence: gift, coverPence: cover };
    return {
      columns: { ...applied, nextBillingInterval: null, nextWeeklyPence: null, nextBillingIntervalAt: null },
      from: before.billingInterval,
    };
  },
};

/** Carries out a change of billing interval whose time has come; the hourly job asks it of each plan that has one. */
export const applyBillingInterval = (planId: string, interval: BillingInterval) =>
  executeCommand(changeBillingIntervalCommand, planId, interval, "site");
