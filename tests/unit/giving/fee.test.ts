import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coverFor, feeOn, grossUp, withCover, type Fee } from "~/giving/checkout/fee";
import { add, pence } from "~/platform/money";

const card: Fee = { rate: 0.015, fixedPence: 20 };
const bacs: Fee = { rate: 0.01, minPence: 20, maxPence: 400 };
const gift = fc.integer({ min: 1, max: 2_500_000 }).map(pence);

/** Rates have at most four decimals of a percent, and never reach a fifth. */
const anyFee: fc.Arbitrary<Fee> = fc.record(
  {
    rate: fc.integer({ min: 0, max: 200_000 }).map((millionths) => millionths / 1_000_000),
    fixedPence: fc.integer({ min: 0, max: 500 }),
    minPence: fc.integer({ min: 0, max: 300 }),
    maxPence: fc.integer({ min: 300, max: 5000 }),
  },
  { requiredKeys: ["rate"] },
);

/** The same fee in whole numbers of any size, as the price page says it: a share to the nearest penny, and a fixed sum. */
function feeByHand(sum: number, { rate, fixedPence = 0, minPence = 0, maxPence }: Fee): number {
  const share = (BigInt(sum) * BigInt(Math.round(rate * 1e6)) * 2n + 1_000_000n) / 2_000_000n;
  const fee = Math.max(Number(share) + fixedPence, minPence);
  return maxPence === undefined ? fee : Math.min(fee, maxPence);
}

describe("the fee on a sum", () => {
  it.each([
    [274, card, 24],
    [1036, card, 36],
    [100, card, 22],
    [1000, card, 35],
    [2_500_000, card, 37_520],
    [0, card, 20],
    [100, bacs, 20],
    [2000, bacs, 20],
    [2049, bacs, 20],
    [2050, bacs, 21],
    [40_000, bacs, 400],
    [2_500_000, bacs, 400],
  ])("of %i pence is right to the penny", (sum, fee, expected) => {
    expect(feeOn(pence(sum), fee)).toBe(expected);
  });

  it("is the price page's, for every fee and sum", () => {
    fc.assert(fc.property(gift, anyFee, (sum, fee) => void expect(feeOn(sum, fee)).toBe(feeByHand(sum, fee))));
  });

  it("never shrinks as the sum grows, and takes at most one penny more for one penny", () => {
    fc.assert(
      fc.property(gift, anyFee, (sum, fee) => {
        const more = feeOn(pence(sum + 1), fee) - feeOn(sum, fee);
        expect(more === 0 || more === 1).toBe(true);
      }),
    );
  });
});

describe("covering the fee", () => {
  it.each([
    [250, 274],
    [1000, 1036],
  ])("of %i pence by card asks for %i", (wanted, sum) => {
    expect(grossUp(pence(wanted), card)).toBe(sum);
  });

  it("asks for the smallest sum that leaves the gift whole", () => {
    fc.assert(
      fc.property(gift, anyFee, (wanted, fee) => {
        const sum = grossUp(wanted, fee);
        expect(sum - feeByHand(sum, fee)).toBeGreaterThanOrEqual(wanted);
        expect(sum - 1 - feeByHand(sum - 1, fee)).toBeLessThan(wanted);
      }),
      {
        numRuns: 500,
        examples: [
          [pence(1), card],
          [pence(2_500_000), card],
          [pence(2_500_000), bacs],
          [pence(1), bacs],
        ],
      },
    );
  });

  it("is the smallest among all sums, counted one by one", () => {
    for (const fee of [card, bacs, { rate: 0.2 }, { rate: 0, fixedPence: 7 }, { rate: 0 }]) {
      let smallest = 1;
      for (let wanted = 1; wanted <= 6000; wanted++) {
        while (smallest - feeByHand(smallest, fee) < wanted) smallest++;
        expect(grossUp(pence(wanted), fee)).toBe(smallest);
      }
    }
  });

  it("adds up: gift and cover are what is asked for", () => {
    fc.assert(fc.property(gift, anyFee, (wanted, fee) => void expect(add(wanted, coverFor(wanted, fee))).toBe(withCover(wanted, fee))));
    expect(coverFor(pence(1000), card)).toBe(36);
  });
});
