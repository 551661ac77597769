import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
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
