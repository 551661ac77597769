import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { stringify } from "csv-stringify";
import { now } from "~/platform/clock";
import { logError } from "~/platform/log.server";
import { londonDate } from "~/platform/london-dates";
import { writeOds } from "~/platform/spreadsheets/write-ods.server";
import type { Column } from "./columns";

export const exportFormats = ["csv", "ods"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const types: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
};

/**
 * A list as a file, written while it is sent, in bounded memory; a file that broke off is seen as broken by the browser.
 * No cell is a formula: programs that open it must not run what a visitor typed.
 * @param pages the rows, some at a time
 */
export function exportList<Row>(
  list: string,
  format: ExportFormat,
  columns: readonly Column<Row>[],
  pages: AsyncIterable<readonly Row[]>,
): Response {
  const file = format === "csv" ? writeCsv(columns, pages) : Readable.from(writeOds(list, heads(columns), toOdsRows(columns, pages)));
  file.on("error", (error: Error & { code?: string }) => {
    // Whoever closed the window does not want the rest.
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") logError("export-list", error);
  });
  return new Response(createReadableStreamFromReadable(file), {
    headers: {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="${list}-${londonDate(now())}.${format}"`,
      "Cache-Control": "no-store",
    },
  });
}

const heads = <Row>(columns: readonly Column<Row>[]): string[] => columns.map(({ label }) => label);
const toText = <Row>({ file, show }: Column<Row>, row: Row): string => (file ?? show)(row);

function writeCsv<Row>(columns: readonly Column<Row>[], pages: AsyncIterable<readonly Row[]>): Readable {
  const csv = stringify({ header: true, bom: true, columns: heads(columns), escape_formulas: true, record_delimiter: "windows" });
  const rows = Readable.from(
    (async function* () {
      for await (const page of pages) for (const row of page) yield columns.map((column) => toText(column, row));
    })(),
  );
  rows.on("error", (error) => csv.destroy(error));
  csv.on("close", () => rows.destroy());
  return rows.pipe(csv);
}

async function* toOdsRows<Row>(
  columns: readonly Column<Row>[],
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<(string | number)[][]> {
  for await (const page of pages)
    yield page.map((row) =>
      columns.map((column) => {
        const text = toText(column, row);
        return column.isNumber && text !== "" ? Number(text) : text;
      }),
    );
}
