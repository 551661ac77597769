import { Temporal } from "temporal-polyfill";
import { dateInWords, daysAfter } from "~/platform/london-dates";
import { furthestStart } from "../plan";

/** A day as a date field sends it (2026-12-07), or as people write it: 7/12/2026, 7.12.2026, 7 December 2026. */
const asSent = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/;
const asWritten = /^(?<day>\d{1,2})(?:st|nd|rd|th)?[\s/.-]+(?<month>\d{1,2}|[a-z]{3,9})[\s/.,-]+(?<year>\d{4})$/i;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const monthOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) : months.indexOf(text.slice(0, 3).toLowerCase()) + 1);

/**
 * Reads the day of the first collection.
 * @param today the London date
 * @returns the London date, null for today itself (which is "now"), or why not, in words
 */
export function readFirstDay(typed: string, today: string): { startsOn: string | null } | { words: string } {
  const text = typed.trim().replace(/\s+/g, " ");
  if (text === "") return { words: "Write the day of the first payment, or choose “Now”" };
  const { day, month, year } = (asSent.exec(text) ?? asWritten.exec(text))?.groups ?? {};
  if (!day || !month || !year) return { words: `Write the day like this: ${likeThis(today)}` };
  let date: Temporal.PlainDate;
  try {
    date = Temporal.PlainDate.from({ year: Number(year), month: monthOf(month), day: Number(day) }, { overflow: "reject" });
  } catch {
    return { words: "That day does not exist: check the day and the month" };
  }
  const last = daysAfter(today, furthestStart);
  if (date.toString() < today) return { words: `${inFull(date)} has passed. Choose a day until ${dateInWords(last)}, or “Now”` };
  if (date.toString() > last) return { words: `${inFull(date)} is too far ahead: choose a day until ${dateInWords(last)}` };
  return { startsOn: date.toString() === today ? null : date.toString() };
}

const inFull = (date: Temporal.PlainDate) => dateInWords(date.toString());

const likeThis = (today: string) => {
  const { day, month, year } = Temporal.PlainDate.from(daysAfter(today, 7));
  return `${day}/${month}/${year}`;
};
