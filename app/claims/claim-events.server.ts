import type { ClaimEventKind } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import type { AuditAction } from "~/staff/audit/audit";
import { recordAudit, type AuditRecord } from "~/staff/audit/record-audit.server";

/** Who does it: somebody at the desk, which the audit log then has too, or a name alone, from a command or from the site itself. */
export type ClaimActor = string | { id: string; network: string };

/** Who does what the site does by itself. */
export const bySite = "site";

/** An actor as it stands in a row: the id of a member of staff, or the name. */
export const actorId = (by: ClaimActor): string => (typeof by === "string" ? by : by.id);

/** Events that somebody at the desk brings about, as the audit log calls them. */
const auditActions: Partial<Record<ClaimEventKind, AuditAction>> = {
  prepared: "claim.prepared",
  schedule_made: "claim.schedule-made",
  sent: "claim.sent",
  listed: "claim.looked-up",
  decided: "claim.decided",
  left_out: "claim.rows-left-out",
  handed_in: "claim.handed-in",
  paid: "claim.paid",
  discarded: "claim.discarded",
};

/** Writes down what was done at the desk, in the transaction that does it. Of what a command or the site does there is only the claim's history. */
export async function auditClaims(tx: Tx, by: ClaimActor, record: AuditRecord): Promise<void> {
  if (typeof by !== "string") await recordAudit(tx, by, record);
}

/** Writes a line of a claim's history, and of the audit log where it was done at the desk. @param note without personal data */
export async function writeClaimEvent(
  tx: Tx,
  claimId: string,
  kind: ClaimEventKind,
  by: ClaimActor,
  note: string | null = null,
): Promise<void> {
  await tx.claimEvent.create({ data: { id: newId(), claimId, kind, by: actorId(by), note, at: now() } });
  const action = auditActions[kind];
  if (action) await auditClaims(tx, by, { action, about: { kind: "claim", id: claimId }, became: note === null ? {} : { note } });
}
