import { CsvError, parse } from "csv-parse/sync";
import { parseAmount, pence } from "~/platform/money";
import { toSingleLine, truncateText } from "~/platform/text";
import { readTypedDate } from "~/platform/typed-date";

/** A line of a bank statement: a London date (YYYY-MM-DD), pence (below zero where money went), and the bank's words as one line. */
export type StatementLine = { date: string; pence: number; description: string };

/** Which columns of a file are what, by their place; money in and out may share one column. */
export type StatementColumns = { date: number; description: number; moneyIn: number; moneyOut: number | null };

export type ReadLine = { number: number } & ({ line: StatementLine } | { mistake: string });

export type Statement = { heads: string[]; columns: Partial<StatementColumns>; rows: { number: number; cells: string[] }[] };

export const maxDescriptionLength = 200;
const maxRows = 5000;
const mostPence = pence(99_999_999_999);

/** How banks head their columns. */
const usualHeads: [keyof StatementColumns, RegExp][] = [
  ["date", /\bdate\b/i],
  ["description", /description|narrative|details|reference|memo|payee|transaction$/i],
  ["moneyIn", /money in|paid in|credit|receipt|^in$|^amount|value/i],
  ["moneyOut", /money out|paid out|debit|withdraw|^out$/i],
];

/** Takes a statement apart: its heads, which column is likely what, and its rows with the number of the line in the file. */
export function readStatement(text: string): Statement | { problem: string } {
  const delimiter = ["\t", ";", ","].find((sign) => (text.split(/\r?\n/, 1)[0] ?? "").includes(sign)) ?? ",";
  let records: { record: string[]; info: { lines: number } }[];
  try {
    const options = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    records = parse(text, options) as unknown as typeof records;
  } catch (error) {
    if (error instanceof CsvError) return { problem: "This can’t be read as CSV: look for a quotation mark that is not closed" };
    throw error;
  }
  const [first, ...rest] = records;
  if (!first || rest.length === 0) return { problem: "Paste the head of the statement and its lines: there are no lines here" };
  if (rest.length > maxRows) return { problem: `Send ${maxRows} lines at most at a time` };
  const heads = first.record;
  if (heads.some((head) => typeof readTypedDate(head) !== "string"))
    return { problem: "The first line must name the columns, such as Date, Description, Amount" };
  const columns: Partial<StatementColumns> = {};
  for (const [name, pattern] of usualHeads) {
    const place = heads.findIndex((head, index) => pattern.test(head) && !Object.values(columns).includes(index));
    if (place !== -1) columns[name] = place;
  }
  return { heads, columns, rows: rest.map(({ record, info }) => ({ number: info.lines, cells: record })) };
}

/** Reads every row by its columns. Dates are read as Britain writes them, the day first. */
export const readLines = (rows: Statement["rows"], columns: StatementColumns): ReadLine[] =>
  rows.map(({ number, cells }) => ({ number, ...readLine(cells, columns) }));

function readLine(cells: string[], columns: StatementColumns): { line: StatementLine } | { mistake: string } {
  const cell = (place: number | null) => (place === null ? "" : (cells[place] ?? "").trim());
  // Two figures for the year are this century's: no statement is older than Stripe.
  const written = cell(columns.date).replace(/^(\d{1,2}[\s./-]+(?:\d{1,2}|[a-z]{3,9})[\s./-]+)(\d\d)$/i, "$120$2");
  const date = readTypedDate(written);
  if (typeof date === "string") return { mistake: "Its date is not a date: write it as 28/11/2026" };
  const moneyIn = readSigned(cell(columns.moneyIn));
  const moneyOut = readSigned(cell(columns.moneyOut));
  if (moneyIn === null || moneyOut === null) return { mistake: "Its amount is not a number: write it as 1234.50" };
  const sum = moneyIn === 0 ? -Math.abs(moneyOut) : moneyIn;
  if (sum === 0 || (moneyIn !== 0 && moneyOut !== 0)) return { mistake: "It has no single amount: either money came in or it went out" };
  const description = truncateText(toSingleLine(cell(columns.description)), maxDescriptionLength, "");
  return { line: { date: date.date, pence: sum, description } };
}

/** A sum with its sign, as banks write it: -12.34, (12.34), 12.34 CR, 12.34 DR. Nothing stands for 0; null: it is no sum. */
function readSigned(text: string): number | null {
  if (text === "" || /^-?£?0+(\.0+)?$/.test(text)) return 0;
  const isOut = /^[-−(]|DR$/i.test(text) || /^£[-−]/.test(text);
  const amount = parseAmount(text.replace(/^[-−+(]|[-−)]$|\s*(CR|DR)$/gi, "").replace(/^£[-−]/, "£"), { min: pence(1), max: mostPence });
  return amount.ok ? (isOut ? -1 : 1) * amount.pence : null;
}

/** Whether the bank's words name Stripe or HMRC. Lines about others are not kept: statements name people. */
export const namesUs = (description: string): boolean =>
  /stripe|hmrc|h\s*m\s*revenue|revenue\s*(&|and)\s*customs|gift\s*aid/i.test(description);
