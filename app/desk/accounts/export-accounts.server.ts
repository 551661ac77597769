import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { listEntries, sumEntries } from "~/accounts/books/entries.server";
import { toQuickBooksRows, toXeroRows } from "~/accounts/books/journal-files";
import { getLedgerAccounts } from "~/accounts/books/ledger-accounts.server";
import { entryKindLabels, entryKinds } from "~/accounts/books/ledger";
import { monthsOf, type Period } from "~/accounts/books/periods";
import { formatCsv, formatDecimalPounds } from "~/platform/csv";
import { logError } from "~/platform/log.server";
import { writeOds, type OdsCell } from "~/platform/spreadsheets/write-ods.server";
import { listFunds, makeJournals } from "./accounts-page.server";

export const accountsFiles = ["months-csv", "months-ods", "entries-csv", "entries-ods", "xero", "quickbooks"] as const;
export type AccountsFile = (typeof accountsFiles)[number];

const pageSize = 2000;
/** Pence as pounds with their sign. */
class Pounds {
  constructor(readonly pence: number) {}
  toString = (): string => `${this.pence < 0 ? "-" : ""}${formatDecimalPounds(Math.abs(this.pence))}`;
}
type Cell = string | Pounds;
type Table = { name: string; heads: string[]; pages: AsyncIterable<Cell[][]> };

/** The accounts of a time as a file. Names no person: gifts stand by their reference. */
export async function exportAccounts(file: AccountsFile, period: Period): Promise<Response> {
  const time = `${period.from}-to-${period.to}`;
  if (file === "xero" || file === "quickbooks") {
    const [journals, accounts, funds] = await Promise.all([makeJournals(period), getLedgerAccounts(), listFunds()]);
    const names = { accounts, fundName: (id: string) => funds.find((fund) => fund.id === id)?.name ?? id };
    const rows = file === "xero" ? toXeroRows(journals, names) : toQuickBooksRows(journals, names);
    return send(`journal-${file}-${time}.csv`, "csv", Readable.from([formatCsv(rows)]));
  }
  const [what, format] = file.split("-") as ["months" | "entries", "csv" | "ods"];
  const table = what === "months" ? await tableOfMonths(period) : await tableOfEntries(period);
  return send(`accounts-${what}-${time}.${format}`, format, Readable.from(format === "csv" ? writeCsv(table) : writeOdsFile(table)));
}

async function tableOfMonths(period: Period): Promise<Table> {
  const [sums, funds] = await Promise.all([sumEntries(period), listFunds()]);
  const rows = monthsOf(period).flatMap(({ month }) =>
    funds.flatMap(({ id, name }) => {
      const ofRow = sums.filter((sum) => sum.month === month && sum.fundId === id);
      const sumOf = (kinds: readonly string[]) =>
        new Pounds(ofRow.filter(({ kind }) => kinds.includes(kind)).reduce((total, { pence }) => total + pence, 0));
      const result = entryKinds.filter((kind) => kind !== "payout");
      return ofRow.length === 0 ? [] : [[month, name, ...entryKinds.map((kind) => sumOf([kind])), sumOf(result)]];
    }),
  );
  const heads = ["Month", "Fund", ...entryKinds.map((kind) => entryKindLabels[kind]), "In all, without payouts"];
  return { name: "Months", heads, pages: onePage(rows) };
}

async function* onePage(rows: Cell[][]): AsyncGenerator<Cell[][]> {
  yield await Promise.resolve(rows);
}

async function tableOfEntries(period: Period): Promise<Table> {
  const names = new Map((await listFunds()).map(({ id, name }) => [id, name]));
  async function* pages(): AsyncGenerator<Cell[][]> {
    for (let skip = 0; ; skip += pageSize) {
      const entries = await listEntries(period, { kind: null, fundId: null, limit: pageSize, skip });
      if (entries.length > 0)
        yield entries.map((entry) => [
          entry.date,
          entryKindLabels[entry.kind],
          names.get(entry.fundId) ?? entry.fundId,
          entry.words,
          entry.cash === "stripe" ? "Stripe" : "Bank",
          new Pounds(entry.pence),
        ]);
      if (entries.length < pageSize) return;
    }
  }
  return { name: "Entries", heads: ["Day", "Kind", "Fund", "About", "Where", "Sum"], pages: pages() };
}

async function* writeCsv({ heads, pages }: Table): AsyncGenerator<string> {
  yield `\uFEFF${formatCsv([heads])}`;
  for await (const rows of pages) yield formatCsv(rows.map((row) => row.map(String)));
}

async function* writeOdsFile({ name, heads, pages }: Table): AsyncGenerator<Uint8Array> {
  async function* cells(): AsyncGenerator<OdsCell[][]> {
    for await (const rows of pages) yield rows.map((row) => row.map((cell) => (cell instanceof Pounds ? cell.pence / 100 : cell)));
  }
  yield* writeOds(name, heads, cells());
}

const types = { csv: "text/csv; charset=utf-8", ods: "application/vnd.oasis.opendocument.spreadsheet" };

function send(name: string, format: "csv" | "ods", file: Readable): Response {
  file.on("error", (error: Error & { code?: string }) => {
    // Whoever closed the window does not want the rest.
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") logError("export-accounts", error);
  });
  return new Response(createReadableStreamFromReadable(file), {
    headers: { "Content-Type": types[format], "Content-Disposition": `attachment; filename="${name}"`, "Cache-Control": "no-store" },
  });
}
