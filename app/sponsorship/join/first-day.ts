import { addDays, formatLondonDate } from "~/platform/london-dates";
import { cleanValue } from "~/platform/text";
import { formatTypedDate, readTypedDate } from "~/platform/typed-date";
import { maxStartDays } from "../plan";

/**
 * Reads the day of the first collection.
 * @param today the London date
 * @returns the London date, null for today itself (which is "now"), or why not, in words
 */
export function parseFirstDay(input: string, today: string): { startsOn: string | null } | { message: string } {
  const text = cleanValue(input);
  if (text === "") return { message: "Enter the day of the first payment, or choose “Now”" };
  const read = readTypedDate(text);
  if (read === "not-a-date") return { message: `Enter the day like this: ${exampleDate(today)}` };
  if (read === "no-such-day") return { message: "That day does not exist: check the day and the month" };
  const { date } = read;
  const last = addDays(today, maxStartDays);
  if (date < today) return { message: `${formatLondonDate(date)} has passed. Choose a day until ${formatLondonDate(last)}, or “Now”` };
  if (date > last) return { message: `${formatLondonDate(date)} is too far ahead: choose a day until ${formatLondonDate(last)}` };
  return { startsOn: date === today ? null : date };
}

const exampleDate = (today: string) => formatTypedDate(addDays(today, 7));
