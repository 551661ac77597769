import { RateLimiterMemory, RateLimiterQueue } from "rate-limiter-flexible";
import type { PlanSettling } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { reportFailure } from "~/platform/log.server";
import { newId } from "~/platform/ids.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import {
  everyPaidInvoice,
  everySubscription,
  type InStep,
  type ListedPlan,
} from "~/platform/payments/subscriptions/fetch-subscription.server";
import { settlePlan, type SettledPlan } from "./sync-plan.server";
import type { Standing } from "../plan-status";

const dayMs = 24 * 60 * 60 * 1000;
/** A run that was killed is gone on with for so long; after that the next night's begins anew. */
const goesOnForMs = 20 * 60 * 60 * 1000;
/** A collection is tried for days, and a Direct Debit takes as long again. */
const invoicesOfMs = 35 * dayMs;
/** What settling one plan asks of Stripe at most: subscription, invoices, open payment. */
const readsOfOne = 3;

const live: Standing[] = ["starting", "active", "late", "paused"];

type Finding = { about: string; words: string; healed: boolean };
/** What one step found, and where the next one goes on. */
type Step = { reached: string; checked: number; findings: Finding[] };

/**
 * Compares every plan with Stripe and heals what differs: what webhooks should have told and did not. It reads listings
 * of a hundred, in step with Stripe's rate limit, and asks further only about plans that look other than when they were
 * last settled; then it looks for collections that were paid and are not recorded, and at last asks about live plans
 * that no listing had, and pages whose fate is open. Each step is saved, so that a run that was killed goes on where it
 * was. What was healed, and what could not be, is listed; staff are told when anything needs a person.
 */
export async function settleEveryPlan(): Promise<PlanSettling> {
  const run = await currentRun();
  const inStep = stepsOf(config.stripe.readsPerSecond);
  const [phase = "subscriptions", cursor = null] = run.reached?.split(":") ?? [];
  const phases = ["subscriptions", "invoices", "rest"];
  for (const next of phases.slice(phases.indexOf(phase))) {
    const after = next === phase ? cursor || null : null;
    const steps =
      next === "subscriptions"
        ? listed(run, after, inStep)
        : next === "invoices"
          ? collected(run, after, inStep)
          : rest(run, after, inStep);
    for await (const { reached, checked, findings } of steps) await keep(run.id, `${next}:${reached}`, checked, findings);
  }
  return await finish(run.id);
}

async function currentRun(): Promise<PlanSettling> {
  const since = new Date(now().getTime() - goesOnForMs);
  const unfinished = await db.planSettling.findFirst({
    where: { finishedAt: null, startedAt: { gte: since } },
    orderBy: { startedAt: "desc" },
  });
  return unfinished ?? (await db.planSettling.create({ data: { id: newId(), startedAt: now() } }));
}

/** Lets so many questions through in any second: one after the other, evenly, and never a burst. */
function stepsOf(perSecond: number): InStep {
  const queue = new RateLimiterQueue(new RateLimiterMemory({ points: 1, duration: 1 / perSecond }), { maxQueueSize: 1000 });
  return async () => void (await queue.removeTokens(1));
}

async function* listed(run: PlanSettling, after: string | null, inStep: InStep): AsyncGenerator<Step> {
  for await (const page of everySubscription(after, inStep)) {
    const findings: Finding[] = [];
    const plans = await differing(page);
    for (const id of plans) findings.push(...(await settleAndTell(id, inStep)));
    const seen = { OR: [{ subscription: { in: page.map(({ id }) => id) } }, { id: { in: plans } }] };
    await db.plan.updateMany({ where: seen, data: { comparedAt: run.startedAt } });
    yield { reached: page.at(-1)?.id ?? "", checked: page.length, findings };
  }
}

/** The plans that look other than when they were last settled, or of which it is not known yet that they were agreed to. */
async function differing(page: ListedPlan[]): Promise<string[]> {
  const seals = new Map(page.map(({ id, seal }) => [id, seal]));
  const references = page.flatMap(({ reference }) => reference ?? []);
  const plans = await db.plan.findMany({
    where: { OR: [{ subscription: { in: [...seals.keys()] } }, { id: { in: references }, subscription: null }] },
    select: { id: true, subscription: true, seal: true },
  });
  return plans.filter(({ subscription, seal }) => !subscription || seals.get(subscription) !== seal).map(({ id }) => id);
}

async function* collected(run: PlanSettling, after: string | null, inStep: InStep): AsyncGenerator<Step> {
  const since = new Date(run.startedAt.getTime() - invoicesOfMs);
  for await (const page of everyPaidInvoice(since, after, inStep)) {
    const paid = page.filter((invoice) => invoice.subscription !== null && invoice.paid > 0);
    const known = await db.donation.findMany({ where: { invoice: { in: paid.map(({ id }) => id) } }, select: { invoice: true } });
    const recorded = new Set(known.map(({ invoice }) => invoice));
    const missing = paid.filter(({ id }) => !recorded.has(id)).flatMap(({ subscription }) => subscription ?? []);
    const plans = await db.plan.findMany({ where: { subscription: { in: missing } }, select: { id: true } });
    const findings: Finding[] = [];
    for (const { id } of plans) findings.push(...(await settleAndTell(id, inStep)));
    yield { reached: page.at(-1)?.id ?? "", checked: 0, findings };
  }
}

async function* rest(run: PlanSettling, after: string | null, inStep: InStep): AsyncGenerator<Step> {
  const fresh = new Date(run.startedAt.getTime() - 3 * dayMs);
  for (let cursor = after; ;) {
    const plans = await db.plan.findMany({
      where: {
        sessionId: { not: null },
        AND: [
          { OR: [{ standing: { in: live } }, { standing: "pending", createdAt: { gte: fresh } }] },
          { OR: [{ comparedAt: null }, { comparedAt: { lt: run.startedAt } }] },
        ],
        ...(cursor && { id: { gt: cursor } }),
      },
      orderBy: { id: "asc" },
      take: 50,
      select: { id: true },
    });
    const findings: Finding[] = [];
    for (const { id } of plans) findings.push(...(await settleAndTell(id, inStep)));
    cursor = plans.at(-1)?.id ?? null;
    if (!cursor) return;
    yield { reached: cursor, checked: plans.length, findings };
  }
}

async function keep(id: string, reached: string, checked: number, findings: Finding[]): Promise<void> {
  await inTransaction(async (tx) => {
    const healed = findings.filter((finding) => finding.healed).length;
    await tx.planSettling.update({
      where: { id },
      data: { reached, checked: { increment: checked }, healed: { increment: healed }, open: { increment: findings.length - healed } },
    });
    await tx.planSettlingFinding.createMany({ data: findings.map((finding) => ({ id: newId(), settlingId: id, ...finding })) });
  });
}

async function finish(id: string): Promise<PlanSettling> {
  return await inTransaction(async (tx) => {
    const run = await tx.planSettling.update({ where: { id }, data: { finishedAt: now() } });
    if (run.open > 0) await postLetter(tx, { kind: "plan-settling", about: id });
    return run;
  });
}

async function settleAndTell(id: string, inStep: InStep): Promise<Finding[]> {
  const before = await db.plan.findUniqueOrThrow({ where: { id }, select: { reference: true, standing: true } });
  const finding = (words: string, healed: boolean): Finding => ({ about: before.reference, words, healed });
  for (let read = 0; read < readsOfOne; read++) await inStep();
  try {
    const settled = await settlePlan(id);
    return settled ? wordsOf(settled, before.standing).map((words) => finding(words, settled.alarm === null)) : [];
  } catch (error) {
    reportFailure("settle every plan", error, { plan: id });
    return [finding("Stripe could not be asked about it. It is looked at again tomorrow.", false)];
  }
}

function wordsOf({ plan, changed, recorded, alarm }: SettledPlan, before: Standing): string[] {
  return [
    ...(alarm ? [`Needs a person: ${alarm}.`] : []),
    ...(changed.length > 0 ? [`Was ${before}, is ${plan.standing}.`] : []),
    ...(recorded > 0 ? [`${recorded === 1 ? "One collection" : `${recorded} collections`} had not been recorded.`] : []),
  ];
}
