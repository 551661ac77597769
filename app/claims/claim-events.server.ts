import type { ClaimEventKind } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";

/** Who does what the site does by itself. */
export const bySite = "site";

/** Writes a line of a claim's history. @param by a member of staff, or the site @param note without personal data */
export async function writeClaimEvent(
  tx: Tx,
  claimId: string,
  kind: ClaimEventKind,
  by: string,
  note: string | null = null,
): Promise<void> {
  await tx.claimEvent.create({ data: { id: newId(), claimId, kind, by, note, at: now() } });
}
