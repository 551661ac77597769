import { formatDecimalPounds } from "~/platform/csv";
import type { JournalLine, LedgerAccounts } from "./ledger";

/** A journal as a file has it: one a month. `date`: YYYY-MM-DD, its last day. */
export type Journal = { number: string; date: string; narration: string; lines: readonly JournalLine[] };

type Names = { accounts: LedgerAccounts; fundName: (fundId: string) => string };

const toBritishDate = (date: string): string => date.split("-").toReversed().join("/");

const describe = ({ account, fundId }: JournalLine, { accounts, fundName }: Names): string =>
  fundId === null ? accounts[account].name : `${accounts[account].name}: ${fundName(fundId)}`;

/**
 * The template of https://help.xero.com/uk/ManualJournalsImport: the same narration and date make one journal; a sum above nothing is a
 * debit; the tax rate by the name that Xero gives it in Britain.
 */
export const toXeroRows = (journals: readonly Journal[], names: Names): string[][] => [
  [
    "*Narration",
    "*Date",
    "Description",
    "*AccountCode",
    "*TaxRate",
    "*Amount",
    "TrackingName1",
    "TrackingOption1",
    "TrackingName2",
    "TrackingOption2",
  ],
  ...journals.flatMap(({ date, narration, lines }) =>
    lines.map((line) => [
      narration,
      toBritishDate(date),
      describe(line, names),
      names.accounts[line.account].code,
      "No VAT",
      `${line.pence < 0 ? "-" : ""}${formatDecimalPounds(Math.abs(line.pence))}`,
      "",
      "",
      "",
      "",
    ]),
  ),
];

/** The columns of QuickBooks Online, "Import journal entries": the account by its name, debit and credit in columns of their own. */
export const toQuickBooksRows = (journals: readonly Journal[], names: Names): string[][] => [
  ["JournalNo", "JournalDate", "AccountName", "Debits", "Credits", "Description", "Name"],
  ...journals.flatMap(({ number, date, lines }) =>
    lines.map((line) => [
      number,
      toBritishDate(date),
      names.accounts[line.account].name,
      line.pence > 0 ? formatDecimalPounds(line.pence) : "",
      line.pence < 0 ? formatDecimalPounds(-line.pence) : "",
      describe(line, names),
      "",
    ]),
  ),
];
