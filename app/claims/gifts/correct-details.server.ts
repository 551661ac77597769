import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { latestDetails } from "~/giving/gift-aid/declarations.server";
import { actorId, auditClaims, type ClaimActor } from "../claim-events.server";
import { cleanDetails, type DonorDetails, type FieldProblem } from "../claim-fields";

/**
 * Writes name and home as HMRC should have them, where the donor's own writing can't be sent. The declaration stays as it was made.
 * It counts as long as the donor's own stays as it is now.
 * @returns refused "still-wrong" with what HMRC would not take
 */
export const correctDetails = (
  declarationId: string,
  written: DonorDetails,
  by: ClaimActor,
): Promise<{ details: DonorDetails } | { refused: "no-such-declaration" } | { refused: "still-wrong"; problems: FieldProblem[] }> =>
  inTransaction(async (tx) => {
    const cleaned = cleanDetails(written);
    if ("problems" in cleaned) return { refused: "still-wrong", problems: cleaned.problems } as const;
    await tx.$queryRaw`SELECT id FROM declaration WHERE id = ${declarationId} FOR UPDATE`;
    const declaration = await tx.declaration.findUnique({
      where: { id: declarationId },
      include: { changes: { orderBy: { reportedAt: "asc" } } },
    });
    if (!declaration) return { refused: "no-such-declaration" } as const;
    const told = latestDetails(declaration);
    const { firstName, lastName, house, postcode } = written;
    const row = {
      toldFirstName: told.firstName,
      toldLastName: told.lastName,
      toldHouse: told.house,
      toldPostcode: told.postcode,
      firstName,
      lastName,
      house,
      postcode,
      correctedBy: actorId(by),
      correctedAt: now(),
    };
    await tx.claimCorrection.upsert({ where: { declarationId }, create: { declarationId, ...row }, update: row });
    await auditClaims(tx, by, { action: "claim.details-corrected", about: { kind: "declaration", id: declarationId } });
    return { details: cleaned.details };
  });
