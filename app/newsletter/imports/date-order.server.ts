import type { DateOrder } from "~/platform/typed-date";
import { shownDateOrder } from "./consent-date";
import { parseCsv, UnreadableFile, type CsvSource } from "./parse-csv.server";

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
  const firstLines: Partial<Record<DateOrder, number>> = {};
  let isUnclear = false;
  for await (const { number, line } of parseCsv(source)) {
    const shown = shownDateOrder(line["consented_at"] ?? "");
    if (shown === "unclear") isUnclear = true;
    else if (shown) firstLines[shown] ??= number;
    onRow();
  }
  const { day_first: dayFirst, month_first: monthFirst } = firstLines;
  if (dayFirst && monthFirst)
    throw new UnreadableFile(
      `Line ${dayFirst} has a day with the day first, line ${monthFirst} one with the month first. Write all days the same way, such as 2026-03-25.`,
    );
  const settled = dayFirst ? "day_first" : monthFirst ? "month_first" : null;
  if (settled && chosen && settled !== chosen)
    throw new UnreadableFile(`Line ${firstLines[settled]} shows that the ${settled === "day_first" ? "day" : "month"} is written first.`);
  return settled ?? (isUnclear ? (chosen ?? "unclear") : null);
}
