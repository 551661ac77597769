import { describe, expect, it } from "vitest";
import { hasEnded, isLive, moves, standingOf, standings, wayTo, type PlanFacts, type Standing } from "~/sponsorship/plan-status";

const facts = (change: Partial<PlanFacts> = {}): PlanFacts => ({
  session: "complete",
  subscription: "active",
  everPaid: true,
  onItsWay: false,
  endedBy: null,
  ...change,
});

describe("the standing of a plan", () => {
  it.each<[Partial<PlanFacts>, Standing]>([
    [{ subscription: "none", session: "open" }, "pending"],
    [{ subscription: "none", session: "expired" }, "expired"],
    [{ subscription: "none", session: null }, "pending"],
    [{ subscription: "incomplete", everPaid: false }, "pending"],
    [{ subscription: "incomplete", everPaid: false, onItsWay: true }, "starting"],
    [{ subscription: "trialing", everPaid: false }, "starting"],
    [{ subscription: "active", everPaid: false, onItsWay: true }, "starting"],
    [{ subscription: "active" }, "active"],
    [{ subscription: "active", onItsWay: true }, "active"],
    [{ subscription: "past_due" }, "late"],
    [{ subscription: "past_due", onItsWay: true }, "active"],
    [{ subscription: "past_due", onItsWay: true, everPaid: false }, "starting"],
    [{ subscription: "unpaid" }, "late"],
    [{ subscription: "paused" }, "paused"],
    [{ subscription: "ended", endedBy: "sponsor" }, "cancelled"],
    [{ subscription: "ended", endedBy: "failure" }, "lapsed"],
  ])("of %o is %s", (change, standing) => expect(standingOf(facts(change))).toBe(standing));
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
  it.each(standings.flatMap((from) => standings.map((to) => [from, to] as const)))("from %s to %s", (from, to) => {
    expect(moves[from].includes(to)).toBe(allowed.has(`${from} ${to}`));
    const way = wayTo(from, to);
    if (from === to) expect(way).toEqual([]);
    else if (allowed.has(`${from} ${to}`)) expect(way).toEqual([to]);
    else if (hasEnded(from)) expect(way).toBeNull();
    // What went unseen is made of moves that are allowed, each of them.
    else if (way) expect([from, ...way].slice(0, -1).every((step, index) => allowed.has(`${step} ${way[index]}`))).toBe(true);
  });

  it("leads nowhere back: no plan that was agreed to is pending or expired again", () => {
    for (const from of ["starting", "active", "late", "paused", "cancelled", "lapsed"] as const)
      for (const to of ["pending", "expired"] as const) expect(wayTo(from, to)).toBeNull();
  });

  it("knows the end, whatever was seen of the way there", () => {
    for (const from of standings.filter((standing) => !hasEnded(standing)))
      for (const to of ["cancelled", "lapsed"] as const) expect(wayTo(from, to)?.at(-1)).toBe(to);
  });

  it("counts the sponsors of a plan that goes on, and of no other", () => {
    expect(standings.filter(isLive)).toEqual(["starting", "active", "late", "paused"]);
    expect(standings.filter(hasEnded)).toEqual(["cancelled", "lapsed"]);
  });
});
