import { formatDecimalPounds } from "~/platform/csv";
import type { ClaimLine } from "../claim-line";

/** HMRC's schedule takes so many rows, and files of so many bytes at most. */
export const mostRows = 1000;
export const mostBytes = 256_000;

/** The nine columns after the item's number, as they are shown: title, first name, last name, house, postcode, aggregated, sponsored, date, amount. */
export type ScheduleCells = readonly [string, string, string, string, string, string, string, string, string];

/** A London date as the schedule shows it: 24/03/15. */
export const shortDate = (date: string): string => `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(2, 4)}`;

/** A line of a claim as the schedule has it. There a double name has a space for its hyphen, and `X` stands for a home abroad. */
export function scheduleCells(line: ClaimLine): ScheduleCells {
  const end = [shortDate(line.date), formatDecimalPounds(line.pence)] as const;
  if (line.aggregated !== null) return ["", "", "", "", "", line.aggregated, "", ...end];
  const { title, firstName, lastName, house, postcode } = line;
  return [title ?? "", firstName, lastName.replaceAll("-", " ").replace(/ +/g, " ").trim(), house, postcode ?? "X", "", "", ...end];
}
