import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { givenIn, keptOf, mayMove, moves, stateOf, states, wayTo, type DonationState, type PaymentFacts } from "~/giving/donation";
import { pence } from "~/platform/money";

/** Every move there is, as WORDS.md draws it. */
const expectedMoves: [DonationState, DonationState][] = [
  ["pending", "collecting"],
  ["pending", "paid"],
  ["pending", "failed"],
  ["pending", "expired"],
  ["collecting", "paid"],
  ["collecting", "failed"],
  ["paid", "refunded"],
  ["paid", "disputed"],
  ["paid", "charged_back"],
  ["failed", "collecting"],
  ["failed", "paid"],
  ["expired", "collecting"],
  ["expired", "paid"],
  ["refunded", "paid"],
  ["refunded", "disputed"],
  ["refunded", "charged_back"],
  ["disputed", "paid"],
  ["disputed", "refunded"],
  ["disputed", "charged_back"],
];

const everyPair = states.flatMap((from) => states.map((to) => [from, to] as const));
const anyState = fc.constantFrom(...states);
const moneyArrived: readonly DonationState[] = ["paid", "refunded", "disputed", "charged_back"];

const facts: fc.Arbitrary<PaymentFacts> = fc.record({
  session: fc.constantFrom("open", "complete", "expired", null),
  payment: fc.constantFrom("none", "waiting", "processing", "succeeded", "refused", "canceled"),
  received: fc.nat(5000).map(pence),
  refunded: fc.nat(6000).map(pence),
  dispute: fc.constantFrom("none", "open", "won", "lost"),
});

describe("moves", () => {
  it.each(everyPair)("from %s to %s are as the table says", (from, to) => {
    expect(mayMove(from, to)).toBe(expectedMoves.some(([one, other]) => one === from && other === to));
  });

  it("name states only, each once", () => {
    for (const [from, next] of Object.entries(moves)) {
      expect(states).toContain(from);
      expect(new Set(next).size).toBe(next.length);
      expect(next).not.toContain(from);
    }
  });

  it("never lead from money that arrived back to before it arrived", () => {
    for (const [from, to] of everyPair)
      if (moneyArrived.includes(from) && !moneyArrived.includes(to)) expect(mayMove(from, to)).toBe(false);
  });
});

describe("the way to a state", () => {
  it("uses moves only, and ends there", () => {
    for (const [from, to] of everyPair) {
      const way = wayTo(from, to);
      if (way === null) continue;
      expect([from, ...way].at(-1)).toBe(to);
      for (const [step, state] of way.entries()) expect(mayMove(step === 0 ? from : (way[step - 1] ?? from), state)).toBe(true);
    }
  });

  it("passes through paid when the money went back before anybody heard that it came", () => {
    for (const from of ["pending", "collecting", "failed", "expired"] as const) {
      for (const to of ["refunded", "disputed", "charged_back"] as const) expect(wayTo(from, to)).toEqual(["paid", to]);
    }
  });

  it("is nothing from a state to itself, and null where there is none", () => {
    for (const state of states) expect(wayTo(state, state)).toEqual([]);
    for (const [from, to] of [
      ["charged_back", "paid"],
      ["charged_back", "refunded"],
      ["paid", "pending"],
      ["paid", "collecting"],
      ["paid", "failed"],
      ["paid", "expired"],
      ["collecting", "pending"],
      ["collecting", "expired"],
      ["refunded", "failed"],
    ] as const) {
      expect(wayTo(from, to)).toBeNull();
    }
  });

  it("passes through paid whenever money has arrived that had not before", () => {
    fc.assert(
      fc.property(anyState, anyState, (from, to) => {
        const way = wayTo(from, to);
        if (way && !moneyArrived.includes(from) && moneyArrived.includes(to)) expect(way[0]).toBe("paid");
      }),
    );
  });
});

describe("the state that follows from Stripe's facts", () => {
  const plain: PaymentFacts = { session: "complete", payment: "succeeded", received: pence(1000), refunded: pence(0), dispute: "none" };
  it.each<[string, Partial<PaymentFacts>, DonationState]>([
    ["a page that was opened", { session: "open", payment: "none", received: pence(0) }, "pending"],
    ["a declined card on an open page", { session: "open", payment: "refused", received: pence(0) }, "pending"],
    ["3-D Secure under way", { session: "open", payment: "waiting", received: pence(0) }, "pending"],
    ["a page that closed", { session: "expired", payment: "none", received: pence(0) }, "expired"],
    ["a page that closed after a decline", { session: "expired", payment: "canceled", received: pence(0) }, "expired"],
    ["a payment that was called off", { session: "complete", payment: "canceled", received: pence(0) }, "expired"],
    ["a Direct Debit under way", { payment: "processing", received: pence(0) }, "collecting"],
    ["a Direct Debit that failed", { payment: "refused", received: pence(0) }, "failed"],
    ["a paid card", {}, "paid"],
    ["a partial refund", { refunded: pence(999) }, "paid"],
    ["a whole refund", { refunded: pence(1000) }, "refunded"],
    ["an open claim", { dispute: "open" }, "disputed"],
    ["an open claim after a whole refund", { dispute: "open", refunded: pence(1000) }, "disputed"],
    ["a won claim", { dispute: "won" }, "paid"],
    ["a won claim after a whole refund", { dispute: "won", refunded: pence(1000) }, "refunded"],
    ["a lost claim", { dispute: "lost", refunded: pence(1000) }, "charged_back"],
  ])("of %s", (_what, change, state) => expect(stateOf({ ...plain, ...change })).toBe(state));

  it("is always one of them, and never says that money is here when none came", () => {
    fc.assert(
      fc.property(facts, (known) => {
        const state = stateOf(known);
        expect(states).toContain(state);
        expect(moneyArrived.includes(state)).toBe(known.payment === "succeeded");
      }),
    );
  });
});

describe("what a gift came to", () => {
  const gift = fc.record({ state: anyState, giftPence: fc.integer({ min: 1, max: 2_500_000 }), coverPence: fc.nat(40_000) });

  it("is the gift and its cover", () => {
    fc.assert(fc.property(gift, (each) => void expect(givenIn(each)).toBe(each.giftPence + each.coverPence)));
  });

  it("is kept only while it is paid, less what went back, and never below nothing", () => {
    fc.assert(
      fc.property(gift, fc.double({ min: 0, max: 1, noNaN: true }), (each, share) => {
        const refundedPence = Math.floor(givenIn(each) * share);
        const kept = keptOf({ ...each, refundedPence });
        expect(kept).toBe(each.state === "paid" ? givenIn(each) - refundedPence : 0);
        expect(kept).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
