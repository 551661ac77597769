import { parseAmount, formatPounds, pence, type Pence } from "~/platform/money";
import type { FormError } from "~/platform/ui/error-summary";
import { totalOf, type DonationStatus } from "../donation";

export const refundReasons = ["requested_by_customer", "duplicate", "fraudulent"] as const;
export type RefundReason = (typeof refundReasons)[number];

export const refundReasonLabels: Record<RefundReason, string> = {
  requested_by_customer: "The donor asked",
  duplicate: "Duplicate",
  fraudulent: "Fraud",
};

export const maxNoteLength = 500;

type Refundable = { status: DonationStatus; giftPence: number; coverPence: number; refundedPence: number };

/**
 * What can still be sent back, in pence: what was given, without what went back and what is asked for and not done yet.
 * Nothing before it has arrived, and nothing while a bank has its hand on it.
 */
export function refundablePence(gift: Refundable, requests: readonly { pence: number }[]): Pence {
  if (gift.status !== "paid") return pence(0);
  const requested = requests.reduce((sum, request) => sum + request.pence, 0);
  return pence(Math.max(0, totalOf(gift) - gift.refundedPence - requested));
}

export type RefundInput = { amount: string; reason: string; note: string };
export type RefundForm = { pence: Pence; reason: RefundReason; note: string | null };

/** Reads the form for a refund. @param refundable what is left, in pence: more is never taken */
export function parseRefundForm(input: RefundInput, refundable: Pence): { form: RefundForm } | { errors: FormError[] } {
  const errors: FormError[] = [];
  const amount = parseAmount(input.amount, { min: pence(1), max: refundable });
  if (!amount.ok) {
    const message =
      amount.reason === "too-large"
        ? `Enter ${formatPounds(refundable)} or less: that is what is left of this donation`
        : "Enter an amount, such as 12.50";
    errors.push({ field: "amount", message });
  }
  const reason = refundReasons.find((each) => each === input.reason);
  if (!reason) errors.push({ field: "reason", message: "Choose a reason" });
  const note = input.note.trim();
  if (note.length > maxNoteLength) errors.push({ field: "note", message: `Use ${maxNoteLength} characters or fewer (now ${note.length})` });
  if (!amount.ok || !reason || errors.length > 0) return { errors };
  return { form: { pence: amount.pence, reason, note: note || null } };
}

const failureTexts: Record<string, string> = {
  charge_already_refunded: "all of it was refunded before.",
  charge_disputed: "the donor’s bank disputes it, so it can’t be refunded as well.",
  amount_too_large: "it is more than what is left of the donation.",
  insufficient_funds: "the balance at Stripe is too low. Add money to it there, then ask again.",
  balance_insufficient: "the balance at Stripe is too low. Add money to it there, then ask again.",
};

/** Why Stripe said no, as the end of a sentence. @param code Stripe's, such as charge_disputed: https://docs.stripe.com/error-codes */
export const refundFailureText = (code: string | null): string =>
  (code !== null && failureTexts[code]) || `it gave no reason that we know (${code ?? "none"}). Its own page of the payment says more.`;
