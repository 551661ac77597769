import { strFromU8, unzipSync } from "fflate";
import { parse } from "node-html-parser";

/** A schedule as HMRC's form reads it: the text that is shown, by the numbers of rows and cells (hmrc/charities-claims-validation). */
export type ReadSchedule = { earliestDate: string; overclaimed: string; total: string; rows: ReadRow[]; errors: string[] };
export type ReadRow = {
  item: string;
  title: string;
  firstName: string;
  lastName: string;
  house: string;
  postcode: string;
  aggregated: string;
  sponsored: string;
  date: string;
  amount: string;
};

const columns = ["item", "title", "firstName", "lastName", "house", "postcode", "aggregated", "sponsored", "date", "amount"] as const;
const postcodes =
  /^((GIR 0AA)|((([A-Z][0-9][0-9]?)|(([A-Z][A-HJ-Y][0-9][0-9]?)|(([A-Z][0-9][A-Z])|([A-Z][A-HJ-Y][0-9]?[A-Z])))) [0-9][A-Z]{2})|X)$/;

/** The reader drops what is outside of these, then takes spaces off both ends. */
const shown = (text: string) => text.replace(/[^\u0020-\u007e\u00a1-\u00ff]/gu, "").trim();

/** Reads a schedule's file, with everything for which HMRC's form would refuse it. @param today a London date */
export function readSchedule(file: Uint8Array, today: string): ReadSchedule {
  const errors: string[] = [];
  if (file.length > 256_000) errors.push("the file is larger than 256,000 bytes");
  const first = Buffer.from(file.buffer, file.byteOffset, 100);
  const mimetype = "mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
  if (first.readUInt16LE(8) !== 0 || first.toString("latin1", 30, 30 + mimetype.length) !== mimetype)
    errors.push("the type is not first and stored");
  const xml = strFromU8(unzipSync(file)["content.xml"] ?? new Uint8Array());
  const table = parse(xml, { comment: true }).querySelector("table\\:table");
  if (!table?.getAttribute("table:name")?.startsWith("R68GAD_V1_00_0")) errors.push("the first sheet has another name");
  const rows = (table?.childNodes ?? []).filter((node) => node.rawText !== undefined && "tagName" in node) as ReturnType<typeof parse>[];
  const cell = (row: number, column: number) => {
    const cells = (rows[row - 1]?.childNodes ?? []) as ReturnType<typeof parse>[];
    return shown(cells[column]?.textContent ?? "");
  };
  const found: ReadRow[] = [];
  let hasEnded = false;
  for (let number = 25; number <= 1024; number++) {
    const row = Object.fromEntries(columns.map((name, index) => [name, cell(number, index + 1)])) as ReadRow;
    const isBlank = columns.every((name) => name === "item" || row[name] === "");
    if (isBlank) hasEnded = true;
    else {
      if (hasEnded) errors.push(`row ${row.item}: blank rows stand before it`);
      errors.push(...rowErrors(row, number - 24, today).map((error) => `row ${row.item}: ${error}`));
      found.push(row);
    }
  }
  if (rows.length > 1025) errors.push("rows after the last one");
  const earliestDate = cell(13, 3);
  const overclaimed = cell(17, 3);
  if (!isDate(earliestDate, today)) errors.push("the earliest date is none");
  if (overclaimed !== "" && (!/^\d+\.\d\d$/.test(overclaimed) || Number(overclaimed) <= 0)) errors.push("the over-claimed tax is no sum");
  if (found.length === 0) errors.push("no rows");
  return { earliestDate, overclaimed, total: cell(20, 9), rows: found, errors };
}

/** Everything for which HMRC's form refuses a row. */
export function rowErrors(row: ReadRow, item: number, today: string): string[] {
  const errors: string[] = [];
  const check = (fine: boolean, error: string) => void (fine || errors.push(error));
  check(row.item === String(item), "item");
  if (row.aggregated === "") {
    check(/^([A-Za-z][A-Za-z'-]{1,3})?$/.test(row.title), "title");
    check(/^.{1,35}$/.test(row.firstName), "first name");
    check(/^.{1,35}$/.test(row.lastName), "last name");
    check(/^.{1,40}$/.test(row.house), "house");
    check(postcodes.test(row.postcode), "postcode");
  } else {
    check(row.aggregated.length <= 35, "aggregated");
    const others = [row.title, row.firstName, row.lastName, row.house, row.postcode, row.sponsored];
    check(
      others.every((text) => text === ""),
      "aggregated beside a donor",
    );
    check(Number(row.amount) <= 1000, "aggregated over 1000");
  }
  check(row.sponsored === "" || row.sponsored === "Yes", "sponsored");
  check(isDate(row.date, today), "date");
  const amount = row.amount.replaceAll(",", "");
  check(/^\d{1,13}\.\d\d$/.test(amount) && Number(amount) >= 0.01, "amount");
  return errors;
}

function isDate(text: string, today: string): boolean {
  const [, day, month, year] = /^(\d\d)\/(\d\d)\/(\d\d)$/.exec(text) ?? [];
  if (!day || !month || !year) return false;
  const date = `20${year}-${month}-${day}`;
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) && date <= today;
}
