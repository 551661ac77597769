import type { Claim, ClaimRow, ClaimSubmission } from "~/../prisma/client/client";
import { db, type Tx } from "~/platform/database/db.server";
import { fromDateColumn } from "~/platform/london-dates";
import type { ClaimLine } from "./claim-line";
import type { ClaimStatus } from "./claim-status";

/** Work on claims is done by one at a time. The caller's transaction holds it until its end. */
export async function lockClaims(tx: Tx): Promise<void> {
  // Freezing a thousand rows takes longer than other transactions do, and its colleague's page waits for it.
  await tx.$executeRaw`SELECT set_config('lock_timeout', '10s', true)`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('gift-aid-claims'))`;
}

/** Whether a gift is in a claim that was not given up: what HMRC was, or will be, told of it stays. */
export const isClaimed = async (tx: Pick<Tx, "claimGift">, donationId: string): Promise<boolean> =>
  (await tx.claimGift.count({ where: { donationId, releasedAt: null } })) > 0;

/** A claim held in a transaction: nobody else changes it until the end. Null: there is none of that id. */
export async function lockClaim(tx: Tx, id: string): Promise<Claim | null> {
  await tx.$queryRaw`SELECT id FROM claim WHERE id = ${id} FOR UPDATE`;
  return await tx.claim.findUnique({ where: { id } });
}

/** The message with which a claim was handed in last. */
export const findLastSubmission = (tx: Pick<Tx, "claimSubmission">, claimId: string): Promise<ClaimSubmission | null> =>
  tx.claimSubmission.findFirst({ where: { claimId }, orderBy: { attempt: "desc" } });

/** The rows that a claim has, in the order in which HMRC gets them: its line n is the nth of them. */
export const listLiveRows = (tx: Pick<Tx, "claimRow">, claimId: string): Promise<ClaimRow[]> =>
  tx.claimRow.findMany({ where: { claimId, releasedAt: null }, orderBy: { position: "asc" } });

/** A row as HMRC gets it. */
export function toLine(row: ClaimRow): ClaimLine {
  const what = { date: fromDateColumn(row.lastDate), firstDate: fromDateColumn(row.firstDate), pence: row.donatedPence };
  if (row.aggregated !== null) return { ...what, aggregated: row.aggregated };
  const { title, firstName, lastName, house, postcode } = row;
  if (firstName === null || lastName === null || house === null) throw new Error("a row of a claim has neither donor nor description");
  return { ...what, aggregated: null, title, firstName, lastName, house, postcode };
}

/** A claim as staff see it; sums in pence. */
export type ClaimView = {
  id: string;
  number: string;
  status: ClaimStatus;
  rowCount: number;
  giftCount: number;
  donatedPence: number;
  taxPence: number;
  adjustmentPence: number;
  /** What HMRC is asked to pay. */
  askedPence: number;
  preparedBy: string;
  preparedAt: Date;
  acceptedAt: Date | null;
  paidPence: number | null;
  /** HMRC's words where it did not take the claim, or why nothing is known of it. */
  refusal: string | null;
  refusedRows: number;
};

const toClaimView = (claim: Claim & { _count: { rows: number } }): ClaimView => {
  const { id, number, status, rowCount, giftCount, preparedBy, preparedAt, acceptedAt, refusal } = claim;
  const taxPence = Number(claim.taxPence);
  const adjustmentPence = Number(claim.adjustmentPence);
  return {
    id,
    number,
    status,
    rowCount,
    giftCount,
    donatedPence: Number(claim.donatedPence),
    taxPence,
    adjustmentPence,
    askedPence: taxPence - adjustmentPence,
    preparedBy,
    preparedAt,
    acceptedAt,
    paidPence: claim.paidPence === null ? null : Number(claim.paidPence),
    refusal,
    refusedRows: claim._count.rows,
  };
};

const withRefusedRows = { _count: { select: { rows: { where: { refusal: { not: null }, releasedAt: null } } } } } as const;

/** All claims, newest first. */
export const listClaims = async (limit = 200): Promise<ClaimView[]> =>
  (await db.claim.findMany({ orderBy: { number: "desc" }, take: limit, include: withRefusedRows })).map(toClaimView);

/** One claim with what happened to it; null: there is none of that id. */
export async function getClaim(
  id: string,
): Promise<(ClaimView & { events: { kind: string; by: string; note: string | null; at: Date }[] }) | null> {
  const claim = await db.claim.findUnique({
    where: { id },
    include: { ...withRefusedRows, events: { orderBy: { sequence: "asc" } } },
  });
  return claim && { ...toClaimView(claim), events: claim.events.map(({ kind, by, note, at }) => ({ kind, by, note, at })) };
}

/** Which claim each of some gifts is in, if HMRC has it or is to have it: the latest. */
export async function findClaimsOfGifts(
  donationIds: readonly string[],
): Promise<Map<string, { id: string; number: string; status: ClaimStatus }>> {
  const gifts = await db.claimGift.findMany({
    where: { donationId: { in: [...donationIds] }, releasedAt: null },
    orderBy: { part: "asc" },
    select: { donationId: true, row: { select: { claim: { select: { id: true, number: true, status: true } } } } },
  });
  return new Map(gifts.map(({ donationId, row }) => [donationId, row.claim]));
}

/** Those of some gifts on which HMRC has accepted a claim, and of which something is still with the charity. */
export async function listClaimedGifts(donationIds: readonly string[]): Promise<Set<string>> {
  const accepted = { releasedAt: null, claim: { status: { in: ["accepted" as const, "paid" as const] } } };
  const gifts = await db.claimGift.findMany({
    where: { donationId: { in: [...donationIds] }, releasedAt: null, row: accepted, donation: { status: "paid" } },
    select: { donationId: true },
  });
  return new Set(gifts.map(({ donationId }) => donationId));
}
