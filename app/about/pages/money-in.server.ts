import { sumEntries } from "~/accounts/books/entries.server";
import type { EntryKind } from "~/accounts/books/ledger";
import { financialYear, financialYearOf, type Period } from "~/accounts/books/periods";
import { readOrNull } from "~/platform/database/read-or-null.server";
import { londonDate } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import type { MoneyIn } from "./money-in";

const kinds: { what: string; kinds: EntryKind[] }[] = [
  { what: "Sponsorships", kinds: ["plan"] },
  { what: "Donations", kinds: ["gift", "offline"] },
  { what: "Gift Aid from HMRC", kinds: ["gift_aid"] },
  { what: "Refunds", kinds: ["refund", "dispute"] },
  { what: "Payment costs", kinds: ["fee"] },
  { what: "Other", kinds: ["other"] },
];

/**
 * This financial year's money so far and last year's whole, from the books. Totals of a year alone: a shorter time could show what one
 * person gave.
 * @returns null where the books can't be read just now
 */
export async function findMoneyIn(now: Date, yearEnd: string): Promise<MoneyIn[] | null> {
  const today = londonDate(now);
  const endsIn = financialYearOf(today, yearEnd);
  return await readOrNull("money-in", Promise.all([endsIn, endsIn - 1].map((year) => sumYear(financialYear(year, yearEnd), today))));
}

async function sumYear(period: Period, today: string): Promise<MoneyIn> {
  const entries = await sumEntries(period);
  const sumOf = (wanted: EntryKind[]) => entries.reduce((sum, { kind, pence: part }) => (wanted.includes(kind) ? sum + part : sum), 0);
  const parts = kinds.map(({ what, kinds: wanted }) => ({ what, pence: pence(sumOf(wanted)) })).filter((part) => part.pence !== 0);
  return { ...period, isOver: period.to < today, parts, net: pence(parts.reduce((sum, part) => sum + part.pence, 0)) };
}
