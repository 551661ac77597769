import { add, pence, subtract, type Pence } from "~/platform/money";

/** What Stripe takes of one payment: a share of it and a fixed sum, within bounds. */
export type Fee = { rate: number; fixedPence?: number; minPence?: number; maxPence?: number };

/** Rates have at most four decimals of a percent, so sums in millionths are exact where binary fractions are not. */
const millionths = (rate: number): number => Math.round(rate * 1_000_000);

/** The fee on a sum, rounded to the nearest penny as Stripe does, half a penny upwards. */
export function feeOn(sum: Pence, fee: Fee): Pence {
  const share = Math.floor((sum * millionths(fee.rate) + 500_000) / 1_000_000) + (fee.fixedPence ?? 0);
  return pence(Math.min(Math.max(share, fee.minPence ?? 0), fee.maxPence ?? Number.MAX_SAFE_INTEGER));
}

/**
 * The smallest sum of which at least `gift` is left once the fee is taken. A fee never shrinks as a sum grows, so
 * adding the fee of each sum to the gift climbs to the smallest sum that is enough, and never past it.
 */
export function sumThatLeaves(gift: Pence, fee: Fee): Pence {
  let sum = gift;
  for (;;) {
    const enough = add(gift, feeOn(sum, fee));
    if (enough === sum) return sum;
    sum = enough;
  }
}

/** What a donor adds so that the whole gift arrives: an estimate, since the card is not known yet. */
export const coverFor = (gift: Pence, fee: Fee): Pence => subtract(sumThatLeaves(gift, fee), gift);

/** The gift with its fee covered. */
export const withCover = (gift: Pence, fee: Fee): Pence => add(gift, coverFor(gift, fee));
