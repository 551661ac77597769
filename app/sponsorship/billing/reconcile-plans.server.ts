import { RateLimiterMemory, RateLimiterQueue } from "rate-limiter-flexible";
import type { PlanReconciliation, PlanReconciliationPhase } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { logError } from "~/platform/log.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import {
  listPaidInvoices,
  listSubscriptions,
  type Throttle,
  type SubscriptionSummary,
} from "~/platform/payments/subscriptions/fetch-subscription.server";
import { syncPlan, type SyncedPlan } from "./sync-plan.server";
import type { PlanStatus } from "../plan-status";

const dayMs = 24 * 60 * 60 * 1000;
/** A run that was killed is gone on with for so long; after that the next night's begins anew. */
const resumableForMs = 20 * 60 * 60 * 1000;
/** A collection is tried for days, and a Direct Debit takes as long again. */
const invoiceLookbackMs = 35 * dayMs;
/** What settling one plan asks of Stripe at most: subscription, invoices, open payment. */
const readsPerPlan = 3;

const liveStatuses: PlanStatus[] = ["starting", "active", "late", "paused"];

type Finding = { about: string; message: string; healed: boolean };
/** What one step found, and where the next one goes on. */
type Step = { cursor: string | null; checked: number; findings: Finding[] };

/**
 * Compares every plan with Stripe and heals what differs: what webhooks should have told and did not. It reads listings
 * of a hundred, in step with Stripe's rate limit, and asks further only about plans that look other than when they were
 * last settled; then it looks for collections that were paid and are not recorded, and at last asks about live plans
 * that no listing had, and pages whose fate is open. Each step is saved, so that a run that was killed goes on where it
 * was. What was healed, and what could not be, is listed; staff are told when anything needs a person.
 */
export async function reconcilePlans(): Promise<PlanReconciliation> {
  const run = await findOrCreateRun();
  const throttle = createThrottle(config.stripe.readsPerSecond);
  for (const phase of phases.slice(phases.indexOf(run.phase))) {
    const startAfter = phase === run.phase ? run.cursor : null;
    for await (const step of comparers[phase](run, startAfter, throttle)) await saveStep(run.id, phase, step);
  }
  return await finishRun(run.id);
}

const comparers = { subscriptions: compareSubscriptions, invoices: compareInvoices, unlisted: compareUnlisted };
const phases: readonly PlanReconciliationPhase[] = ["subscriptions", "invoices", "unlisted"];

async function findOrCreateRun(): Promise<PlanReconciliation> {
  const since = new Date(now().getTime() - resumableForMs);
  const unfinished = await db.planReconciliation.findFirst({
    where: { finishedAt: null, startedAt: { gte: since } },
    orderBy: { startedAt: "desc" },
  });
  return unfinished ?? (await db.planReconciliation.create({ data: { id: newId(), startedAt: now() } }));
}

/** Lets so many questions through in any second: one after the other, evenly, and never a burst. */
function createThrottle(perSecond: number): Throttle {
  const queue = new RateLimiterQueue(new RateLimiterMemory({ points: 1, duration: 1 / perSecond }), { maxQueueSize: 1000 });
  return async () => void (await queue.removeTokens(1));
}

async function* compareSubscriptions(run: PlanReconciliation, after: string | null, throttle: Throttle): AsyncGenerator<Step> {
  for await (const page of listSubscriptions(after, throttle)) {
    const findings: Finding[] = [];
    const plans = await findDiffering(page);
    for (const id of plans) findings.push(...(await syncAndReport(id, throttle)));
    const wasCompared = { OR: [{ stripeSubscriptionId: { in: page.map(({ id }) => id) } }, { id: { in: plans } }] };
    await db.plan.updateMany({ where: wasCompared, data: { reconciledAt: run.startedAt } });
    yield { cursor: page.at(-1)?.id ?? null, checked: page.length, findings };
  }
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

async function* compareInvoices(run: PlanReconciliation, after: string | null, throttle: Throttle): AsyncGenerator<Step> {
  const since = new Date(run.startedAt.getTime() - invoiceLookbackMs);
  for await (const page of listPaidInvoices(since, after, throttle)) {
    const paid = page.filter((invoice) => invoice.subscriptionId !== null && invoice.amountPaid > 0);
    const known = await db.donation.findMany({
      where: { stripeInvoiceId: { in: paid.map(({ id }) => id) } },
      select: { stripeInvoiceId: true },
    });
    const recorded = new Set(known.map(({ stripeInvoiceId }) => stripeInvoiceId));
    const missing = paid.filter(({ id }) => !recorded.has(id)).flatMap(({ subscriptionId }) => subscriptionId ?? []);
    const plans = await db.plan.findMany({ where: { stripeSubscriptionId: { in: missing } }, select: { id: true } });
    const findings: Finding[] = [];
    for (const { id } of plans) findings.push(...(await syncAndReport(id, throttle)));
    yield { cursor: page.at(-1)?.id ?? null, checked: 0, findings };
  }
}

async function* compareUnlisted(run: PlanReconciliation, after: string | null, throttle: Throttle): AsyncGenerator<Step> {
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
    const findings: Finding[] = [];
    for (const { id } of plans) findings.push(...(await syncAndReport(id, throttle)));
    cursor = plans.at(-1)?.id ?? null;
    if (!cursor) return;
    yield { cursor, checked: plans.length, findings };
  }
}

async function saveStep(id: string, phase: PlanReconciliationPhase, { cursor, checked, findings }: Step): Promise<void> {
  await inTransaction(async (tx) => {
    const healed = findings.filter((finding) => finding.healed).length;
    await tx.planReconciliation.update({
      where: { id },
      data: {
        phase,
        cursor,
        checked: { increment: checked },
        healed: { increment: healed },
        open: { increment: findings.length - healed },
      },
    });
    await tx.planReconciliationFinding.createMany({ data: findings.map((finding) => ({ id: newId(), reconciliationId: id, ...finding })) });
  });
}

async function finishRun(id: string): Promise<PlanReconciliation> {
  return await inTransaction(async (tx) => {
    const run = await tx.planReconciliation.update({ where: { id }, data: { finishedAt: now() } });
    if (run.open > 0) await queueEmail(tx, { kind: "plan-reconciliation", about: { reconciliationId: id } });
    return run;
  });
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
    ...(recorded > 0 ? [`${recorded === 1 ? "One collection" : `${recorded} collections`} had not been recorded.`] : []),
  ];
}
