/** 4/1/2027, of the London date 2027-01-04. */
export const formatTypedDate = (date: string): string => date.split("-").toReversed().map(Number).join("/");

/**
 * Reads a day that a person wrote: 4/1/2027, 04 01 2027, 4-1-2027, or 2027-01-04 as date fields give it.
 * @returns the date as YYYY-MM-DD; null for what is no day, such as 31/2/2027
 */
export function parseTypedDate(input: string): string | null {
  const parts = input.trim().split(/[\s./-]+/);
  const [day, month, year] = parts[0]?.length === 4 ? parts.toReversed() : parts;
  if (parts.length !== 3 || !parts.every((part) => /^\d{1,4}$/.test(part)) || year?.length !== 4) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isRealDate =
    date.getUTCFullYear() === Number(year) && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isRealDate ? date.toISOString().slice(0, 10) : null;
}
