import { parseLondonDateTime } from "~/platform/london-dates";
import { shownDateOrder } from "~/platform/spreadsheets/date-order";
import { cleanValue } from "~/platform/text";
import { readTypedDate, type DateOrder } from "~/platform/typed-date";

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const withTime = /^(?<day>.*\d{4}.*?)[\sT,]+(?<time>\d{1,2}:\d{2}(?::\d{2})?)$/;
const shortYear = /^\d{1,2}[\s./-]\d{1,2}[\s./-]\d{2}$/;

/** No way of writing a day is longer, and the patterns take more than linear time. */
const maxLength = 40;

/** The day, and the time on London's clocks if one stands there, as spreadsheets and sign-up forms save them. */
function splitTime(text: string): { day: string; time: string | null } {
  const found = text.length > maxLength ? undefined : withTime.exec(text)?.groups;
  return found ? { day: found["day"] ?? "", time: found["time"]?.replace(/^(\d):/, "0$1:") ?? null } : { day: text, time: null };
}

/** Which order of day and month a day shows, with or without a time. */
export const shownConsentDateOrder = (text: string) => shownDateOrder(splitTime(cleanValue(text)).day);

/**
 * Reads when somebody agreed: a day in any usual way of writing it, with London's time or without, or an instant with its zone.
 * @param order of the file it stands in; null: none of its days needs one
 * @returns the start of the day in UTC, or the instant that was written
 */
export function parseConsentDate(input: string, order: DateOrder | null, now: Date): Date | { wrong: string } {
  const text = cleanValue(input);
  const date = instant.test(text) ? new Date(text) : parseDay(text, order ?? "day_first");
  if ("wrong" in date) return date;
  if (Number.isNaN(date.getTime())) return { wrong: "consented_at: write the day as 2026-08-31" };
  return date > now ? { wrong: "consented_at: this day has not come yet" } : date;
}

function parseDay(text: string, order: DateOrder): Date | { wrong: string } {
  const { day, time } = splitTime(text);
  const read = readTypedDate(day, order);
  if (shortYear.test(day)) return { wrong: "consented_at: write the year in four digits, such as 31/08/2026" };
  if (read === "not-a-date") return { wrong: "consented_at: write the day as 2026-08-31" };
  if (read === "no-such-day") return { wrong: "consented_at: there is no such day; write the day as 2026-08-31" };
  if (time === null) return new Date(`${read.date}T00:00:00Z`);
  return parseLondonDateTime(`${read.date}T${time}`) ?? { wrong: "consented_at: there is no such time; write the day as 2026-08-31" };
}
