import { addDays, startOfLondonDate } from "~/platform/london-dates";

/** A London month (2026-11) or tax year (2026/27, from 6 April) for which one receipt is sent: instants, `until` excluded. */
export type ReceiptPeriod = { name: string; label: string; from: Date; until: Date };

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const padTwoDigits = (number: number) => String(number).padStart(2, "0");

/** The period of a name; null for what is none. */
export function parseReceiptPeriod(name: string): ReceiptPeriod | null {
  const [, year = "", month] = /^(\d{4})(?:-(0[1-9]|1[0-2])|\/\d{2})$/.exec(name) ?? [];
  if (year === "") return null;
  if (month === undefined) return taxYearPeriod(Number(year));
  const next = month === "12" ? `${Number(year) + 1}-01-01` : `${year}-${padTwoDigits(Number(month) + 1)}-01`;
  return {
    name,
    label: `${months[Number(month) - 1]} ${year}`,
    from: startOfLondonDate(`${year}-${month}-01`),
    until: startOfLondonDate(next),
  };
}

const taxYearPeriod = (year: number): ReceiptPeriod => ({
  name: `${year}/${padTwoDigits((year + 1) % 100)}`,
  label: `the tax year to 5 April ${year + 1}`,
  from: startOfLondonDate(`${year}-04-06`),
  until: startOfLondonDate(`${year + 1}-04-06`),
});

/** The month and the tax year that ended last before a London date. */
export function latestPeriods(today: string): { monthly: ReceiptPeriod; yearly: ReceiptPeriod } {
  const lastOfMonth = addDays(`${today.slice(0, 7)}-01`, -1);
  const year = Number(today.slice(0, 4)) - (today.slice(5) >= "04-06" ? 1 : 2);
  return { monthly: parseReceiptPeriod(lastOfMonth.slice(0, 7)) as ReceiptPeriod, yearly: taxYearPeriod(year) };
}
