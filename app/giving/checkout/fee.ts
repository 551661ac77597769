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

/** Several fees on one sum, each rounded by itself as each is billed. */
export const feesOn = (sum: Pence, fees: readonly Fee[]): Pence => add(...fees.map((fee) => feeOn(sum, fee)));

/**
 * The smallest sum of which at least `gift` is left once all fees are taken. A fee never shrinks as a sum grows, so
 * adding the fees of each sum to the gift climbs to the smallest sum that is enough, and never past it.
 */
export function grossUp(gift: Pence, ...fees: readonly Fee[]): Pence {
  let sum = gift;
  for (;;) {
    const needed = add(gift, feesOn(sum, fees));
    if (needed === sum) return sum;
    sum = needed;
  }
}

/** What a donor adds so that the whole gift arrives: an estimate, since the card is not known yet. */
export const coverFor = (gift: Pence, ...fees: readonly Fee[]): Pence => subtract(grossUp(gift, ...fees), gift);

/** The gift with its fee covered. */
export const withCover = (gift: Pence, ...fees: readonly Fee[]): Pence => add(gift, coverFor(gift, ...fees));
