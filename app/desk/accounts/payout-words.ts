import type { BalanceTransactionKind, PayoutStatus } from "~/../prisma/client/client";

export const payoutStatusLabels: Record<PayoutStatus, string> = {
  pending: "Being made",
  in_transit: "On its way",
  paid: "Paid out",
  failed: "Refunded by the bank",
  canceled: "Called off",
};

/** A line of a payout, by what it is. */
export const lineKindLabels: Record<BalanceTransactionKind, string> = {
  charge: "Payment",
  charge_failure: "Payment that was taken back",
  refund: "Refund",
  refund_failure: "Refund that came back",
  dispute: "Dispute: taken by the bank",
  dispute_reversal: "Dispute won: given back",
  fee: "Stripe’s fee",
  payout: "Payout made before",
  payout_reversal: "Payout that the bank sent back",
  adjustment: "Stripe’s correction",
};
