/** How a plan stands. Drawn in GLOSSARY.md. */
export const planStatuses = ["pending", "expired", "starting", "active", "late", "paused", "cancelled", "lapsed"] as const;
export type PlanStatus = (typeof planStatuses)[number];

/**
 * Every move there is; any other is refused. A page that had expired can still have been agreed to: its news was slower.
 * A plan that was cancelled or has lapsed never comes back: a sponsor who comes back has a new one.
 */
export const transitions: Record<PlanStatus, readonly PlanStatus[]> = {
  pending: ["expired", "starting", "active"],
  expired: ["starting", "active"],
  starting: ["active", "late", "paused", "cancelled", "lapsed"],
  active: ["late", "paused", "cancelled", "lapsed"],
  late: ["active", "paused", "cancelled", "lapsed"],
  paused: ["starting", "active", "late", "cancelled", "lapsed"],
  cancelled: [],
  lapsed: [],
};

/** The ways that may have gone unseen, shortest first: what happened while nobody was told still happened. */
const multiStepTransitions: Partial<Record<PlanStatus, Partial<Record<PlanStatus, readonly PlanStatus[]>>>> = {
  pending: {
    late: ["starting", "late"],
    paused: ["active", "paused"],
    cancelled: ["starting", "cancelled"],
    lapsed: ["starting", "lapsed"],
  },
  expired: {
    late: ["starting", "late"],
    paused: ["active", "paused"],
    cancelled: ["starting", "cancelled"],
    lapsed: ["starting", "lapsed"],
  },
};

/** The standings passed on the way, the last one included. Null: there is no way. */
export function transitionPath(from: PlanStatus, to: PlanStatus): readonly PlanStatus[] | null {
  if (from === to) return [];
  if (transitions[from].includes(to)) return [to];
  return multiStepTransitions[from]?.[to] ?? null;
}

/** Plans that go on: their sponsors are counted. A paused one lights no room meanwhile. */
export const isLive = (status: PlanStatus): boolean => ["starting", "active", "late", "paused"].includes(status);
export const hasEnded = (status: PlanStatus): boolean => status === "cancelled" || status === "lapsed";

/** What Stripe says of a plan, now. */
export type PlanFacts = {
  checkoutStatus: "open" | "complete" | "expired" | null;
  subscriptionStatus: "none" | "incomplete" | "trialing" | "active" | "past_due" | "unpaid" | "paused" | "ended";
  /** Whether any collection was ever paid. */
  hasEverPaid: boolean;
  /** Whether the bank is at work on a collection: a Direct Debit takes days. */
  isProcessing: boolean;
  /** Why it ended. */
  endedBy: "sponsor" | "failure" | null;
};

/** The status that follows from the facts alone, whatever was known before. */
export function planStatus(facts: PlanFacts): PlanStatus {
  switch (facts.subscriptionStatus) {
    case "none":
      return facts.checkoutStatus === "expired" ? "expired" : "pending";
    case "incomplete":
      return facts.isProcessing ? "starting" : "pending";
    case "trialing":
      return "starting";
    case "active":
      return facts.hasEverPaid || !facts.isProcessing ? "active" : "starting";
    case "past_due":
      return facts.isProcessing ? (facts.hasEverPaid ? "active" : "starting") : "late";
    case "unpaid":
      return "late";
    case "paused":
      return "paused";
    case "ended":
      return facts.endedBy === "failure" ? "lapsed" : "cancelled";
  }
}
