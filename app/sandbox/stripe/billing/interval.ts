/** How often a price is collected. */
export type BillingInterval = { interval: string; interval_count: number };

export type Period = { start: number; end: number };

const day = 86_400;
const days: Record<string, number> = { day: 1, week: 7 };

/**
 * The first collection after a moment. Days and weeks are counted as 24 hours in UTC; months and years keep the
 * anchor's day, and take a shorter month's last day in its place. All times are seconds since 1970.
 * @param anchor one of the collections, before or after the moment
 */
export function nextCollection(interval: BillingInterval, anchor: number, moment: number): number {
  const step = days[interval.interval];
  if (step !== undefined) {
    const length = step * day * interval.interval_count;
    return anchor + (Math.floor((moment - anchor) / length) + 1) * length;
  }
  const months = (interval.interval === "year" ? 12 : 1) * interval.interval_count;
  let turns = Math.floor(monthsBetween(anchor, moment) / months) - 1;
  while (monthsAfter(anchor, turns * months) <= moment) turns++;
  return monthsAfter(anchor, turns * months);
}

/** The collection before the one that `nextCollection` finds: the whole period's beginning. */
export function lastCollection(interval: BillingInterval, anchor: number, moment: number): number {
  const length = days[interval.interval];
  const next = nextCollection(interval, anchor, moment);
  if (length !== undefined) return next - length * day * interval.interval_count;
  const months = (interval.interval === "year" ? 12 : 1) * interval.interval_count;
  const turns = Math.round(monthsBetween(anchor, next) / months);
  return monthsAfter(anchor, (turns - 1) * months);
}

/** What part of a price a shorter period costs, in whole pence. */
export function share(pence: number, whole: Period, part: Period): number {
  return Math.round((pence * (part.end - part.start)) / (whole.end - whole.start));
}

/** As the hosted page shows it: "every 4 weeks", "per month". */
export function intervalText({ interval, interval_count: count }: BillingInterval): string {
  return count === 1 ? `per ${interval}` : `every ${count} ${interval}s`;
}

export const sameInterval = (one: BillingInterval, other: BillingInterval): boolean =>
  one.interval === other.interval && one.interval_count === other.interval_count;

function monthsBetween(one: number, other: number): number {
  const from = new Date(one * 1000);
  const to = new Date(other * 1000);
  return (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
}

function monthsAfter(anchor: number, months: number): number {
  const at = new Date(anchor * 1000);
  const year = at.getUTCFullYear();
  const month = at.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()] as const;
  return Date.UTC(year, month, Math.min(at.getUTCDate(), lastDay), ...clock) / 1000;
}
