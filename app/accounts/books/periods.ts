import { Temporal } from "temporal-polyfill";
import { addDays } from "~/platform/london-dates";

/** London dates, both included. */
export type Period = { from: string; to: string };

/** The financial year that ends in a calendar year. @param yearEnd MM-DD */
export function financialYear(endsIn: number, yearEnd: string): Period {
  const end = (year: number) => Temporal.PlainMonthDay.from(yearEnd).toPlainDate({ year }).toString();
  return { from: addDays(end(endsIn - 1), 1), to: end(endsIn) };
}

/** The calendar year in which the financial year of a London date ends. */
export function financialYearOf(date: string, yearEnd: string): number {
  const year = Number(date.slice(0, 4));
  return date <= financialYear(year, yearEnd).to ? year : year + 1;
}

/** The months of a time, in order: the first and the last begin and end with it. Together they are all of it. */
export function monthsOf({ from, to }: Period): (Period & { month: string })[] {
  const months: (Period & { month: string })[] = [];
  for (let first = from; first <= to;) {
    const last = Temporal.PlainDate.from(first).toPlainYearMonth().toPlainDate({ day: 31 }).toString();
    months.push({ month: first.slice(0, 7), from: first, to: last < to ? last : to });
    first = addDays(last, 1);
  }
  return months;
}
