import { Temporal } from "temporal-polyfill";
import { londonDate, startOfLondonDate } from "~/platform/london-dates";

/** The year of a plan that ends with its so-many-th anniversary. A plan of 29 February has it on the 28th in other years. */
export function anniversaryYear(agreedAt: Date, years: number): { on: string; from: Date; until: Date } {
  const first = Temporal.PlainDate.from(londonDate(agreedAt));
  const [from, on] = [years - 1, years].map((after) => first.add({ years: after }).toString()) as [string, string];
  return { on, from: startOfLondonDate(from), until: startOfLondonDate(on) };
}

/**
 * The anniversary that an email is due for: the latest one, on the day or up to two weeks after.
 * @returns how many years, from 1; null: none
 */
export function dueAnniversary(agreedAt: Date, today: string): number | null {
  const first = Temporal.PlainDate.from(londonDate(agreedAt));
  const date = Temporal.PlainDate.from(today);
  const years = first.until(date, { largestUnit: "year" }).years;
  // Counting whole years from 29 February, its 28th does not count; the day after does.
  for (const count of [years + 1, years]) {
    if (count < 1) continue;
    const days = Temporal.PlainDate.from(anniversaryYear(agreedAt, count).on).until(date).days;
    if (days >= 0 && days < 14) return count;
  }
  return null;
}

/** The London date from which a card whose last month is this is written about: a month before the month's last day. */
export const expiryNoticeFrom = (month: string): string => {
  const last = Temporal.PlainYearMonth.from(month);
  return last.toPlainDate({ day: last.daysInMonth }).subtract({ months: 1 }).toString();
};
