import type { Plan, PlanChangeRequest, Room } from "~/../prisma/client/client";
import { declineReasonText } from "~/giving/payments/decline-reasons";
import { fromDateColumn, londonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { collectionBreakdown } from "./change-amount.server";
import { formatDate, formatWeekdayDate } from "~/platform/format-date";
import { billingIntervalLabels } from "../plan";
import { hasEnded, isLive, type PlanStatus } from "../plan-status";

type PlanToSummarize = Plan & { room: Room | null; changeRequest?: PlanChangeRequest | null };

/** What a page shows of how a plan stands: the next sum and date first. All ready to be read. */
export type StatusSummary = { label: string; tone: "lit" | "neutral" | "warning"; headline: string; details: string[] };

export type PlanSummary = {
  id: string;
  reference: string;
  token: string;
  status: PlanStatus;
  statusSummary: StatusSummary;
  room: string | null;
  weekly: string;
  /** Such as "£10.00 every 4 weeks"; of it, what covers the fee. */
  collected: string;
  cover: string | null;
  paymentMethodLabel: string | null;
  /** Such as "From 5 October 2026: £10.83 every month". */
  pendingChange: string | null;
  ended: boolean;
  live: boolean;
  skipping: boolean;
  /** The next collection's London date in words; null: none is to come. */
  next: string | null;
};

const formatDay = (instant: Date) => formatWeekdayDate(londonDate(instant));

export function summarizePlan(plan: PlanToSummarize, at: Date): PlanSummary {
  const pendingInterval =
    plan.nextBillingInterval && plan.nextBillingIntervalAt ? { interval: plan.nextBillingInterval, at: plan.nextBillingIntervalAt } : null;
  const pendingTotal =
    pendingInterval && collectionBreakdown(plan, pence(plan.nextWeeklyPence ?? plan.weeklyPence), pendingInterval.interval).total;
  return {
    id: plan.id,
    reference: plan.reference,
    token: plan.token,
    status: plan.status,
    statusSummary: summarizeStatus(plan, at),
    room: plan.room?.name ?? null,
    weekly: `${formatPounds(pence(plan.weeklyPence))} a week`,
    collected: `${formatPrice(plan)} ${billingIntervalLabels[plan.billingInterval].every}`,
    cover: plan.coverPence > 0 ? formatPounds(pence(plan.coverPence)) : null,
    paymentMethodLabel: formatPaymentMethod(plan),
    pendingChange:
      pendingInterval &&
      pendingTotal &&
      `From ${formatDate(londonDate(pendingInterval.at))}: ${formatPounds(pendingTotal)} ${billingIntervalLabels[pendingInterval.interval].every}`,
    ended: hasEnded(plan.status),
    live: isLive(plan.status),
    skipping: isSkippingAt(plan, at),
    next: plan.nextCollectionAt && formatDay(plan.nextCollectionAt),
  };
}

export const isSkippingAt = ({ skipsUntil }: Plan, at: Date): boolean => skipsUntil !== null && skipsUntil > at;
export const formatPrice = ({ collectionPence, coverPence }: Plan): string => formatPounds(pence(collectionPence + coverPence));

function formatPaymentMethod({ paymentMethodLabel, cardExpiryMonth }: Plan): string | null {
  if (!paymentMethodLabel) return null;
  const [year = "", month = ""] = (cardExpiryMonth ?? "").split("-");
  return cardExpiryMonth ? `${paymentMethodLabel}, until ${month}/${year.slice(2)}` : paymentMethodLabel;
}

/** How a plan stands, in plain words. */
export function summarizeStatus(plan: PlanToSummarize, at: Date): StatusSummary {
  if (plan.changeRequest?.kind === "cancel" && !hasEnded(plan.status)) return stoppingSummary;
  const next =
    plan.nextCollectionAt && plan.nextCollectionPence
      ? `${formatPounds(pence(plan.nextCollectionPence))} on ${formatDay(plan.nextCollectionAt)}`
      : null;
  if (plan.mandateEndedAt && (plan.status === "active" || plan.status === "starting")) return noMandateSummary;
  switch (plan.status) {
    case "late":
      return lateSummary(plan);
    case "paused":
      return pausedSummary(plan, at);
    case "cancelled":
      return endedSummary("Stopped", ["Thank you for what you gave. Your receipts stay valid, and you can come back at any time."]);
    case "lapsed":
      return endedSummary("Ended", [
        "A payment did not go through, and was tried for the last time, so your sponsorship ended. If you would like to continue, start again with everything filled in.",
      ]);
    case "starting":
      return { label: "Set up", tone: "lit", headline: next ?? "On its way", details: [startingText(plan)] };
    default:
      return { label: "Up to date", tone: "lit", headline: next ?? "Up to date", details: activeText(plan, at) };
  }
}

const stoppingSummary: StatusSummary = {
  label: "Being cancelled",
  tone: "neutral",
  headline: "We are cancelling it",
  details: ["Stripe, which takes the payments, could not be reached. We keep trying, and send you an email when it is done."],
};

const noMandateSummary: StatusSummary = {
  label: "Direct Debit cancelled",
  tone: "warning",
  headline: "Nothing can be collected",
  details: [
    "Your bank tells us that your Direct Debit has been cancelled. You owe nothing. To go on, give another card or account; it takes a minute, and nothing is taken before the next payment is due.",
  ],
};

const endedSummary = (label: string, details: string[]): StatusSummary => ({
  label,
  tone: "neutral",
  headline: "Nothing more will be taken",
  details,
});

function startingText({ paymentMethod, paidUntil, startsOn }: Plan): string {
  if (paymentMethod === "bacs_debit" && paidUntil && startsOn === null)
    return "Your first Direct Debit is on its way from the bank, and the one after it is on this day. We write to you when the first has arrived.";
  return "Your first payment. Until then there is nothing to do.";
}

function activeText(plan: Plan, at: Date): string[] {
  const skip = isSkippingAt(plan, at) ? ["The payment before that is skipped, as you asked."] : [];
  return [...skip, "Your next payment. Until then there is nothing to do."];
}

function lateSummary(plan: Plan): StatusSummary {
  const reason = declineReasonText(plan.failureCode) ?? "Your payment didn’t go through.";
  const retry = plan.retryAt ? `We try once more on ${formatDay(plan.retryAt)}. ` : "";
  return {
    label: "Payment did not go through",
    tone: "warning",
    headline: `${formatPrice(plan)} is still open`,
    details: [reason, `${retry}Use a new card to pay it now.`],
  };
}

function pausedSummary(plan: Plan, at: Date): StatusSummary {
  const paidText = plan.paidUntil && plan.paidUntil > at ? [`What you gave lasts until ${formatDay(plan.paidUntil)}.`] : [];
  if (!plan.resumesOn)
    return { label: "Paused", tone: "neutral", headline: "Nothing is taken", details: [...paidText, "It stays so until you start again."] };
  return {
    label: "Paused",
    tone: "neutral",
    headline: `Starts again on ${formatWeekdayDate(fromDateColumn(plan.resumesOn))}`,
    details: [`${formatPrice(plan)} is taken that day. We write to you a week before.`, ...paidText],
  };
}
