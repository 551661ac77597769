import { pence, type Pence } from "~/platform/money";

/** How often a plan is collected. Its price is weekly; its collection is a choice. The first is what we recommend. */
export const billingIntervals = ["four_weekly", "weekly", "monthly", "yearly"] as const;
export type BillingInterval = (typeof billingIntervals)[number];

export const billingIntervalLabels: Record<BillingInterval, { every: string; noun: string }> = {
  weekly: { every: "every week", noun: "week" },
  four_weekly: { every: "every 4 weeks", noun: "4 weeks" },
  monthly: { every: "every month", noun: "month" },
  yearly: { every: "every year", noun: "year" },
};

/** As Stripe has it. */
export const stripeIntervals: Record<BillingInterval, { interval: "week" | "month" | "year"; interval_count: number }> = {
  weekly: { interval: "week", interval_count: 1 },
  four_weekly: { interval: "week", interval_count: 4 },
  monthly: { interval: "month", interval_count: 1 },
  yearly: { interval: "year", interval_count: 1 },
};

export const collectionsPerYear: Record<BillingInterval, number> = { weekly: 52, four_weekly: 13, monthly: 12, yearly: 1 };

/** The smallest sum that one sponsor gives in a week. */
export const minWeekly = pence(250);
/** The largest: a year of it is just below the £25,000 that one collection may be. More is arranged in person. */
export const maxWeekly = pence(48_000);

/**
 * What one collection of a weekly sum comes to, in whole pence: 52 weeks a year, so £2.50 a week is £10 every four
 * weeks, £10.83 a month (the nearest penny, half a penny upwards) and £130 a year.
 */
export function collectionAmount(weekly: Pence, interval: BillingInterval): Pence {
  const perYear = collectionsPerYear[interval];
  return pence(Math.floor((weekly * 52 * 2 + perYear) / (perYear * 2)));
}

/** A Direct Debit costs at least its fixed fee, so weekly plans are by card only. */
export const allowsDirectDebit = (interval: BillingInterval): boolean => interval !== "weekly";

/** The furthest day that a sponsor may choose for the first collection, counted from today. */
export const maxStartDays = 31;
/** The longest pause, in months. */
export const maxPauseMonths = 12;
