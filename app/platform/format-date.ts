import { instantOf } from "./london-dates";

const dateFormatter = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "Europe/London" });
  return (date: string): string => formatter.format(instantOf(date)).replace(",", "");
};

/** London dates in words. 7 September */
export const formatDayMonth = dateFormatter({ day: "numeric", month: "long" });
/** 7 September 2026 */
export const formatDate = dateFormatter({ day: "numeric", month: "long", year: "numeric" });
/** Monday 7 September 2026 */
export const formatWeekdayDate = dateFormatter({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

const monthAndYear = dateFormatter({ month: "long", year: "numeric" });
/** September 2026, of a month such as 2026-09 */
export const formatMonth = (month: string): string => monthAndYear(`${month}-01`);
