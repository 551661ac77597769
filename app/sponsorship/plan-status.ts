/** How a plan stands. Drawn in WORDS.md. */
export const standings = ["pending", "expired", "starting", "active", "late", "paused", "cancelled", "lapsed"] as const;
export type Standing = (typeof standings)[number];

/**
 * Every move there is; any other is refused. A page that had expired can still have been agreed to: its news was slower.
 * A plan that was cancelled or has lapsed never comes back: a sponsor who comes back has a new one.
 */
export const moves: Record<Standing, readonly Standing[]> = {
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
const unseen: Partial<Record<Standing, Partial<Record<Standing, readonly Standing[]>>>> = {
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
export function wayTo(from: Standing, to: Standing): readonly Standing[] | null {
  if (from === to) return [];
  if (moves[from].includes(to)) return [to];
  return unseen[from]?.[to] ?? null;
}

/** Plans that go on: their sponsors are counted. A paused one lights no room meanwhile. */
export const isLive = (standing: Standing): boolean => ["starting", "active", "late", "paused"].includes(standing);
export const hasEnded = (standing: Standing): boolean => standing === "cancelled" || standing === "lapsed";

/** What Stripe says of a plan, now. */
export type PlanFacts = {
  session: "open" | "complete" | "expired" | null;
  subscription: "none" | "incomplete" | "trialing" | "active" | "past_due" | "unpaid" | "paused" | "ended";
  /** Whether any collection was ever paid. */
  everPaid: boolean;
  /** Whether the bank is at work on a collection: a Direct Debit takes days. */
  onItsWay: boolean;
  /** Why it ended. */
  endedBy: "sponsor" | "failure" | null;
};

/** The standing that follows from the facts alone, whatever was known before. */
export function standingOf(facts: PlanFacts): Standing {
  switch (facts.subscription) {
    case "none":
      return facts.session === "expired" ? "expired" : "pending";
    case "incomplete":
      return facts.onItsWay ? "starting" : "pending";
    case "trialing":
      return "starting";
    case "active":
      return facts.everPaid || !facts.onItsWay ? "active" : "starting";
    case "past_due":
      return facts.onItsWay ? (facts.everPaid ? "active" : "starting") : "late";
    case "unpaid":
      return "late";
    case "paused":
      return "paused";
    case "ended":
      return facts.endedBy === "failure" ? "lapsed" : "cancelled";
  }
}
