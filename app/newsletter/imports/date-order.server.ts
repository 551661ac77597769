import { DateOrderFinder } from "~/platform/spreadsheets/date-order";
import { UnreadableFile, type CsvSource } from "~/platform/spreadsheets/read-csv.server";
import type { DateOrder } from "~/platform/typed-date";
import { shownConsentDateOrder } from "./consent-date";
import { parseCsv } from "./parse-csv.server";

/**
 * Reads a whole file for the order in which its days are written. One day such as 25/3/2026 tells it of all.
 * @param chosen what somebody said, for a file that does not show it
 * @returns null: no day needs an order; "unclear": it has to be asked
 * @throws UnreadableFile if it can't be read to its end, or two days show two orders
 */
export async function findDateOrder(
  source: CsvSource,
  chosen: DateOrder | null,
  onRow: () => void = () => {},
): Promise<DateOrder | "unclear" | null> {
  const finder = new DateOrderFinder();
  for await (const { number, line } of parseCsv(source)) {
    finder.add(number, shownConsentDateOrder(line["consented_at"] ?? ""));
    onRow();
  }
  const found = finder.result(chosen);
  if ("wrong" in found) throw new UnreadableFile(found.wrong);
  return found.order;
}
