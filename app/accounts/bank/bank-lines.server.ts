import { actorId, type ClaimActor } from "~/claims/claim-events.server";
import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { addDays, fromDateColumn, toDateColumn } from "~/platform/london-dates";
import { newId } from "~/platform/ids.server";
import { namesUs, type StatementLine } from "./statement";

/** What adding a line would do: it is new, known already, or about neither Stripe nor HMRC and so not kept. */
export type LineVerdict = "new" | "known" | "not-ours";

/** Looks at lines as adding them would, in their order, and changes nothing. The same line twice is one. */
export async function checkLines(lines: readonly StatementLine[]): Promise<LineVerdict[]> {
  const [first] = lines;
  if (!first) return [];
  const dates = lines.map(({ date }) => date).toSorted((one, other) => (one < other ? -1 : 1));
  const [from, to] = [dates[0] ?? first.date, dates.at(-1) ?? first.date];
  const known = await db.bankLine.findMany({ where: { date: { gte: toDateColumn(from), lte: toDateColumn(to) } } });
  const seen = new Set(known.map((line) => keyOf({ ...line, date: fromDateColumn(line.date) })));
  const sums = await listOpenSums(from, to);
  return lines.map((line) => {
    if (!namesUs(line.description) && !sums.has(line.pence)) return "not-ours";
    if (seen.has(keyOf(line))) return "known";
    seen.add(keyOf(line));
    return "new";
  });
}

const keyOf = ({ date, pence, description }: { date: string; pence: number | bigint; description: string }): string =>
  JSON.stringify([date, String(pence), description]);

/** The sums of payouts near some dates, and of claims that HMRC has still to pay: a line of such a sum may be one, whatever its words. */
async function listOpenSums(from: string, to: string): Promise<Set<number>> {
  const payouts = await db.payout.findMany({
    where: { arrivesOn: { gte: toDateColumn(addDays(from, -6)), lte: toDateColumn(addDays(to, 2)) } },
    select: { pence: true },
  });
  const claims = await db.claim.findMany({ where: { status: "accepted" }, select: { taxPence: true, adjustmentPence: true } });
  return new Set([
    ...payouts.map(({ pence }) => pence),
    ...claims.map(({ taxPence, adjustmentPence }) => Number(taxPence - adjustmentPence)),
  ]);
}

/** Adds lines of a statement; those that are known stay as they are. @returns how many were added */
export async function addBankLines(tx: Tx, lines: readonly StatementLine[], by: ClaimActor): Promise<number> {
  const data = lines.map(({ date, ...line }) => ({ id: newId(), date: toDateColumn(date), ...line, addedBy: actorId(by), addedAt: now() }));
  return (await tx.bankLine.createMany({ data, skipDuplicates: true })).count;
}

/** Takes a line away that was typed wrongly and matches nothing. @returns whether it was there */
export const removeBankLine = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.bankLine.deleteMany({ where: { id, payoutId: null, claimId: null } })).count > 0;

/** The newest lines with what they are, those that are not matched first. */
export const listBankLines = (limit: number) =>
  db.bankLine.findMany({
    include: { payout: true, claim: { select: { id: true, number: true } } },
    orderBy: [{ matchedAt: { sort: "desc", nulls: "first" } }, { date: "desc" }, { id: "desc" }],
    take: limit,
  });
