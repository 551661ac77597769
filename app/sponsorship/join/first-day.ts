import { Temporal } from "temporal-polyfill";
import { addDays, formatLondonDate } from "~/platform/london-dates";
import { maxStartDays } from "../plan";

/** A day as a date field sends it (2026-12-07), or as people write it: 7/12/2026, 7.12.2026, 7 December 2026. */
const isoPattern = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/;
const writtenPattern = /^(?<day>\d{1,2})(?:st|nd|rd|th)?[\s/.-]+(?<month>\d{1,2}|[a-z]{3,9})[\s/.,-]+(?<year>\d{4})$/i;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const parseMonth = (text: string): number => (/^\d+$/.test(text) ? Number(text) : months.indexOf(text.slice(0, 3).toLowerCase()) + 1);

/**
 * Reads the day of the first collection.
 * @param today the London date
 * @returns the London date, null for today itself (which is "now"), or why not, in words
 */
export function parseFirstDay(input: string, today: string): { startsOn: string | null } | { message: string } {
  const text = input.trim().replace(/\s+/g, " ");
  if (text === "") return { message: "Write the day of the first payment, or choose “Now”" };
  const { day, month, year } = (isoPattern.exec(text) ?? writtenPattern.exec(text))?.groups ?? {};
  if (!day || !month || !year) return { message: `Write the day like this: ${exampleDate(today)}` };
  let date: Temporal.PlainDate;
  try {
    date = Temporal.PlainDate.from({ year: Number(year), month: parseMonth(month), day: Number(day) }, { overflow: "reject" });
  } catch {
    return { message: "That day does not exist: check the day and the month" };
  }
  const last = addDays(today, maxStartDays);
  if (date.toString() < today)
    return { message: `${formatPlainDate(date)} has passed. Choose a day until ${formatLondonDate(last)}, or “Now”` };
  if (date.toString() > last) return { message: `${formatPlainDate(date)} is too far ahead: choose a day until ${formatLondonDate(last)}` };
  return { startsOn: date.toString() === today ? null : date.toString() };
}

const formatPlainDate = (date: Temporal.PlainDate) => formatLondonDate(date.toString());

const exampleDate = (today: string) => {
  const { day, month, year } = Temporal.PlainDate.from(addDays(today, 7));
  return `${day}/${month}/${year}`;
};
