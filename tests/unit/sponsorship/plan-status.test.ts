import { describe, expect, it } from "vitest";
import {
  hasEnded,
  isLive,
  planStatus,
  planStatuses,
  transitionPath,
  transitions,
  type PlanFacts,
  type PlanStatus,
} from "~/sponsorship/plan-status";

const facts = (change: Partial<PlanFacts> = {}): PlanFacts => ({
  checkoutStatus: "complete",
  subscriptionStatus: "active",
  hasEverPaid: true,
  isProcessing: false,
  endedBy: null,
  ...change,
});

describe("the standing of a plan", () => {
  it.each<[Partial<PlanFacts>, PlanStatus]>([
    [{ subscriptionStatus: "none", checkoutStatus: "open" }, "pending"],
    [{ subscriptionStatus: "none", checkoutStatus: "expired" }, "expired"],
    [{ subscriptionStatus: "none", checkoutStatus: null }, "pending"],
    [{ subscriptionStatus: "incomplete", hasEverPaid: false }, "pending"],
    [{ subscriptionStatus: "incomplete", hasEverPaid: false, isProcessing: true }, "starting"],
    [{ subscriptionStatus: "trialing", hasEverPaid: false }, "starting"],
    [{ subscriptionStatus: "active", hasEverPaid: false, isProcessing: true }, "starting"],
    [{ subscriptionStatus: "active" }, "active"],
    [{ subscriptionStatus: "active", isProcessing: true }, "active"],
    [{ subscriptionStatus: "past_due" }, "late"],
    [{ subscriptionStatus: "past_due", isProcessing: true }, "active"],
    [{ subscriptionStatus: "past_due", isProcessing: true, hasEverPaid: false }, "starting"],
    [{ subscriptionStatus: "unpaid" }, "late"],
    [{ subscriptionStatus: "paused" }, "paused"],
    [{ subscriptionStatus: "ended", endedBy: "sponsor" }, "cancelled"],
    [{ subscriptionStatus: "ended", endedBy: "failure" }, "lapsed"],
  ])("of %o is %s", (change, standing) => expect(planStatus(facts(change))).toBe(standing));
});

describe("the moves of a plan", () => {
  // Written out, so that a change of the table is seen here.
  const allowed = new Set([
    "pending expired",
    "pending starting",
    "pending active",
    "expired starting",
    "expired active",
    "starting active",
    "starting late",
    "starting paused",
    "starting cancelled",
    "starting lapsed",
    "active late",
    "active paused",
    "active cancelled",
    "active lapsed",
    "late active",
    "late paused",
    "late cancelled",
    "late lapsed",
    "paused starting",
    "paused active",
    "paused late",
    "paused cancelled",
    "paused lapsed",
  ]);
  it.each(planStatuses.flatMap((from) => planStatuses.map((to) => [from, to] as const)))("from %s to %s", (from, to) => {
    expect(transitions[from].includes(to)).toBe(allowed.has(`${from} ${to}`));
    const way = transitionPath(from, to);
    if (from === to) expect(way).toEqual([]);
    else if (allowed.has(`${from} ${to}`)) expect(way).toEqual([to]);
    else if (hasEnded(from)) expect(way).toBeNull();
    // What went unseen is made of moves that are allowed, each of them.
    else if (way) expect([from, ...way].slice(0, -1).every((step, index) => allowed.has(`${step} ${way[index]}`))).toBe(true);
  });

  it("leads nowhere back: no plan that was agreed to is pending or expired again", () => {
    for (const from of ["starting", "active", "late", "paused", "cancelled", "lapsed"] as const)
      for (const to of ["pending", "expired"] as const) expect(transitionPath(from, to)).toBeNull();
  });

  it("knows the end, whatever was seen of the way there", () => {
    for (const from of planStatuses.filter((standing) => !hasEnded(standing)))
      for (const to of ["cancelled", "lapsed"] as const) expect(transitionPath(from, to)?.at(-1)).toBe(to);
  });

  it("counts the sponsors of a plan that goes on, and of no other", () => {
    expect(planStatuses.filter(isLive)).toEqual(["starting", "active", "late", "paused"]);
    expect(planStatuses.filter(hasEnded)).toEqual(["cancelled", "lapsed"]);
  });
});
