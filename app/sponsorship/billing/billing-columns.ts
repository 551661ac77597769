import type { Plan, Prisma } from "~/../prisma/client/client";
import type { SubscriptionDetails } from "~/platform/payments/subscriptions/fetch-subscription.server";
import { add, pence, subtract, type Pence } from "~/platform/money";
import { collectionAfter } from "../collection-dates";
import { billingIntervals, collectionAmount, collectionsPerYear, stripeIntervals, type BillingInterval } from "../plan";
import { netOfFees, planFeeCover, type PlanFees } from "../plan-fees";
import { hasEnded, type PlanStatus } from "../plan-status";

/** What of a sum is the gift, and what was added for its fee: as agreed where the sum is that, else worked out, since the price has changed. */
export function splitCollection(
  plan: { collectionPence: number; coverPence: number; coversFee: boolean },
  amount: Pence,
  fees: PlanFees,
): { gift: Pence; cover: Pence } {
  if (amount === plan.collectionPence + plan.coverPence) return { gift: pence(plan.collectionPence), cover: pence(plan.coverPence) };
  if (!plan.coversFee) return { gift: amount, cover: pence(0) };
  const gift = pence(Math.max(0, netOfFees(amount, "card", fees)));
  return { gift, cover: subtract(amount, gift) };
}

/** The weekly sum of which one collection comes to so much; the nearest, where none comes to it exactly. */
export const weeklyFromCollection = (collection: Pence, interval: BillingInterval): Pence =>
  pence(Math.round((collection * collectionsPerYear[interval]) / 52));

const intervalFromStripe = (stripeInterval: SubscriptionDetails["recurring"]): BillingInterval | null =>
  billingIntervals.find(
    (interval) =>
      stripeIntervals[interval].interval === stripeInterval?.interval && stripeIntervals[interval].interval_count === stripeInterval.count,
  ) ?? null;

/** The columns of a plan that follow Stripe: how it is paid, at which price, and what comes next. */
export function billingColumns(
  before: Plan,
  report: SubscriptionDetails,
  status: PlanStatus,
  fees: PlanFees,
): Prisma.PlanUncheckedUpdateInput {
  if (report.subscriptionId === null) return {};
  const billingInterval = intervalFromStripe(report.recurring) ?? before.billingInterval;
  const { gift, cover } = splitCollection(before, report.price, fees);
  const samePrice = billingInterval === before.billingInterval && add(gift, cover) === before.collectionPence + before.coverPence;
  const weekly = samePrice ? before.weeklyPence : weeklyFromCollection(gift, billingInterval);
  const updated = { ...before, billingInterval, weeklyPence: weekly, collectionPence: gift, coverPence: cover };
  const hasEndedNow = hasEnded(status);
  const isApplied = before.nextBillingInterval === billingInterval;
  const pendingInterval = hasEndedNow || isApplied ? null : before.nextBillingInterval;
  return {
    stripeSubscriptionId: report.subscriptionId,
    stripeCustomerId: report.customerId,
    livemode: report.livemode,
    stripePaymentMethodId: report.paymentMethodId,
    mandateEndedAt: report.paymentMethodId === before.stripePaymentMethodId ? before.mandateEndedAt : null,
    paymentMethod: report.paymentMethod ?? before.paymentMethod,
    // Once a card or account was taken away, nothing is collected by it: only what has ended keeps its name.
    paymentMethodLabel: report.paymentMethodLabel ?? (hasEndedNow ? before.paymentMethodLabel : null),
    cardExpiryMonth: report.paymentMethod || !hasEndedNow ? report.cardExpires : before.cardExpiryMonth,
    billingInterval,
    weeklyPence: weekly,
    collectionPence: gift,
    coverPence: cover,
    nextBillingInterval: pendingInterval,
    nextWeeklyPence: pendingInterval ? before.nextWeeklyPence : null,
    ...nextCollection({ ...updated, nextBillingInterval: pendingInterval }, report, status, fees),
    paidUntil: status === "late" || hasEndedNow ? before.paidUntil : report.periodEnd,
    skipsUntil: hasEndedNow ? null : report.skipsUntil,
    resumesOn: status === "paused" ? before.resumesOn : null,
    failureCode: status === "late" || status === "lapsed" ? (report.openInvoice?.failureCode ?? before.failureCode) : null,
    retryAt: status === "late" ? (report.openInvoice?.nextAttemptAt ?? null) : null,
    stripeOpenInvoiceId: status === "late" ? (report.openInvoice?.invoiceId ?? null) : null,
    stripeFingerprint: report.fingerprint,
  };
}

/** When and how much is collected next. Nothing is, while a plan is paused or after its end; a late one is tried again first. */
function nextCollection(
  plan: Plan,
  { periodEnd, skipsUntil, price, openInvoice }: SubscriptionDetails,
  status: PlanStatus,
  fees: PlanFees,
): Pick<Plan, "nextCollectionAt" | "nextCollectionPence"> {
  if (status === "paused" || hasEnded(status) || !periodEnd) return { nextCollectionAt: null, nextCollectionPence: null };
  if (status === "late" && openInvoice?.nextAttemptAt) return { nextCollectionAt: openInvoice.nextAttemptAt, nextCollectionPence: price };
  let nextAt = periodEnd;
  for (let times = 1; skipsUntil && nextAt < skipsUntil; times++) nextAt = collectionAfter(periodEnd, plan.billingInterval, times);
  return {
    nextCollectionAt: nextAt,
    nextCollectionPence: plan.nextBillingInterval ? nextPrice(plan, plan.nextBillingInterval, fees) : price,
  };
}

function nextPrice(plan: Plan, interval: BillingInterval, fees: PlanFees): Pence {
  const collection = collectionAmount(pence(plan.nextWeeklyPence ?? plan.weeklyPence), interval);
  return plan.coversFee ? add(collection, planFeeCover(collection, fees)) : collection;
}
