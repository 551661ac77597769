import { Temporal } from "temporal-polyfill";
import type { BillingInterval } from "./plan";

const intervalDuration: Record<BillingInterval, (times: number) => Temporal.DurationLike> = {
  weekly: (times) => ({ days: 7 * times }),
  four_weekly: (times) => ({ days: 28 * times }),
  monthly: (times) => ({ months: times }),
  yearly: (times) => ({ years: times }),
};

/**
 * The collection so many times after the first, as Stripe counts it: weeks are 7 x 24 hours in UTC; months and years
 * keep the first one's day and hour in UTC, and take a shorter month's last day in its place.
 */
export function collectionAfter(first: Date, interval: BillingInterval, times: number): Date {
  const anchor = Temporal.Instant.fromEpochMilliseconds(first.getTime()).toZonedDateTimeISO("UTC");
  return new Date(anchor.add(intervalDuration[interval](times)).epochMilliseconds);
}

/** The first so many collections. */
export const listCollectionDates = (first: Date, interval: BillingInterval, count: number): Date[] =>
  Array.from({ length: count }, (_, times) => collectionAfter(first, interval, times));
