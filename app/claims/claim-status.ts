/** The life of a claim. */
export const claimStatuses = ["ready", "sending", "unknown", "submitted", "accepted", "refused", "paid", "discarded"] as const;
export type ClaimStatus = (typeof claimStatuses)[number];

/** Every move there is; any other is refused. Drawn in GLOSSARY.md. */
export const claimTransitions: Record<ClaimStatus, readonly ClaimStatus[]> = {
  // By HMRC's own form a claim is accepted at once.
  ready: ["sending", "accepted", "discarded"],
  // Back to ready only where the request surely never left.
  sending: ["submitted", "accepted", "refused", "unknown", "ready"],
  unknown: ["submitted", "accepted", "refused", "ready"],
  submitted: ["accepted", "refused", "unknown"],
  refused: ["sending", "discarded"],
  // Given up: only what HMRC's test service took, which pays nothing.
  accepted: ["paid", "discarded"],
  paid: [],
  discarded: [],
};

export const canMoveClaim = (from: ClaimStatus, to: ClaimStatus): boolean => claimTransitions[from].includes(to);
