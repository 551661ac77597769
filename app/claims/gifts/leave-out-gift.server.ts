import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { actorId, auditClaims, type ClaimActor } from "../claim-events.server";
import type { LeftOutReason } from "./hold-backs";

/**
 * Keeps a gift out of claims, with a reason. One that HMRC has in a claim is taken off the next one; one in a claim that is ready has to be
 * left out of it before that can go.
 * @returns refused "left-out-before", "no-such-gift"
 */
export const leaveOutGift = (
  donationId: string,
  { reason, note, by }: { reason: Exclude<LeftOutReason, "refused_by_hmrc">; note: string; by: ClaimActor },
): Promise<{ holdId: string } | { refused: "no-such-gift" | "left-out-before" }> =>
  inTransaction(async (tx) => {
    const [gift] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM donation WHERE id = ${donationId} FOR UPDATE`;
    if (!gift) return { refused: "no-such-gift" } as const;
    if (await tx.claimHold.findFirst({ where: { donationId, liftedAt: null } })) return { refused: "left-out-before" } as const;
    const holdId = newId();
    await tx.claimHold.create({ data: { id: holdId, donationId, reason, note, placedBy: actorId(by), placedAt: now() } });
    await auditClaims(tx, by, { action: "claim.gift-left-out", about: { kind: "gift", id: donationId }, became: { reason } });
    return { holdId };
  });

/** Lets a gift be claimed again. @returns whether it was kept out */
export const liftHold = (donationId: string, by: ClaimActor): Promise<boolean> =>
  inTransaction(async (tx) => {
    const { count } = await tx.claimHold.updateMany({
      where: { donationId, liftedAt: null },
      data: { liftedAt: now(), liftedBy: actorId(by) },
    });
    if (count > 0) await auditClaims(tx, by, { action: "claim.hold-lifted", about: { kind: "gift", id: donationId } });
    return count > 0;
  });

/** The gifts that HMRC refused together with one, in the same row, and that are still kept out for it; with that one. */
export const listRefusedTogether = async (donationId: string, tx: Pick<Tx, "$queryRaw"> = db): Promise<string[]> =>
  (
    await tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT hold.donation_id AS id FROM claim_hold AS hold JOIN claim_gift AS other ON other.donation_id = hold.donation_id
        JOIN claim_row ON claim_row.id = other.row_id AND claim_row.refusal IS NOT NULL
      WHERE hold.lifted_at IS NULL AND hold.reason = 'refused_by_hmrc'
        AND EXISTS (SELECT FROM claim_gift AS own WHERE own.donation_id = ${donationId} AND own.row_id = claim_row.id)
      ORDER BY id`
  ).map(({ id }) => id);

/** Lets all gifts of a row that HMRC refused be claimed again: its fault was one for all of them. @returns how many were kept out */
export const liftRefusedRow = (donationId: string, by: ClaimActor): Promise<number> =>
  inTransaction(async (tx) => {
    const gifts = await listRefusedTogether(donationId, tx);
    const lifted = await tx.claimHold.updateManyAndReturn({
      where: { donationId: { in: gifts }, reason: "refused_by_hmrc", liftedAt: null },
      data: { liftedAt: now(), liftedBy: actorId(by) },
      select: { donationId: true },
    });
    for (const { donationId: id } of lifted) await auditClaims(tx, by, { action: "claim.hold-lifted", about: { kind: "gift", id } });
    return lifted.length;
  });
