import { pence, type Pence } from "~/platform/money";

/** How often a plan is collected. Its price is weekly; its collection is a choice. The first is what we recommend. */
export const rhythms = ["four_weekly", "weekly", "monthly", "yearly"] as const;
export type Rhythm = (typeof rhythms)[number];

export const rhythmWords: Record<Rhythm, { every: string; noun: string }> = {
  weekly: { every: "every week", noun: "week" },
  four_weekly: { every: "every 4 weeks", noun: "4 weeks" },
  monthly: { every: "every month", noun: "month" },
  yearly: { every: "every year", noun: "year" },
};

/** As Stripe has it. */
export const stripeRhythm: Record<Rhythm, { interval: "week" | "month" | "year"; interval_count: number }> = {
  weekly: { interval: "week", interval_count: 1 },
  four_weekly: { interval: "week", interval_count: 4 },
  monthly: { interval: "month", interval_count: 1 },
  yearly: { interval: "year", interval_count: 1 },
};

export const collectionsAYear: Record<Rhythm, number> = { weekly: 52, four_weekly: 13, monthly: 12, yearly: 1 };

/** The smallest sum that one sponsor gives in a week. */
export const smallestWeekly = pence(250);
/** The largest: a year of it is just below the £25,000 that one collection may be. More is arranged in person. */
export const largestWeekly = pence(48_000);

/**
 * What one collection of a weekly sum comes to, in whole pence: 52 weeks a year, so £2.50 a week is £10 every four
 * weeks, £10.83 a month (the nearest penny, half a penny upwards) and £130 a year.
 */
export function collectionOf(weekly: Pence, rhythm: Rhythm): Pence {
  const each = collectionsAYear[rhythm];
  return pence(Math.floor((weekly * 52 * 2 + each) / (each * 2)));
}

/** A Direct Debit costs at least its fixed fee, so weekly plans are by card only. */
export const takesDirectDebit = (rhythm: Rhythm): boolean => rhythm !== "weekly";

/** The furthest day that a sponsor may choose for the first collection, counted from today. */
export const furthestStart = 31;
/** The longest pause, in months. */
export const longestPause = 12;
