import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { logError } from "~/platform/log.server";
import { londonDate, toDateColumn } from "~/platform/london-dates";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { cancelCommand } from "./cancel-plan.server";
import { changeAmountCommand } from "./change-amount.server";
import { applyAheadMs, applyBillingInterval, changeBillingIntervalCommand } from "./change-billing-interval.server";
import { planBatches } from "../plan-batches.server";
import { attachPaymentMethod } from "./attach-payment-method.server";
import { pauseCommand } from "./pause-plan.server";
import { queueReminders } from "./queue-reminders.server";
import { resumeCommand, resumePlan, resumeTiming } from "./resume-plan.server";
import { syncPlan } from "../billing/sync-plan.server";
import { skipCommand, unskipCommand } from "./skip-collection.server";
import {
  completeRequest,
  continueCommand,
  discardRequest,
  hasSubscription,
  isAbandoned,
  type ChangeRequest,
  type PlanCommand,
} from "./plan-command.server";

/**
 * What happens to plans by itself, once an hour: what was left half-done is finished or forgotten, billing intervals that waited
 * are put in place, pauses end, and reminders are posted. Killed at any point, the next run does the rest. One plan
 * that can't be maintained does not keep the others waiting.
 */
export async function maintainPlans(): Promise<void> {
  await resolveAbandonedRequests();
  await attachPaymentMethods();
  await applyDueIntervals();
  await postponeMissedChanges();
  await endPauses();
  await queueReminders(now());
}

async function reportingFailure(task: string, planId: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    logError(`maintain-plans: ${task} of plan ${planId}`, error);
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- each change has its own refusals, and none is looked at here
const commands: readonly PlanCommand<any>[] = [
  changeAmountCommand,
  changeBillingIntervalCommand,
  pauseCommand,
  resumeCommand,
  skipCommand,
  unskipCommand,
  cancelCommand,
];

/** Whoever asked has gone. What Stripe did all the same is written down; what it did not is forgotten, but for a request to stop. */
async function resolveAbandonedRequests(): Promise<void> {
  const requests = await db.planChangeRequest.findMany({ include: { plan: true }, orderBy: { requestedAt: "asc" }, take: 1000 });
  for (const { plan, ...request } of requests)
    if (isAbandoned(request, now())) await reportingFailure("a request", plan.id, () => resolveRequest(plan, request));
}

async function resolveRequest(before: Plan, request: ChangeRequest): Promise<void> {
  const command = commands.find(({ what }) => what === request.kind);
  if (!command || !hasSubscription(before)) return void (await discardRequest(request));
  if (command === cancelCommand) return void (await continueCommand(command, before, request));
  const synced = await syncPlan(before.id);
  if (synced && command.isDone(synced.plan, request)) await completeRequest(command, before, request);
  else await discardRequest(request);
}

const dayMs = 24 * 60 * 60 * 1000;

/** Somebody finished Stripe's page and never came back to ours, and the event was lost. */
async function attachPaymentMethods(): Promise<void> {
  const openedAt = { gt: new Date(now().getTime() - 2 * dayMs) };
  const pages = await db.paymentMethodUpdate.findMany({
    where: { closedAt: null, stripeCheckoutSessionId: { not: null }, openedAt },
    take: 1000,
  });
  for (const { id, planId } of pages) await reportingFailure("a new card", planId, () => attachPaymentMethod(id));
}

async function applyDueIntervals(): Promise<void> {
  const soon = new Date(now().getTime() + applyAheadMs);
  const due = {
    nextBillingInterval: { not: null },
    status: { in: ["starting", "active"] as Plan["status"][] },
    paidUntil: { gt: now(), lte: soon },
  };
  for await (const plans of planBatches(due)) {
    for (const { id, nextBillingInterval } of plans) {
      await reportingFailure("a billing interval", id, async () => {
        await syncPlan(id);
        if (nextBillingInterval) await applyBillingInterval(id, nextBillingInterval);
      });
    }
  }
}

/** The moment was missed and a period has begun as before: the change waits for its end, and its sponsor is told. */
async function postponeMissedChanges(): Promise<void> {
  for await (const plans of planBatches({
    nextBillingInterval: { not: null },
    nextBillingIntervalAt: { lte: now() },
    paidUntil: { gt: now() },
  })) {
    for (const { id, nextBillingIntervalAt, paidUntil } of plans) {
      if (!paidUntil || !nextBillingIntervalAt || paidUntil <= nextBillingIntervalAt) continue;
      await inTransaction(async (tx) => {
        const { count } = await tx.plan.updateMany({ where: { id, nextBillingIntervalAt }, data: { nextBillingIntervalAt: paidUntil } });
        if (count > 0)
          await queueEmail(tx, { kind: "plan-interval-change-postponed", about: { planId: id, postponedTo: londonDate(paidUntil) } });
      });
    }
  }
}

async function endPauses(): Promise<void> {
  for await (const plans of planBatches({ status: "paused", resumesOn: { lte: toDateColumn(londonDate(now())) } })) {
    for (const { id } of plans) {
      await reportingFailure("the end of a pause", id, async () => {
        const plan = (await syncPlan(id))?.plan;
        if (plan?.status === "paused") await resumePlan(id, { timing: resumeTiming(plan, now()), by: "site" });
      });
    }
  }
}
