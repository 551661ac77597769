import { Temporal } from "temporal-polyfill";
import { addDays } from "~/platform/london-dates";
import { taxYearOf } from "../gift-aid/gift-aid";
import { taxYearDates } from "../gift-aid/tax-year";

/**
 * Charities Act 2011 s. 131 for accounts, from the end of the financial year; HMRC, "Gift Aid declarations: claiming tax back on
 * donations", for declarations, from the last donation claimed for.
 */
export const retentionYears = 6;

/** The last London date of the financial year that a date lies in. `financialYearEnd`: MM-DD. */
function financialYearEndOf(date: string, financialYearEnd: string): string {
  const monthDay = Temporal.PlainMonthDay.from(financialYearEnd);
  const year = Number(date.slice(0, 4));
  const end = monthDay.toPlainDate({ year }).toString();
  return end >= date ? end : monthDay.toPlainDate({ year: year + 1 }).toString();
}

const yearsLater = (date: string, years: number) => Temporal.PlainDate.from(date).add({ years }).toString();

/** The last London date on which something of a London date is kept: six years after its tax year, or its financial year if that ends later. */
export function retainedUntil(date: string, financialYearEnd: string): string {
  const taxYearEnd = taxYearDates(taxYearOf(date)).to;
  const otherEnd = financialYearEndOf(date, financialYearEnd);
  return yearsLater(otherEnd > taxYearEnd ? otherEnd : taxYearEnd, retentionYears);
}

/** The first London date of which something is still kept today: what is of an earlier date is to be forgotten. */
export function firstRetainedDate(today: string, financialYearEnd: string): string {
  // Of a 29 February it is the day after 28 February: what was kept until the 28th is over.
  const sixYearsAgo = today.endsWith("-02-29") ? addDays(yearsLater(today, -retentionYears), 1) : yearsLater(today, -retentionYears);
  const taxYearStart = taxYearDates(taxYearOf(sixYearsAgo)).from;
  const financialYearStart = addDays(financialYearEndOf(yearsLater(sixYearsAgo, -1), financialYearEnd), 1);
  return taxYearStart < financialYearStart ? taxYearStart : financialYearStart;
}
