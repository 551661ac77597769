import type { Reconciliation } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { logError } from "~/platform/log.server";
import { createThrottle, type Throttle } from "~/platform/payments/list-pages.server";
import {
  listPaidInvoices,
  listSubscriptions,
  type InvoiceSummary,
  type SubscriptionSummary,
} from "~/platform/payments/subscriptions/list-subscriptions.server";
import { definePass, reconcile, type Compared, type Finding } from "~/platform/reconciliation/reconcile.server";
import { syncPlan, type SyncedPlan } from "./sync-plan.server";
import type { PlanStatus } from "../plan-status";

const dayMs = 24 * 60 * 60 * 1000;
/** A collection is tried for days, and a Direct Debit takes as long again. */
const invoiceLookbackMs = 35 * dayMs;
/** What settling one plan asks of Stripe at most: subscription, invoices, open payment. */
const readsPerPlan = 3;

const liveStatuses: PlanStatus[] = ["starting", "active", "late", "paused"];

/**
 * Compares every plan with Stripe and heals what differs. It reads listings of a hundred, in step with Stripe's rate limit,
 * and asks further only about plans that look other than when they were last synced; then it looks for collections that
 * were paid and are not recorded, and at last asks about live plans that no listing had, and pages whose fate is open.
 * @returns the run; null: one is under way elsewhere
 */
export async function reconcilePlans(): Promise<Reconciliation | null> {
  const throttle = createThrottle(config.stripe.readsPerSecond);
  const sync = async (ids: string[]) => {
    const findings: Finding[] = [];
    for (const id of ids) findings.push(...(await syncAndReport(id, throttle)));
    return findings;
  };
  return await reconcile({
    kind: "plans",
    passes: {
      subscriptions: definePass(
        (_run, after) => listSubscriptions(after, throttle),
        (page, run) => compareSubscriptions(page, run, sync),
      ),
      invoices: definePass(
        (run, after) => listPaidInvoices(new Date(run.startedAt.getTime() - invoiceLookbackMs), after, throttle),
        (page) => compareInvoices(page, sync),
      ),
      unlisted: definePass(listUnlisted, async (plans) => ({ checked: plans.length, findings: await sync(plans.map(({ id }) => id)) })),
    },
  });
}

type Sync = (ids: string[]) => Promise<Finding[]>;

async function compareSubscriptions(page: SubscriptionSummary[], run: Reconciliation, sync: Sync): Promise<Compared> {
  const differing = await findDiffering(page);
  const findings = await sync(differing);
  const wasCompared = { OR: [{ stripeSubscriptionId: { in: page.map(({ id }) => id) } }, { id: { in: differing } }] };
  await inTransaction((tx) => tx.plan.updateMany({ where: wasCompared, data: { reconciledAt: run.startedAt } }));
  return { checked: page.length, findings };
}

/** One that was forgotten has no subscription either, but was agreed to. */
const notYetAgreed = { stripeSubscriptionId: null, forgottenAt: null };

/** The plans that look other than when they were last settled, or of which it is not known yet that they were agreed to. */
async function findDiffering(page: SubscriptionSummary[]): Promise<string[]> {
  const fingerprints = new Map(page.map(({ id, fingerprint }) => [id, fingerprint]));
  const references = page.flatMap(({ clientReferenceId }) => clientReferenceId ?? []);
  const plans = await db.plan.findMany({
    where: { OR: [{ stripeSubscriptionId: { in: [...fingerprints.keys()] } }, { id: { in: references }, ...notYetAgreed }] },
    select: { id: true, stripeSubscriptionId: true, stripeFingerprint: true },
  });
  return plans
    .filter(
      ({ stripeSubscriptionId, stripeFingerprint }) =>
        !stripeSubscriptionId || fingerprints.get(stripeSubscriptionId) !== stripeFingerprint,
    )
    .map(({ id }) => id);
}

async function compareInvoices(page: InvoiceSummary[], sync: Sync): Promise<Compared> {
  const paid = page.filter((invoice) => invoice.subscriptionId !== null && invoice.amountPaid > 0);
  const known = await db.donation.findMany({
    where: { stripeInvoiceId: { in: paid.map(({ id }) => id) } },
    select: { stripeInvoiceId: true },
  });
  const recorded = new Set(known.map(({ stripeInvoiceId }) => stripeInvoiceId));
  const missing = paid.filter(({ id }) => !recorded.has(id)).flatMap(({ subscriptionId }) => subscriptionId ?? []);
  const plans = await db.plan.findMany({ where: { stripeSubscriptionId: { in: missing } }, select: { id: true } });
  return { checked: 0, findings: await sync(plans.map(({ id }) => id)) };
}

/** Live plans that no listing of this run had, and pages whose fate is open. */
async function* listUnlisted(run: Reconciliation, after: string | null): AsyncGenerator<{ id: string }[]> {
  const pendingSince = new Date(run.startedAt.getTime() - 3 * dayMs);
  for (let cursor = after; ;) {
    const plans = await db.plan.findMany({
      where: {
        stripeCheckoutSessionId: { not: null },
        AND: [
          { OR: [{ status: { in: liveStatuses } }, { status: "pending", createdAt: { gte: pendingSince } }] },
          { OR: [{ reconciledAt: null }, { reconciledAt: { lt: run.startedAt } }] },
        ],
        ...(cursor && { id: { gt: cursor } }),
      },
      orderBy: { id: "asc" },
      take: 50,
      select: { id: true },
    });
    cursor = plans.at(-1)?.id ?? null;
    if (!cursor) return;
    yield plans;
  }
}

async function syncAndReport(id: string, throttle: Throttle): Promise<Finding[]> {
  const before = await db.plan.findUniqueOrThrow({ where: { id }, select: { reference: true, status: true } });
  const finding = (message: string, healed: boolean): Finding => ({ about: before.reference, message, healed });
  for (let read = 0; read < readsPerPlan; read++) await throttle();
  try {
    const synced = await syncPlan(id);
    return synced ? describeSync(synced, before.status).map((message) => finding(message, synced.alarm === null)) : [];
  } catch (error) {
    logError("reconcile plans", error, { plan: id });
    return [finding("Stripe could not be asked about it. It is looked at again tomorrow.", false)];
  }
}

function describeSync({ plan, newStatuses, recorded, alarm }: SyncedPlan, before: PlanStatus): string[] {
  return [
    ...(alarm ? [`Needs a person: ${alarm}.`] : []),
    ...(newStatuses.length > 0 ? [`Was ${before}, is ${plan.status}.`] : []),
    ...(recorded > 0 ? [`${recorded === 1 ? "One payment" : `${recorded} payments`} had not been recorded.`] : []),
  ];
}
