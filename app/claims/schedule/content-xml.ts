import { formatDecimalPounds } from "~/platform/csv";
import { earliestOf, type ClaimLine } from "../claim-line";
import { element, leaf } from "../xml";
import { mostRows, scheduleCells, shortDate } from "./schedule-cells";

/**
 * The sheet as HMRC's reader wants it. It goes by the name of the first sheet, by the rows' numbers, by the text that is shown, and
 * takes the fourth cell that is written in rows 13 and 17: so every row and cell stands for itself, and nothing is repeated or merged.
 */
export const sheetName = "R68GAD_V1_00_0_EN";
const earliestRow = 13;
const overclaimedRow = 17;
const totalRow = 20;
const headingRow = 23;
const hintRow = 24;
const firstDataRow = 25;

const namespaces = Object.fromEntries(
  ["fo", "number", "office", "of", "style", "table", "text"].map((prefix) => {
    const short: Record<string, string> = {
      fo: "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
      number: "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
      of: "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    };
    return [`xmlns:${prefix}`, short[prefix] ?? `urn:oasis:names:tc:opendocument:xmlns:${prefix}:1.0`];
  }),
);

const styles = element(
  "office:automatic-styles",
  element(
    "number:date-style",
    element("number:day", "", { "number:style": "long" }) +
      leaf("number:text", "/") +
      element("number:month", "", { "number:style": "long" }) +
      leaf("number:text", "/") +
      element("number:year", ""),
    { "style:name": "N1", "number:language": "en", "number:country": "GB" },
  ) +
    element("number:number-style", element("number:number", "", { "number:decimal-places": "2", "number:min-integer-digits": "1" }), {
      "style:name": "N2",
    }) +
    element("style:style", "", { "style:name": "day", "style:family": "table-cell", "style:data-style-name": "N1" }) +
    element("style:style", "", { "style:name": "sum", "style:family": "table-cell", "style:data-style-name": "N2" }),
);

const blank = element("table:table-cell", "");
const blanks = (count: number) => blank.repeat(count);
const words = (value: string) =>
  value === "" ? blank : element("table:table-cell", leaf("text:p", value), { "office:value-type": "string" });
const dayCell = (date: string) =>
  element("table:table-cell", leaf("text:p", shortDate(date)), {
    "office:date-value": date,
    "office:value-type": "date",
    "table:style-name": "day",
  });
const sumCell = (pence: number, formula: Record<string, string> = {}) =>
  element("table:table-cell", leaf("text:p", formatDecimalPounds(pence)), {
    "office:value": formatDecimalPounds(pence),
    "office:value-type": "float",
    "table:style-name": "sum",
    ...formula,
  });
const countCell = (count: number) =>
  element("table:table-cell", leaf("text:p", String(count)), { "office:value": String(count), "office:value-type": "float" });
const row = (cells: string) => element("table:table-row", cells);

const headings = [
  "Item",
  "Title",
  "First name",
  "Last name",
  "House name or number",
  "Postcode",
  "Aggregated donations",
  "Sponsored event",
  "Donation date",
  "Amount",
];
const hints = [
  "",
  "4 characters",
  "35 characters",
  "35 characters",
  "40 characters",
  "Capitals, X abroad",
  "35 characters",
  "Yes, or blank",
  "DD/MM/YY",
  "0.00",
];

function dataRow(line: ClaimLine | undefined, index: number): string {
  if (line === undefined) return row(blank + countCell(index + 1));
  const cells = scheduleCells(line).slice(0, 7).map(words).join("");
  return row(blank + countCell(index + 1) + cells + dayCell(line.date) + sumCell(line.pence));
}

function headRow(number: number, lines: readonly ClaimLine[], adjustmentPence: number): string {
  switch (number) {
    case 2:
      return row(blank + words("Gift Aid schedule spreadsheet"));
    case earliestRow:
      return row(blank + words("Earliest donation date in the period of claim") + blank + dayCell(earliestOf(lines)));
    case overclaimedRow:
      return row(blank + words("Tax previously over-claimed") + blank + (adjustmentPence > 0 ? sumCell(adjustmentPence) : blank));
    case totalRow: {
      const total = lines.reduce((sum, { pence }) => sum + pence, 0);
      const formula = { "table:formula": `of:=SUM([.K${firstDataRow}:.K${firstDataRow + mostRows - 1}])` };
      return row(blanks(8) + words("Total") + sumCell(total, formula));
    }
    case headingRow:
      return row(blank + headings.map(words).join(""));
    case hintRow:
      return row(blank + hints.map(words).join(""));
    default:
      return row(blank);
  }
}

/** The file content.xml of a schedule. @param lines at most 1,000 @param adjustmentPence tax claimed too much before; 0: none */
export function contentXml(lines: readonly ClaimLine[], adjustmentPence: number): string {
  if (lines.length === 0 || lines.length > mostRows) throw new RangeError(`a schedule has 1 to ${mostRows} rows, not ${lines.length}`);
  const head = Array.from({ length: firstDataRow - 1 }, (_, index) => headRow(index + 1, lines, adjustmentPence));
  const data = Array.from({ length: mostRows }, (_, index) => dataRow(lines[index], index));
  const notice = row(blank + words("Please do not add rows: use another schedule for more than 1,000 donations."));
  const table = element("table:table", head.join("") + data.join("") + notice, { "table:name": sheetName });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    "office:document-content",
    styles + element("office:body", element("office:spreadsheet", table)),
    { ...namespaces, "office:version": "1.2" },
  )}`;
}
