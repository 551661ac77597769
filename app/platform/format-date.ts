import { instantOf } from "./london-dates";

const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "Europe/London" });
  return (date: string): string => formatter.format(instantOf(date)).replace(",", "");
};

/** London dates in words. 7 September */
export const dayAndMonth = format({ day: "numeric", month: "long" });
/** 7 September 2026 */
export const fullDay = format({ day: "numeric", month: "long", year: "numeric" });
/** Monday 7 September 2026 */
export const fullDayOfWeek = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
