import { Temporal } from "temporal-polyfill";
import { cleanValue } from "./text";

/** Which number of a day such as 1/3/2026 is the day. Britain writes it first, the United States write the month first. */
export const dateOrders = ["day_first", "month_first"] as const;
export type DateOrder = (typeof dateOrders)[number];

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const yearFirst = /^(?<year>\d{4})[\s./-]+(?<month>\d{1,2})[\s./-]+(?<day>\d{1,2})$/;
const inNumbers = /^(?<first>\d{1,2})[\s./-]+(?<second>\d{1,2})[\s./-]+(?<year>\d{4})$/;
const inWords = /^(?<day>\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?<word>[a-z]{3,9})[\s./,-]+(?<year>\d{4})$/i;
const inWordsMonthFirst = /^(?<word>[a-z]{3,9})[\s.]+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s(?<year>\d{4})$/i;

/** 4/1/2027, of the London date 2027-01-04. */
export const formatTypedDate = (date: string): string => date.split("-").toReversed().map(Number).join("/");

/** Whether the order of its numbers matters for what is read, as in 1/3/2026. */
export const isInNumbers = (input: string): boolean => inNumbers.test(cleanValue(input));

/**
 * Reads a day that a person or a spreadsheet wrote: 4/1/2027, 04 01 2027, 4-1-2027, 4 January 2027, 04-Jan-2027, January 4, 2027,
 * or 2027-01-04 as date fields give it.
 * @returns the date as YYYY-MM-DD; or that it looks like none, or like one that no calendar has, such as 31/2/2027
 */
export function readTypedDate(input: string, order: DateOrder = "day_first"): { date: string } | "not-a-date" | "no-such-day" {
  const text = cleanValue(input);
  const found = (yearFirst.exec(text) ?? inNumbers.exec(text) ?? inWords.exec(text) ?? inWordsMonthFirst.exec(text))?.groups;
  if (!found) return "not-a-date";
  const [day, month] = found["first"] && order === "month_first" ? [found["second"], found["first"]] : [found["first"], found["second"]];
  const monthOfWord = months.indexOf(found["word"]?.slice(0, 3).toLowerCase() ?? "") + 1;
  const parts = { year: Number(found["year"]), month: Number(found["month"] ?? month ?? monthOfWord), day: Number(found["day"] ?? day) };
  try {
    return { date: Temporal.PlainDate.from(parts, { overflow: "reject" }).toString() };
  } catch (error) {
    if (error instanceof RangeError) return "no-such-day";
    throw error;
  }
}

/** The same where null serves for what is no day. */
export function parseTypedDate(input: string, order: DateOrder = "day_first"): string | null {
  const read = readTypedDate(input, order);
  return typeof read === "string" ? null : read.date;
}

/** What 01/03/2026 is in a list that writes its days so. */
export const dateOrderLabels: Record<DateOrder, string> = { day_first: "1 March 2026", month_first: "3 January 2026" };
