import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { writeClaimEvent, type ClaimActor } from "../claim-events.server";
import { listLiveRows, lockClaim, lockClaims, toLine } from "../claims.server";
import { writeCsvFiles } from "../schedule/csv";
import { writeSchedules } from "../schedule/ods";
import { listChangedRows, type ChangedRow } from "./claim-counts.server";

export type ScheduleFile = { name: string; bytes: Uint8Array };

/**
 * A claim as files for HMRC's own form. Of one that is ready it is written down that they were made, since HMRC may have the claim that way
 * from then on; of a later one they are for the records.
 * @returns refused "rows-changed" where something of a ready claim went back since it was frozen
 */
export const makeSchedule = (
  claimId: string,
  { kind, by }: { kind: "ods" | "csv"; by: ClaimActor },
): Promise<{ files: ScheduleFile[] } | { refused: "no-such-claim" | "discarded" } | { refused: "rows-changed"; rows: ChangedRow[] }> =>
  inTransaction(async (tx) => {
    await lockClaims(tx);
    const claim = await lockClaim(tx, claimId);
    if (!claim) return { refused: "no-such-claim" } as const;
    if (claim.status === "discarded") return { refused: "discarded" } as const;
    if (claim.status === "ready") {
      const rows = await listChangedRows(tx, claimId);
      if (rows.length > 0) return { refused: "rows-changed", rows } as const;
      await tx.claim.update({ where: { id: claimId }, data: { scheduleMadeAt: now() } });
      await writeClaimEvent(tx, claimId, "schedule_made", by);
    }
    const lines = (await listLiveRows(tx, claimId)).map(toLine);
    const contents =
      kind === "csv"
        ? writeCsvFiles(lines).map((csv) => new TextEncoder().encode(csv))
        : [...writeSchedules(lines, Number(claim.adjustmentPence))];
    const nameOf = (index: number) => `${claim.number}${contents.length > 1 ? `-${index + 1}` : ""}.${kind}`;
    return { files: contents.map((bytes, index) => ({ name: nameOf(index), bytes })) };
  });
