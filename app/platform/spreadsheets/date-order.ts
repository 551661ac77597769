import { cleanValue } from "../text";
import { isInNumbers, parseTypedDate, type DateOrder } from "../typed-date";

/** Which order of day and month a day shows; "unclear": it can be read both ways; null: it says nothing of that. */
export function shownDateOrder(text: string): DateOrder | "unclear" | null {
  const day = cleanValue(text);
  if (!isInNumbers(day)) return null;
  const [dayFirst, monthFirst] = [parseTypedDate(day, "day_first"), parseTypedDate(day, "month_first")];
  if (dayFirst === monthFirst) return null;
  if (dayFirst !== null && monthFirst !== null) return "unclear";
  return dayFirst === null ? "month_first" : "day_first";
}

/** Takes in what the days of a list show, line by line: one such as 25/3/2026 tells it of all. */
export class DateOrderFinder {
  #firstLines: Partial<Record<DateOrder, number>> = {};
  #isUnclear = false;

  add(line: number, shown: DateOrder | "unclear" | null): void {
    if (shown === "unclear") this.#isUnclear = true;
    else if (shown) this.#firstLines[shown] ??= line;
  }

  /**
   * @param chosen what somebody said, for a list that does not show it
   * @returns null: no day needs an order; "unclear": it has to be asked; or why the days can't be read, in words
   */
  result(chosen: DateOrder | null): { order: DateOrder | "unclear" | null } | { wrong: string } {
    const { day_first: dayFirst, month_first: monthFirst } = this.#firstLines;
    if (dayFirst && monthFirst)
      return {
        wrong: `Line ${dayFirst} has a day with the day first, line ${monthFirst} one with the month first. Write all days the same way, such as 2026-03-25.`,
      };
    const settled = dayFirst ? "day_first" : monthFirst ? "month_first" : null;
    if (settled && chosen && settled !== chosen)
      return { wrong: `Line ${this.#firstLines[settled]} shows that the ${settled === "day_first" ? "day" : "month"} is written first.` };
    return { order: settled ?? (this.#isUnclear ? (chosen ?? "unclear") : null) };
  }
}
