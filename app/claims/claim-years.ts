/** A year of the charity's accounts, in London dates. Gifts of two of them never share a line; each can be claimed until four years after its end. */
export type ClaimYear = { from: string; to: string; deadline: string };

const yearsToClaim = 4;
const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** The last day of the accounting year that ends in a calendar year; at the end of February whatever day that is. */
function endIn(year: number, yearEnd: string): string {
  const monthDay = yearEnd.startsWith("02-2") && yearEnd >= "02-28" ? `02-${isLeap(year) ? 29 : 28}` : yearEnd;
  return `${year}-${monthDay}`;
}

const dayAfter = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/**
 * The accounting year of a gift. Source: HMRC, chapter 3.2 of its guidance on Gift Aid: four years from the end of the financial
 * period, or of the tax year for a trust (whose year here ends on 5 April).
 * @param date a London date @param yearEnd month and day, such as "04-05"
 */
export function claimYearOf(date: string, yearEnd: string): ClaimYear {
  const calendarYear = Number(date.slice(0, 4));
  const endYear = date <= endIn(calendarYear, yearEnd) ? calendarYear : calendarYear + 1;
  return {
    from: dayAfter(endIn(endYear - 1, yearEnd)),
    to: endIn(endYear, yearEnd),
    deadline: endIn(endYear + yearsToClaim, yearEnd),
  };
}
