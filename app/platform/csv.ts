/** What a spreadsheet would take as the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const formulaStart = /^[\s]*[=+\-@\t\r＝＋－＠]/u;

/** One cell: quoted, with a leading apostrophe where a spreadsheet would otherwise reckon with it. */
const quoteCell = (text: string): string => `"${(formulaStart.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** Pence as a decimal number of pounds, without sign or thousands: 1234.50. */
export const formatDecimalPounds = (pence: number): string => `${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, "0")}`;

/** Numbers, also below zero, and dates: no spreadsheet reckons with them. */
const plainNumber = /^(\d[\d.-]*|-\d+(\.\d+)?)$/;

/** Rows as CSV (RFC 4180), for UTF-8 without a byte order mark. Every cell that holds words is quoted; numbers and dates stand bare. */
export const formatCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map((cell) => (plainNumber.test(cell) ? cell : quoteCell(cell))).join(",")}\r\n`).join("");
