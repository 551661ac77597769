import { checkLines, listBankLines, type LineVerdict } from "~/accounts/bank/bank-lines.server";
import { readLines, readStatement, type StatementColumns, type StatementLine } from "~/accounts/bank/statement";
import { db } from "~/platform/database/db.server";
import { addDays, formatLondonDate, fromDateColumn, toDateColumn } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";

const shownLines = 200;
const shownChecked = 300;
const pounds = (sum: number | bigint): string => formatPounds(pence(Number(sum)));

type Option = { value: string; label: string };

/** The newest bank lines with what they are, and for those that are not matched what they might be. */
export async function listBankPage() {
  const [lines, claims] = await Promise.all([
    listBankLines(shownLines),
    db.claim.findMany({ where: { bankLine: null, status: { in: ["accepted", "paid"] } }, orderBy: { number: "desc" }, take: 50 }),
  ]);
  const claimOptions = claims.map(({ id, number, taxPence, adjustmentPence }) => ({
    value: `claim:${id}`,
    label: `Claim ${number}, ${pounds(taxPence - adjustmentPence)} asked for`,
  }));
  return await Promise.all(
    lines.map(async ({ id, date, pence: sum, description, payout, claim }) => ({
      id,
      date: formatLondonDate(fromDateColumn(date)),
      sum: pounds(sum),
      description,
      match: payout
        ? { href: `/desk/payouts/${payout.id}`, text: `Payout of ${formatLondonDate(fromDateColumn(payout.arrivesOn))}` }
        : claim && { href: `/desk/gift-aid/claims/${claim.id}`, text: `HMRC’s payment of claim ${claim.number}` },
      options: payout || claim ? [] : [...(await payoutOptions(fromDateColumn(date), Number(sum))), ...(sum > 0 ? claimOptions : [])],
    })),
  );
}

async function payoutOptions(date: string, sum: number): Promise<Option[]> {
  const near = { gte: toDateColumn(addDays(date, -30)), lte: toDateColumn(addDays(date, 30)) };
  const payouts = await db.payout.findMany({
    where: { pence: sum, bankLine: null, arrivesOn: near },
    orderBy: { arrivesOn: "asc" },
    take: 20,
  });
  return payouts.map(({ id, arrivesOn }) => ({ value: `payout:${id}`, label: `Payout of ${formatLondonDate(fromDateColumn(arrivesOn))}` }));
}

const verdictTexts: Record<LineVerdict, string> = {
  new: "Will be added",
  known: "Is here already",
  "not-ours": "Not kept: about neither Stripe nor HMRC",
};

/** What adding a statement would do, line by line. Nothing is changed. */
export type Check = {
  heads: string[];
  columns: Partial<StatementColumns>;
  rows: { number: number; date: string; sum: string; description: string; verdict: string; isMistake: boolean }[];
  hidden: number;
  counts: { added: number; known: number; notOurs: number; mistakes: number };
  /** The lines that would be added. */
  lines: StatementLine[];
};

/**
 * Reads a statement by the columns that were chosen, or that its heads suggest.
 * @returns the check; or what is wrong with the whole of it
 */
export async function checkStatement(text: string, chosen: Partial<StatementColumns> | null): Promise<Check | { problem: string }> {
  const statement = readStatement(text);
  if ("problem" in statement) return statement;
  const columns = chosen ?? statement.columns;
  const { date, description, moneyIn, moneyOut = null } = columns;
  const none = { rows: [], hidden: 0, counts: { added: 0, known: 0, notOurs: 0, mistakes: 0 }, lines: [] };
  if (date === undefined || description === undefined || moneyIn === undefined) return { heads: statement.heads, columns, ...none };
  const read = readLines(statement.rows, { date, description, moneyIn, moneyOut });
  const good = read.flatMap((row) => ("line" in row ? [row.line] : []));
  const verdicts = await checkLines(good);
  const verdictOf = new Map(good.map((line, index) => [line, verdicts[index] ?? "known"]));
  const rows = read.map((row) =>
    "line" in row
      ? {
          number: row.number,
          date: formatLondonDate(row.line.date),
          sum: pounds(row.line.pence),
          description: row.line.description,
          verdict: verdictTexts[verdictOf.get(row.line) ?? "known"],
          isMistake: false,
        }
      : { number: row.number, date: "", sum: "", description: "", verdict: row.mistake, isMistake: true },
  );
  const count = (verdict: LineVerdict) => verdicts.filter((each) => each === verdict).length;
  const counts = { added: count("new"), known: count("known"), notOurs: count("not-ours"), mistakes: read.length - good.length };
  // Mistakes first: they are what can be put right.
  const shown = rows.toSorted((one, other) => Number(other.isMistake) - Number(one.isMistake)).slice(0, shownChecked);
  const lines = good.filter((line) => verdictOf.get(line) === "new");
  return { heads: statement.heads, columns, rows: shown, hidden: rows.length - shown.length, counts, lines };
}
