import { pence, subtract, zero, type Pence } from "~/platform/money";

/** The life of a donation. */
export const donationStatuses = [
  "pending",
  "collecting",
  "paid",
  "failed",
  "expired",
  "refunded",
  "disputed",
  "charged_back",
  "void",
] as const;
export type DonationStatus = (typeof donationStatuses)[number];

/**
 * Every move there is; any other is refused. Drawn in GLOSSARY.md.
 * A donation that failed or expired can still be paid: the bank or the page was slower than the news of it.
 */
export const transitions: Record<DonationStatus, readonly DonationStatus[]> = {
  pending: ["collecting", "paid", "failed", "expired"],
  collecting: ["paid", "failed"],
  paid: ["refunded", "disputed", "charged_back", "void"],
  failed: ["collecting", "paid"],
  expired: ["collecting", "paid"],
  refunded: ["paid", "disputed", "charged_back"],
  disputed: ["paid", "refunded", "charged_back"],
  charged_back: [],
  void: [],
};

/** Whether a donation may go from one state to another in one move. */
export const canTransition = (from: DonationStatus, to: DonationStatus): boolean => transitions[from].includes(to);

const paidStatuses = new Set<DonationStatus>(["paid", "refunded", "disputed", "charged_back"]);

/** The states passed on the way, the last one included: what happened while nobody was told still happened. Null: there is no way. */
export function transitionPath(from: DonationStatus, to: DonationStatus): DonationStatus[] | null {
  if (from === to) return [];
  if (canTransition(from, to)) return [to];
  if (!paidStatuses.has(from) && paidStatuses.has(to) && canTransition(from, "paid") && canTransition("paid", to)) return ["paid", to];
  return null;
}

/** What Stripe says of one payment, now. */
export type PaymentFacts = {
  checkoutStatus: "open" | "complete" | "expired" | null;
  paymentStatus: "none" | "awaiting-payment" | "processing" | "succeeded" | "declined" | "canceled";
  received: Pence;
  refunded: Pence;
  /** A lost claim is final; one that was won, or was only an enquiry, takes nothing. */
  disputeStatus: "none" | "open" | "won" | "lost";
};

/** The state that follows from the facts alone, whatever was known before. */
export function deriveDonationStatus(facts: PaymentFacts): DonationStatus {
  if (facts.paymentStatus === "succeeded") {
    if (facts.disputeStatus === "lost") return "charged_back";
    if (facts.disputeStatus === "open") return "disputed";
    return facts.received > 0 && facts.refunded >= facts.received ? "refunded" : "paid";
  }
  if (facts.paymentStatus === "processing") return "collecting";
  if (facts.paymentStatus === "declined" && facts.checkoutStatus === "complete") return "failed";
  if (facts.checkoutStatus === "expired" || facts.paymentStatus === "canceled") return "expired";
  return "pending";
}

/** What was given in all: the gift and the fee that the donor covered. */
export const totalOf = (donation: { giftPence: number; coverPence: number }): Pence => pence(donation.giftPence + donation.coverPence);

/** What of it the charity has: nothing before it is paid, and nothing that went back or that a bank holds. */
export function netOf(donation: { status: DonationStatus; giftPence: number; coverPence: number; refundedPence: number }): Pence {
  if (donation.status !== "paid") return zero;
  return subtract(totalOf(donation), pence(donation.refundedPence));
}
