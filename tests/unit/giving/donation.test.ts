import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  totalOf,
  netOf,
  canTransition,
  transitions,
  deriveDonationStatus,
  donationStatuses,
  transitionPath,
  type DonationStatus,
  type PaymentFacts,
} from "~/giving/donation";
import { pence } from "~/platform/money";

/** Every move there is, as GLOSSARY.md draws it. */
const expectedTransitions: [DonationStatus, DonationStatus][] = [
  ["pending", "collecting"],
  ["pending", "paid"],
  ["pending", "failed"],
  ["pending", "expired"],
  ["collecting", "paid"],
  ["collecting", "failed"],
  ["paid", "refunded"],
  ["paid", "disputed"],
  ["paid", "charged_back"],
  ["paid", "void"],
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

const everyPair = donationStatuses.flatMap((from) => donationStatuses.map((to) => [from, to] as const));
const anyState = fc.constantFrom(...donationStatuses);
const moneyArrived: readonly DonationStatus[] = ["paid", "refunded", "disputed", "charged_back"];

const facts: fc.Arbitrary<PaymentFacts> = fc.record({
  checkoutStatus: fc.constantFrom("open", "complete", "expired", null),
  paymentStatus: fc.constantFrom("none", "awaiting-payment", "processing", "succeeded", "declined", "canceled"),
  received: fc.nat(5000).map(pence),
  refunded: fc.nat(6000).map(pence),
  disputeStatus: fc.constantFrom("none", "open", "won", "lost"),
});

describe("moves", () => {
  it.each(everyPair)("from %s to %s are as the table says", (from, to) => {
    expect(canTransition(from, to)).toBe(expectedTransitions.some(([one, other]) => one === from && other === to));
  });

  it("name states only, each once", () => {
    for (const [from, next] of Object.entries(transitions)) {
      expect(donationStatuses).toContain(from);
      expect(new Set(next).size).toBe(next.length);
      expect(next).not.toContain(from);
    }
  });

  it("never lead from money that arrived back to before it arrived; what never was is the end", () => {
    for (const [from, to] of everyPair)
      if (moneyArrived.includes(from) && !moneyArrived.includes(to) && to !== "void") expect(canTransition(from, to)).toBe(false);
  });
});

describe("the way to a state", () => {
  it("uses moves only, and ends there", () => {
    for (const [from, to] of everyPair) {
      const way = transitionPath(from, to);
      if (way === null) continue;
      expect([from, ...way].at(-1)).toBe(to);
      for (const [step, state] of way.entries()) expect(canTransition(step === 0 ? from : (way[step - 1] ?? from), state)).toBe(true);
    }
  });

  it("passes through paid when the money went back before anybody heard that it came", () => {
    for (const from of ["pending", "collecting", "failed", "expired"] as const) {
      for (const to of ["refunded", "disputed", "charged_back"] as const) expect(transitionPath(from, to)).toEqual(["paid", to]);
    }
  });

  it("is nothing from a state to itself, and null where there is none", () => {
    for (const state of donationStatuses) expect(transitionPath(state, state)).toEqual([]);
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
      expect(transitionPath(from, to)).toBeNull();
    }
  });

  it("passes through paid whenever money has arrived that had not before", () => {
    fc.assert(
      fc.property(anyState, anyState, (from, to) => {
        const way = transitionPath(from, to);
        if (way && !moneyArrived.includes(from) && moneyArrived.includes(to)) expect(way[0]).toBe("paid");
      }),
    );
  });
});

describe("the state that follows from Stripe's facts", () => {
  const plain: PaymentFacts = {
    checkoutStatus: "complete",
    paymentStatus: "succeeded",
    received: pence(1000),
    refunded: pence(0),
    disputeStatus: "none",
  };
  it.each<[string, Partial<PaymentFacts>, DonationStatus]>([
    ["a page that was opened", { checkoutStatus: "open", paymentStatus: "none", received: pence(0) }, "pending"],
    ["a declined card on an open page", { checkoutStatus: "open", paymentStatus: "declined", received: pence(0) }, "pending"],
    ["3-D Secure under way", { checkoutStatus: "open", paymentStatus: "awaiting-payment", received: pence(0) }, "pending"],
    ["a page that closed", { checkoutStatus: "expired", paymentStatus: "none", received: pence(0) }, "expired"],
    ["a page that closed after a decline", { checkoutStatus: "expired", paymentStatus: "canceled", received: pence(0) }, "expired"],
    ["a payment that was called off", { checkoutStatus: "complete", paymentStatus: "canceled", received: pence(0) }, "expired"],
    ["a Direct Debit under way", { paymentStatus: "processing", received: pence(0) }, "collecting"],
    ["a Direct Debit that failed", { paymentStatus: "declined", received: pence(0) }, "failed"],
    ["a paid card", {}, "paid"],
    ["a partial refund", { refunded: pence(999) }, "paid"],
    ["a whole refund", { refunded: pence(1000) }, "refunded"],
    ["an open claim", { disputeStatus: "open" }, "disputed"],
    ["an open claim after a whole refund", { disputeStatus: "open", refunded: pence(1000) }, "disputed"],
    ["a won claim", { disputeStatus: "won" }, "paid"],
    ["a won claim after a whole refund", { disputeStatus: "won", refunded: pence(1000) }, "refunded"],
    ["a lost claim", { disputeStatus: "lost", refunded: pence(1000) }, "charged_back"],
  ])("of %s", (_what, change, state) => expect(deriveDonationStatus({ ...plain, ...change })).toBe(state));

  it("is always one of them, and never says that money is here when none came", () => {
    fc.assert(
      fc.property(facts, (known) => {
        const state = deriveDonationStatus(known);
        expect(donationStatuses).toContain(state);
        expect(moneyArrived.includes(state)).toBe(known.paymentStatus === "succeeded");
      }),
    );
  });
});

describe("what a gift came to", () => {
  const gift = fc.record({ status: anyState, giftPence: fc.integer({ min: 1, max: 2_500_000 }), coverPence: fc.nat(40_000) });

  it("is the gift and its cover", () => {
    fc.assert(fc.property(gift, (each) => void expect(totalOf(each)).toBe(each.giftPence + each.coverPence)));
  });

  it("is kept only while it is paid, less what went back, and never below nothing", () => {
    fc.assert(
      fc.property(gift, fc.double({ min: 0, max: 1, noNaN: true }), (each, share) => {
        const refundedPence = Math.floor(totalOf(each) * share);
        const kept = netOf({ ...each, refundedPence });
        expect(kept).toBe(each.status === "paid" ? totalOf(each) - refundedPence : 0);
        expect(kept).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
