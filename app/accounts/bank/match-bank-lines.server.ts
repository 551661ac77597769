import { bySite, type ClaimActor, actorId } from "~/claims/claim-events.server";
import { payClaim } from "~/claims/hand-in/close-claim.server";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { addDays, fromDateColumn, londonDate, toDateColumn } from "~/platform/london-dates";

/** A bank may show a payout a little before or some working days after Stripe's date. */
const payoutDays = { before: 2, after: 6 };
/** HMRC pays within weeks of having taken a claim. */
const claimDays = 200;

/** One at a time, so that of two matchings at once neither takes what the other has. */
const lockBankLines = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('bank-lines'))`;

/**
 * Matches bank lines that are not matched yet: with the one payout of the same sum whose date is near, or with the one claim whose sum
 * HMRC was asked for. Where there are two, a person decides. @returns how many were matched
 */
export async function matchBankLines(by: ClaimActor = bySite): Promise<number> {
  const open = await db.bankLine.findMany({
    where: { payoutId: null, claimId: null },
    orderBy: [{ date: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  let matched = 0;
  for (const { id } of open) if (await inTransaction((tx) => matchLine(tx, id, by))) matched++;
  return matched;
}

async function matchLine(tx: Tx, id: string, by: ClaimActor): Promise<boolean> {
  await lockBankLines(tx);
  const line = await tx.bankLine.findUnique({ where: { id } });
  if (!line || line.payoutId || line.claimId) return false;
  const date = fromDateColumn(line.date);
  const payouts = await tx.payout.findMany({
    where: {
      pence: Number(line.pence),
      currency: "gbp",
      bankLine: null,
      status: { in: ["pending", "in_transit", "paid"] },
      arrivesOn: { gte: toDateColumn(addDays(date, -payoutDays.after)), lte: toDateColumn(addDays(date, payoutDays.before)) },
    },
    take: 2,
  });
  const [payout] = payouts;
  if (payout && payouts.length === 1) {
    await tx.bankLine.update({ where: { id }, data: { payoutId: payout.id, matchedBy: actorId(by), matchedAt: now() } });
    return true;
  }
  return payouts.length === 0 && (await matchClaim(tx, { id, date, pence: line.pence, description: line.description }, by));
}

type OpenLine = { id: string; date: string; pence: bigint; description: string };

async function matchClaim(tx: Tx, line: OpenLine, by: ClaimActor): Promise<boolean> {
  const claims = await tx.claim.findMany({ where: { bankLine: null, status: { in: ["accepted", "paid"] } } });
  const fitting = claims.filter(({ status, taxPence, adjustmentPence, acceptedAt, paidPence, paidOn }) =>
    status === "paid"
      ? paidPence === line.pence && paidOn !== null && fromDateColumn(paidOn) === line.date
      : taxPence - adjustmentPence === line.pence && acceptedAt !== null && isAfter(londonDate(acceptedAt), line.date),
  );
  const [claim] = fitting;
  return claim !== undefined && fitting.length === 1 && (await linkClaim(tx, line, claim.id, by));
}

const isAfter = (accepted: string, date: string): boolean => date >= accepted && date <= addDays(accepted, claimDays);

async function linkClaim(tx: Tx, line: OpenLine, claimId: string, by: ClaimActor): Promise<boolean> {
  const claim = await tx.claim.findUnique({ where: { id: claimId }, include: { bankLine: true } });
  if (!claim || claim.bankLine) return false;
  if (claim.status !== "paid") {
    const paid = await payClaim(tx, claimId, { paidOn: line.date, pence: Number(line.pence), bankReference: line.description, by });
    if ("refused" in paid) return false;
  }
  await tx.bankLine.update({ where: { id: line.id }, data: { claimId, matchedBy: actorId(by), matchedAt: now() } });
  return true;
}

/**
 * A person says what a bank line is: a payout of the same sum, or HMRC's payment of a claim, whatever its sum.
 * @returns false: either is matched by now, or they can't belong together; nothing was changed
 */
export async function matchByHand(
  tx: Tx,
  lineId: string,
  what: { payoutId: string } | { claimId: string },
  by: ClaimActor,
): Promise<boolean> {
  await lockBankLines(tx);
  const line = await tx.bankLine.findUnique({ where: { id: lineId } });
  if (!line || line.payoutId || line.claimId) return false;
  if ("claimId" in what) {
    const { id, pence, description } = line;
    return pence > 0 && (await linkClaim(tx, { id, date: fromDateColumn(line.date), pence, description }, what.claimId, by));
  }
  const payout = await tx.payout.findUnique({ where: { id: what.payoutId }, include: { bankLine: true } });
  if (!payout || payout.bankLine || BigInt(payout.pence) !== line.pence) return false;
  await tx.bankLine.update({ where: { id: lineId }, data: { payoutId: payout.id, matchedBy: actorId(by), matchedAt: now() } });
  return true;
}
