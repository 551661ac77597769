import type { Tx } from "~/platform/database/db.server";
import type { AuditAction, AuditFacts } from "~/staff/audit/audit";
import { recordAudit, type AuditActor } from "~/staff/audit/record-audit.server";

/** Who did it to an issue: somebody of the staff, or the site by the clock. */
export type IssueActor = AuditActor | "site";

/** Writes down what staff did with an issue, in the transaction that does it. Its words are kept as versions, not here. */
export async function auditIssue(
  tx: Tx,
  by: IssueActor,
  action: Extract<AuditAction, `issue.${string}`>,
  id: string,
  facts: { was?: AuditFacts; became?: AuditFacts } = {},
): Promise<void> {
  if (by !== "site") await recordAudit(tx, by, { action, about: { kind: "issue", id }, ...facts });
}
