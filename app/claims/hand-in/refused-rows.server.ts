import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { actorId, type ClaimActor } from "../claim-events.server";
import { listLiveRows } from "../claims.server";
import { releaseRows } from "./claim-counts.server";

/** Writes HMRC's words at the rows that they are about. @param words by the number of the line, from 1 @returns how many rows that were */
export async function markRefusedRows(tx: Tx, claimId: string, words: ReadonlyMap<number, string>): Promise<number> {
  const rows = await listLiveRows(tx, claimId);
  let marked = 0;
  for (const [line, refusal] of words) {
    const row = rows[line - 1];
    if (!row) continue;
    await tx.claimRow.update({ where: { id: row.id }, data: { refusal } });
    marked += 1;
  }
  return marked;
}

/** Takes the rows that HMRC refused out of a claim, and keeps their gifts out of later ones until somebody lifts that. @returns how many rows */
export async function holdRefusedRows(tx: Tx, claimId: string, by: ClaimActor): Promise<number> {
  const refused = await tx.claimRow.findMany({ where: { claimId, releasedAt: null, refusal: { not: null } } });
  if (refused.length === 0) return 0;
  const ids = refused.map(({ id }) => id);
  await tx.$executeRaw`
    INSERT INTO claim_hold (id, donation_id, reason, note, placed_by, placed_at)
    SELECT gen_random_uuid()::text, donation_id, 'refused_by_hmrc', min(claim_row.refusal), ${actorId(by)}, ${now()}
    FROM claim_gift JOIN claim_row ON claim_row.id = claim_gift.row_id
    WHERE row_id = ANY (${ids}::text[]) AND claim_gift.released_at IS NULL
    GROUP BY donation_id
    ON CONFLICT (donation_id) WHERE lifted_at IS NULL DO NOTHING`;
  await releaseRows(tx, claimId, ids);
  return refused.length;
}
