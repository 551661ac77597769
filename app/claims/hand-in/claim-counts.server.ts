import { Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { fitAdjustments } from "../adjustments.server";
import { taxOn, taxToReturnOn } from "../claim-rows";

/** Takes rows out of a claim in the caller's transaction, so that their gifts may be claimed again. @param rows ids, or all of them */
export async function releaseRows(tx: Tx, claimId: string, rows: readonly string[] | "all"): Promise<void> {
  const which = rows === "all" ? Prisma.sql`true` : Prisma.sql`id = ANY (${[...rows]}::text[])`;
  const releasedAt = now();
  await tx.$executeRaw`
    WITH released AS (
      UPDATE claim_row SET released_at = ${releasedAt} WHERE claim_id = ${claimId} AND released_at IS NULL AND ${which} RETURNING id
    ) UPDATE claim_gift SET released_at = ${releasedAt} WHERE released_at IS NULL AND row_id IN (SELECT id FROM released)`;
}

/** Counts a claim anew after rows left it. What it took off for earlier claims and can't bear any more waits for the next one. */
export async function recountClaim(tx: Tx, claimId: string): Promise<{ rowCount: number }> {
  const [sums] = await tx.$queryRaw<{ rows: number; gifts: number; pence: bigint }[]>`
    SELECT count(DISTINCT claim_row.id)::int AS rows, count(claim_gift.id)::int AS gifts, coalesce(sum(claim_gift.donated_pence), 0)::bigint AS pence
    FROM claim_row JOIN claim_gift ON claim_gift.row_id = claim_row.id AND claim_gift.released_at IS NULL
    WHERE claim_row.claim_id = ${claimId} AND claim_row.released_at IS NULL`;
  const donatedPence = Number(sums?.pence ?? 0);
  const taxPence = taxOn(donatedPence);
  const adjustments = await tx.claimAdjustment.findMany({ where: { claimId, releasedAt: null }, orderBy: { id: "asc" } });
  const fitting = fitAdjustments(
    adjustments.map(({ id, donationId, part, donatedPence: pence, reason }) => ({ donationId, reference: id, part, pence, reason })),
    taxPence,
  );
  const kept = new Set(fitting.map(({ reference }) => reference));
  const dropped = adjustments.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  await tx.claimAdjustment.updateMany({ where: { id: { in: dropped } }, data: { releasedAt: now() } });
  const adjustmentPence = taxToReturnOn(fitting.reduce((sum, { pence }) => sum + pence, 0));
  const rowCount = sums?.rows ?? 0;
  await tx.claim.update({
    where: { id: claimId },
    data: { rowCount, giftCount: sums?.gifts ?? 0, donatedPence, taxPence, adjustmentPence },
  });
  return { rowCount };
}

/** A frozen row of which something went back, or was left out, since. */
export type ChangedRow = { rowId: string; position: number; reference: string };

/** The rows of a claim that can't go to HMRC as they were frozen, with the reference of a gift for which that is so. */
export const listChangedRows = (tx: Pick<Tx, "$queryRaw">, claimId: string): Promise<ChangedRow[]> =>
  tx.$queryRaw<ChangedRow[]>`
    SELECT DISTINCT ON (claim_row.position) claim_row.id AS "rowId", claim_row.position::int AS position, donation.reference
    FROM claim_row JOIN claim_gift ON claim_gift.row_id = claim_row.id AND claim_gift.released_at IS NULL
      JOIN donation ON donation.id = claim_gift.donation_id
      LEFT JOIN claim_hold AS hold ON hold.donation_id = donation.id AND hold.lifted_at IS NULL
    WHERE claim_row.claim_id = ${claimId} AND claim_row.released_at IS NULL
      AND (donation.status <> 'paid' OR hold.id IS NOT NULL
        OR donation.gift_pence + donation.cover_pence - donation.refunded_pence
          < (SELECT sum(live.donated_pence) FROM claim_gift AS live WHERE live.donation_id = donation.id AND live.released_at IS NULL)
            - (SELECT coalesce(sum(back.donated_pence), 0) FROM claim_adjustment AS back WHERE back.donation_id = donation.id AND back.released_at IS NULL))
    ORDER BY claim_row.position`;
