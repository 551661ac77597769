import { formatLondonDate } from "~/platform/london-dates";
import { taxYearOf } from "./gift-aid";

/** The London dates of a tax year, by the year in which it starts: 6 April to 5 April. */
export const taxYearDates = (year: number): { from: string; to: string } => ({ from: `${year}-04-06`, to: `${year + 1}-04-05` });

/** "6 April 2026 to 5 April 2027". */
export const formatTaxYear = (year: number): string => {
  const { from, to } = taxYearDates(year);
  return `${formatLondonDate(from)} to ${formatLondonDate(to)}`;
};

/** The tax years that some London dates lie in, newest first. */
export const listTaxYears = (dates: readonly string[]): number[] => [...new Set(dates.map(taxYearOf))].toSorted((a, b) => b - a);
