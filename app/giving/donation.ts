import { pence, subtract, zero, type Pence } from "~/platform/money";

/** The life of a donation. */
export const states = ["pending", "collecting", "paid", "failed", "expired", "refunded", "disputed", "charged_back"] as const;
export type DonationState = (typeof states)[number];

/**
 * Every move there is; any other is refused. Drawn in WORDS.md.
 * A donation that failed or expired can still be paid: the bank or the page was slower than the news of it.
 */
export const moves: Record<DonationState, readonly DonationState[]> = {
  pending: ["collecting", "paid", "failed", "expired"],
  collecting: ["paid", "failed"],
  paid: ["refunded", "disputed", "charged_back"],
  failed: ["collecting", "paid"],
  expired: ["collecting", "paid"],
  refunded: ["paid", "disputed", "charged_back"],
  disputed: ["paid", "refunded", "charged_back"],
  charged_back: [],
};

/** Whether a donation may go from one state to another in one move. */
export const mayMove = (from: DonationState, to: DonationState): boolean => moves[from].includes(to);

const money = new Set<DonationState>(["paid", "refunded", "disputed", "charged_back"]);

/** The states passed on the way, the last one included: what happened while nobody was told still happened. Null: there is no way. */
export function wayTo(from: DonationState, to: DonationState): DonationState[] | null {
  if (from === to) return [];
  if (mayMove(from, to)) return [to];
  if (!money.has(from) && money.has(to) && mayMove(from, "paid") && mayMove("paid", to)) return ["paid", to];
  return null;
}

/** What Stripe says of one payment, now. */
export type PaymentFacts = {
  session: "open" | "complete" | "expired" | null;
  payment: "none" | "waiting" | "processing" | "succeeded" | "refused" | "canceled";
  received: Pence;
  refunded: Pence;
  /** A lost claim is final; one that was won, or was only an enquiry, takes nothing. */
  dispute: "none" | "open" | "won" | "lost";
};

/** The state that follows from the facts alone, whatever was known before. */
export function stateOf(facts: PaymentFacts): DonationState {
  if (facts.payment === "succeeded") {
    if (facts.dispute === "lost") return "charged_back";
    if (facts.dispute === "open") return "disputed";
    return facts.received > 0 && facts.refunded >= facts.received ? "refunded" : "paid";
  }
  if (facts.payment === "processing") return "collecting";
  if (facts.payment === "refused" && facts.session === "complete") return "failed";
  if (facts.session === "expired" || facts.payment === "canceled") return "expired";
  return "pending";
}

/** What was given in all: the gift and the fee that the donor covered. */
export const givenIn = (donation: { giftPence: number; coverPence: number }): Pence => pence(donation.giftPence + donation.coverPence);

/** What of it the charity has: nothing before it is paid, and nothing that went back or that a bank holds. */
export function keptOf(donation: { state: DonationState; giftPence: number; coverPence: number; refundedPence: number }): Pence {
  if (donation.state !== "paid") return zero;
  return subtract(givenIn(donation), pence(donation.refundedPence));
}
