import { Temporal } from "temporal-polyfill";
import { addDays, mondayOfWeek } from "~/platform/london-dates";
import { taxYearOf } from "~/giving/gift-aid/gift-aid";
import { taxYearDates } from "~/giving/gift-aid/tax-year";
import { createFilterReader } from "../lists/list-filters";
import type { FormError } from "~/platform/ui/error-summary";

/** London dates, both included. */
export type Dates = { from: string; to: string };
/** A time that is looked at, and the same time before it. */
export type Span = { key: string; label: string; beforeLabel: string; now: Dates; before: Dates };

const day = (date: string) => Temporal.PlainDate.from(date);
const daysBetween = ({ from, to }: Dates): number => day(from).until(day(to)).days;
/** The same day one month or year earlier; where there is none, the last before it. */
const earlier = (date: string, by: { months?: number; years?: number }): string => day(date).subtract(by).toString();

/** This week, month and tax year so far, each with the same days before. @param today a London date */
export function usualSpans(today: string): Span[] {
  const monday = mondayOfWeek(today);
  const first = `${today.slice(0, 8)}01`;
  const year = taxYearDates(taxYearOf(today)).from;
  return [
    {
      key: "week",
      label: "This week",
      beforeLabel: "last week",
      now: { from: monday, to: today },
      before: { from: addDays(monday, -7), to: addDays(today, -7) },
    },
    {
      key: "month",
      label: "This month",
      beforeLabel: "last month",
      now: { from: first, to: today },
      before: { from: earlier(first, { months: 1 }), to: earlier(today, { months: 1 }) },
    },
    {
      key: "year",
      label: "This tax year",
      beforeLabel: "last tax year",
      now: { from: year, to: today },
      before: { from: earlier(year, { years: 1 }), to: earlier(today, { years: 1 }) },
    },
  ];
}

/** The spans that an address asks for: `from` and `to`, against as many days just before; without them the usual ones. */
export function parseSpans(params: URLSearchParams, today: string): { spans: Span[]; chosen: Dates | null; errors: FormError[] } {
  const reader = createFilterReader(params);
  const from = reader.date("from", "From");
  const to = reader.date("to", "Until") ?? (from !== null && from <= today ? today : from);
  const { errors } = reader;
  if (from === null || to === null) {
    if (errors.length === 0 && to !== null) errors.push({ field: "from", message: "Enter the first day as well" });
    return { spans: usualSpans(today), chosen: null, errors };
  }
  if (to < from) errors.push({ field: "to", message: "Until: enter a day that is not before the first one" });
  else if (daysBetween({ from, to }) > 3660) errors.push({ field: "to", message: "Until: enter a day within ten years of the first one" });
  if (errors.length > 0) return { spans: usualSpans(today), chosen: null, errors };
  const chosen = { from, to };
  const before = { from: addDays(from, -daysBetween(chosen) - 1), to: addDays(from, -1) };
  return { spans: [{ key: "chosen", label: "These days", beforeLabel: "as many days before", now: chosen, before }], chosen, errors };
}

/** The columns of the chart: days up to a month, weeks up to half a year, else months; without dates the last twelve months. */
export function chartSpans(chosen: Dates | null, today: string): (Dates & { label: string })[] {
  const whole = chosen ?? { from: earlier(`${today.slice(0, 8)}01`, { months: 11 }), to: today };
  const length = daysBetween(whole);
  const step = length < 32 ? { days: 1 } : length < 190 ? { days: 7 } : length < 1200 ? { months: 1 } : { years: 1 };
  const spans: (Dates & { label: string })[] = [];
  let from = day(whole.from);
  for (let index = 1; from.toString() <= whole.to; index++) {
    // Steps are counted from the first day, so that 31 January and a month make 28 February, and two make 31 March.
    const next = day(whole.from).add(multiply(step, index));
    const to = next.subtract({ days: 1 }).toString();
    const dates = { from: from.toString(), to: to < whole.to ? to : whole.to };
    spans.push({ ...dates, label: labelOf(dates, step) });
    from = next;
  }
  return spans;
}

type Step = { days?: number; months?: number; years?: number };
const multiply = (step: Step, by: number): Step => Object.fromEntries(Object.entries(step).map(([unit, count]) => [unit, count * by]));

function labelOf({ from }: Dates, step: Step): string {
  const options: Intl.DateTimeFormatOptions = step.days
    ? { day: "numeric", month: "short" }
    : step.months
      ? { month: "short", year: "2-digit" }
      : { year: "numeric", month: "short" };
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(new Date(`${from}T12:00:00Z`));
}
