import type { Plan } from "~/../prisma/client/client";
import { refundCheckoutLimit } from "~/giving/checkout/checkout-limits.server";
import { now, wasSyncedSince } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { fromDateColumn, londonDate } from "~/platform/london-dates";
import { log } from "~/platform/log.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import type { EmailRequest } from "~/platform/mail/email-kinds";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { fetchSubscription, type SubscriptionDetails } from "~/platform/payments/subscriptions/fetch-subscription.server";
import { findOrCreateSupporter, lockSupporterByEmail } from "~/supporters/find-or-create.server";
import { billingColumns } from "./billing-columns";
import { findPlanId, type PlanIdentifier } from "../find-plan.server";
import { recordCollections } from "./record-collections.server";
import { hasEnded, planStatus, transitionPath, type PlanStatus } from "../plan-status";

export type SyncedPlan = { plan: Plan; newStatuses: PlanStatus[]; recorded: number; alarm: string | null };

const dayMs = 24 * 60 * 60 * 1000;
/** Collections are asked for from so long before the last that is known: one that failed may have been paid since. */
const lookbackMs = 60 * dayMs;

/** Syncs the plan that an event knows by one of its ids, if it is ours; the work of the job "sync-plan". */
export async function syncPlanBy(identifier: PlanIdentifier): Promise<void> {
  const id = await findPlanId(identifier);
  if (id) await syncPlan(id);
}

/**
 * Brings a plan up to what Stripe says of it now: status, sums, dates, means of payment; each collection that was
 * newly paid becomes a donation; each change of status has at most one email. All in one transaction. Any event, the
 * sponsor's own pages and the nightly reconciliation call it; any order and any repetition end in the same rows and emails.
 * @returns null when there is no such plan, or it has no payment page yet
 */
export async function syncPlan(id: string): Promise<SyncedPlan | null> {
  // Another settling may have asked later and saved sooner: its news is newer, so ask again.
  for (let attempt = 0; attempt < 5; attempt++) {
    const known = await db.plan.findUnique({ where: { id } });
    if (!known?.stripeCheckoutSessionId) return null;
    const requestedAt = now();
    const { stripeCheckoutSessionId, stripeSubscriptionId, stopRequestedAt } = known;
    const report = await fetchSubscription(
      { sessionId: stripeCheckoutSessionId, subscription: stripeSubscriptionId, stopAskedAt: stopRequestedAt },
      await collectionsSince(known),
    );
    const synced = await inTransaction((tx) => saveReport(tx, id, report, requestedAt));
    if (synced === "stale") continue;
    const isPaid = report.invoices.some(({ amountPaid }) => amountPaid > 0);
    if (isPaid && synced.newStatuses.length > 0) await refundCheckoutLimit(known);
    return synced;
  }
  throw new Error("a plan is being settled too often at once");
}

async function collectionsSince({ id, createdAt }: Plan): Promise<Date> {
  const last = await db.donation.findFirst({ where: { planId: id }, orderBy: { createdAt: "desc" }, select: { createdAt: true } });
  return new Date(Math.max((last?.createdAt ?? createdAt).getTime() - lookbackMs, createdAt.getTime() - dayMs));
}

async function saveReport(tx: Tx, id: string, report: SubscriptionDetails, requestedAt: Date): Promise<"stale" | SyncedPlan> {
  const { email } = await tx.plan.findUniqueOrThrow({ where: { id }, select: { email: true } });
  await lockSupporterByEmail(tx, email);
  await tx.$queryRaw`SELECT id FROM plan WHERE id = ${id} FOR UPDATE`;
  const before = await tx.plan.findUniqueOrThrow({ where: { id } });
  if (before.email !== email) return "stale";
  if (wasSyncedSince(before.syncedAt, requestedAt)) return "stale";

  const hasEverPaid =
    report.invoices.some(({ amountPaid }) => amountPaid > 0) || (await tx.donation.count({ where: { planId: id }, take: 1 })) > 0;
  const target = planStatus({ ...report, hasEverPaid, isProcessing: report.openInvoice?.isProcessing ?? false });
  const path = transitionPath(before.status, target);
  const newStatuses = [...(path ?? [])];
  const status = newStatuses.at(-1) ?? before.status;
  const isNewlyAgreed = newStatuses.length > 0 && (before.status === "pending" || before.status === "expired") && target !== "expired";

  const plan = await tx.plan.update({
    where: { id },
    data: {
      status,
      ...billingColumns(before, report, status, config.charity.fees),
      ...(isNewlyAgreed && {
        supporterId: await findOrCreateSupporter(tx, before),
        ipHash: null,
        browserHash: null,
        agreedAt: report.agreedAt,
      }),
      ...(hasEnded(status) && { endedAt: before.endedAt ?? report.endedAt ?? requestedAt }),
      syncedAt: requestedAt,
    },
  });
  // What was ticked with a plan counts once it is agreed to; the newsletter then asks the address to confirm.
  if (isNewlyAgreed && before.wantsNews) await enqueue(tx, "newsletter-with-plan", { planId: id }, { key: `newsletter-with-plan:${id}` });
  for (const [index, newValue] of newStatuses.entries()) {
    const oldValue = newStatuses[index - 1] ?? before.status;
    await tx.planChange.create({
      data: { id: newId(), planId: id, kind: "status", oldValue, newValue, by: "stripe", changedAt: requestedAt },
    });
  }
  const hasRecovered = before.status === "late" && status === "active";
  const alarms = path ? [] : [`Stripe says "${target}" of a plan that is "${before.status}"`];
  const recording = await recordCollections(tx, plan, report.invoices, { hasRecovered });
  alarms.push(...recording.alarms);
  for (const email of emailsFor(plan, newStatuses, report)) await queueEmail(tx, email);
  for (const alarm of alarms) {
    log.error({ plan: id, alarm }, "a plan needs a person's look");
    await queueEmail(tx, { kind: "plan-alert", about: { planId: id, problem: alarm } });
  }
  return { plan, newStatuses, recorded: recording.recorded, alarm: alarms[0] ?? null };
}

/** What each new status says to the sponsor. A thank-you for a plan that recovered goes with its collection. */
function emailsFor(plan: Plan, newStatuses: readonly PlanStatus[], report: SubscriptionDetails): EmailRequest[] {
  const about = { planId: plan.id };
  const isAgreed = newStatuses.includes("starting") || newStatuses.includes("active");
  return [
    // The email about a plan is unique, so a plan that goes on after a break is not welcomed again.
    ...(isAgreed ? [{ kind: "plan-welcome", about } as const] : []),
    ...(plan.tributeCardEmail && report.invoices.some(({ amountPaid }) => amountPaid > 0) ? tributeEmails(plan) : []),
    ...(newStatuses.includes("late") && report.openInvoice
      ? [{ kind: "collection-failed", about: { planId: plan.id, stripeInvoiceId: report.openInvoice.invoiceId } } as const]
      : []),
    ...(newStatuses.includes("cancelled") ? [{ kind: "plan-cancelled", about } as const] : []),
    ...(newStatuses.includes("lapsed") ? [{ kind: "plan-lapsed", about } as const] : []),
  ];
}

/** What tells somebody else of a plan that is paid for. The certificate of a present waits for its day, and is then sent by the hour. */
function tributeEmails({ id, presentOn }: Plan): EmailRequest[] {
  const about = { planId: id };
  if (!presentOn) return [{ kind: "tribute-card", about }];
  return fromDateColumn(presentOn) <= londonDate(now()) ? [{ kind: "present-certificate", about }] : [];
}
