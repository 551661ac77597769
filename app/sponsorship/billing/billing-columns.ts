import type { Plan, Prisma } from "~/../prisma/client/client";
import type { PlanReport } from "~/platform/payments/subscriptions/fetch-subscription.server";
import { add, pence, subtract, type Pence } from "~/platform/money";
import { collectionAfter } from "../collection-dates";
import { collectionOf, collectionsAYear, rhythms, stripeRhythm, type Rhythm } from "../plan";
import { leftOf, planCoverFor, type PlanFees } from "../plan-fees";
import { hasEnded, type Standing } from "../plan-status";

/** What of a sum is the gift, and what was added for its fee: as agreed where the sum is that, else worked out, since the price has changed. */
export function partsOf(
  plan: { collectionPence: number; coverPence: number; coversFee: boolean },
  sum: Pence,
  fees: PlanFees,
): { gift: Pence; cover: Pence } {
  if (sum === plan.collectionPence + plan.coverPence) return { gift: pence(plan.collectionPence), cover: pence(plan.coverPence) };
  if (!plan.coversFee) return { gift: sum, cover: pence(0) };
  const gift = pence(Math.max(0, leftOf(sum, "card", fees)));
  return { gift, cover: subtract(sum, gift) };
}

/** The weekly sum of which one collection comes to so much; the nearest, where none comes to it exactly. */
export const weeklyOf = (collection: Pence, rhythm: Rhythm): Pence => pence(Math.round((collection * collectionsAYear[rhythm]) / 52));

const rhythmOf = (every: PlanReport["every"]): Rhythm | null =>
  rhythms.find((rhythm) => stripeRhythm[rhythm].interval === every?.interval && stripeRhythm[rhythm].interval_count === every.count) ??
  null;

/** The columns of a plan that follow Stripe: how it is paid, at which price, and what comes next. */
export function paymentDetails(before: Plan, report: PlanReport, standing: Standing, fees: PlanFees): Prisma.PlanUncheckedUpdateInput {
  if (report.subscriptionId === null) return {};
  const rhythm = rhythmOf(report.every) ?? before.rhythm;
  const { gift, cover } = partsOf(before, report.price, fees);
  const samePrice = rhythm === before.rhythm && add(gift, cover) === before.collectionPence + before.coverPence;
  const weekly = samePrice ? before.weeklyPence : weeklyOf(gift, rhythm);
  const changed = { ...before, rhythm, weeklyPence: weekly, collectionPence: gift, coverPence: cover };
  const over = hasEnded(standing);
  const carriedOut = before.nextRhythm === rhythm;
  const waiting = over || carriedOut ? null : before.nextRhythm;
  return {
    subscription: report.subscriptionId,
    customer: report.customer,
    livemode: report.livemode,
    method: report.method ?? before.method,
    methodWords: report.methodWords ?? before.methodWords,
    cardExpires: report.method ? report.cardExpires : before.cardExpires,
    rhythm,
    weeklyPence: weekly,
    collectionPence: gift,
    coverPence: cover,
    nextRhythm: waiting,
    nextWeeklyPence: waiting ? before.nextWeeklyPence : null,
    ...nextCollection({ ...changed, nextRhythm: waiting }, report, standing, fees),
    paidUntil: standing === "late" || over ? before.paidUntil : report.periodEnd,
    skipsUntil: over ? null : report.skipsUntil,
    resumesOn: standing === "paused" ? before.resumesOn : null,
    failure: standing === "late" || standing === "lapsed" ? (report.open?.failure ?? before.failure) : null,
    retryAt: standing === "late" ? (report.open?.retryAt ?? null) : null,
    openInvoice: standing === "late" ? (report.open?.invoice ?? null) : null,
    seal: report.seal,
  };
}

/** When and how much is collected next. Nothing is, while a plan is paused or after its end; a late one is tried again first. */
function nextCollection(
  plan: Plan,
  { periodEnd, skipsUntil, price, open }: PlanReport,
  standing: Standing,
  fees: PlanFees,
): { nextAt: Date | null; nextPence: number | null } {
  if (standing === "paused" || hasEnded(standing) || !periodEnd) return { nextAt: null, nextPence: null };
  if (standing === "late" && open?.retryAt) return { nextAt: open.retryAt, nextPence: price };
  let nextAt = periodEnd;
  for (let times = 1; skipsUntil && nextAt < skipsUntil; times++) nextAt = collectionAfter(periodEnd, plan.rhythm, times);
  return { nextAt, nextPence: plan.nextRhythm ? sumOf(plan, plan.nextRhythm, fees) : price };
}

function sumOf(plan: Plan, rhythm: Rhythm, fees: PlanFees): Pence {
  const collection = collectionOf(pence(plan.nextWeeklyPence ?? plan.weeklyPence), rhythm);
  return plan.coversFee ? add(collection, planCoverFor(collection, fees)) : collection;
}
