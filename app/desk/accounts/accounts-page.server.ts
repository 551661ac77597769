import { countUnmatched, listEntries, sumEntries } from "~/accounts/books/entries.server";
import { entryKindLabels, entryKinds, toJournal, type EntryKind, type EntrySum } from "~/accounts/books/ledger";
import type { Journal } from "~/accounts/books/journal-files";
import { financialYear, financialYearOf, monthsOf, type Period } from "~/accounts/books/periods";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatMonth } from "~/platform/format-date";
import { formatLondonDate, isLondonDate, londonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";

const pounds = (sum: number): string => formatPounds(pence(sum));
const add = (sums: readonly EntrySum[]): number => sums.reduce((total, sum) => total + sum.pence, 0);

/** The financial year that an address asks for; without one, this one. `endsIn`: the calendar year in which it ends. */
export function readYear(params: URLSearchParams): { endsIn: number; period: Period } {
  const { financialYearEnd } = config.charity;
  const asked = params.get("year") ?? "";
  const endsIn = /^20\d\d$/.test(asked) ? Number(asked) : financialYearOf(londonDate(now()), financialYearEnd);
  return { endsIn, period: financialYear(endsIn, financialYearEnd) };
}

/** All funds, by name. */
export const listFunds = () => db.fund.findMany({ orderBy: { name: "asc" }, select: { id: true, name: true, restricted: true } });

type Column = { kind: EntryKind; sum: string; href: string };
type Row = { key: string; title: string; href: string; columns: Column[]; total: string };

/** The accounts of a year: by month and kind, and by fund and kind. Sums are those of the rows that their links lead to. */
export async function getAccountsPage(params: URLSearchParams) {
  const { endsIn, period } = readYear(params);
  const funds = await listFunds();
  const fundId = funds.find(({ id }) => id === params.get("fund"))?.id ?? null;
  const [all, unmatched] = await Promise.all([sumEntries(period), countUnmatched(period)]);
  const sums = fundId === null ? all : all.filter((sum) => sum.fundId === fundId);
  const toRow = (key: string, title: string, rowSums: EntrySum[], { from, to }: Period, fund: string | null): Row => {
    const link = (kind: EntryKind | null) =>
      `/desk/accounts/entries?${new URLSearchParams({ from, to, ...(kind && { kind }), ...(fund && { fund }) }).toString()}`;
    const columns = entryKinds.map((kind) => {
      const ofKind = rowSums.filter((sum) => sum.kind === kind);
      return { kind, sum: ofKind.length === 0 ? "" : pounds(add(ofKind)), href: link(kind) };
    });
    return { key, title, href: link(null), columns, total: pounds(add(rowSums.filter(({ kind }) => kind !== "payout"))) };
  };
  const today = londonDate(now());
  return {
    endsIn,
    years: [endsIn - 1, endsIn + 1].map((year) => ({ year, isComing: financialYear(year, config.charity.financialYearEnd).from > today })),
    title: `${formatLondonDate(period.from)} to ${formatLondonDate(period.to)}`,
    fundId,
    funds: funds.map(({ id, name, restricted }) => ({ value: id, label: restricted ? `${name} (restricted)` : name })),
    heads: entryKinds.map((kind) => entryKindLabels[kind]),
    months: monthsOf(period)
      .filter(({ from }) => from <= today)
      .map((month) =>
        toRow(
          month.month,
          formatMonth(month.month),
          sums.filter((sum) => sum.month === month.month),
          month,
          fundId,
        ),
      ),
    year: toRow("year", "The year", sums, period, fundId),
    byFund: funds
      .map(({ id, name }) => ({ id, name, sums: all.filter((sum) => sum.fundId === id) }))
      .filter((fund) => fund.sums.length > 0)
      .map((fund) => toRow(fund.id, fund.name, fund.sums, period, fund.id)),
    unmatched,
  };
}

const entriesPerPage = 200;

/** What an address asks for of the entries: `from` and `to` (London dates), `kind`, `fund`; without dates, this financial year. */
export function readEntryFilter(params: URLSearchParams) {
  const [from, to] = [params.get("from") ?? "", params.get("to") ?? ""];
  const period = isLondonDate(from) && isLondonDate(to) ? { from, to } : readYear(params).period;
  const fund = params.get("fund");
  return { period, kind: entryKinds.find((kind) => kind === params.get("kind")) ?? null, fundId: fund === "" ? null : fund };
}

/** The rows behind a sum of the accounts, so many at a time. */
export async function getEntriesPage(params: URLSearchParams) {
  const { period, kind, fundId } = readEntryFilter(params);
  const page = /^\d{1,5}$/.test(params.get("page") ?? "") ? Number(params.get("page")) : 0;
  const [rows, funds] = await Promise.all([
    listEntries(period, { kind, fundId, limit: entriesPerPage + 1, skip: page * entriesPerPage }),
    listFunds(),
  ]);
  const nextParams = new URLSearchParams(params);
  nextParams.set("page", String(page + 1));
  return {
    title: `${kind === null ? "Everything" : entryKindLabels[kind]}, ${formatLondonDate(period.from)} to ${formatLondonDate(period.to)}`,
    rows: rows.slice(0, entriesPerPage).map((entry) => ({
      key: `${entry.id} ${entry.kind}`,
      date: formatLondonDate(entry.date),
      kind: entryKindLabels[entry.kind],
      words: entry.words,
      href: entry.donationId
        ? `/desk/gifts/${entry.donationId}`
        : entry.payoutId
          ? `/desk/payouts/${entry.payoutId}`
          : entry.claimId && `/desk/gift-aid/claims/${entry.claimId}`,
      fund: funds.find(({ id }) => id === entry.fundId)?.name ?? "",
      sum: pounds(entry.pence),
    })),
    next: rows.length > entriesPerPage ? `/desk/accounts/entries?${nextParams.toString()}` : null,
    isFirst: page === 0,
  };
}

/** The journals of a time, one a month; a month of which nothing is in the books has none. */
export async function makeJournals(period: Period): Promise<Journal[]> {
  const sums = await sumEntries(period);
  return monthsOf(period).flatMap(({ month, to }) => {
    const lines = toJournal(sums.filter((sum) => sum.month === month));
    return lines.length === 0
      ? []
      : [{ number: `RL-${month}`, date: to, narration: `${config.charity.name}, ${formatMonth(month)}`, lines }];
  });
}
