import type { Tx } from "~/platform/database/db.server";
import type { AuditAction, AuditFacts } from "~/staff/audit/audit";
import { auditChange, type NewsletterActor } from "../audit-change.server";

export type IssueActor = NewsletterActor;

/** Writes down what staff did with an issue, in the transaction that does it. Its words are kept as versions, not here. */
export async function auditIssue(
  tx: Tx,
  by: IssueActor,
  action: Extract<AuditAction, `issue.${string}`>,
  id: string,
  facts: { was?: AuditFacts; became?: AuditFacts } = {},
): Promise<void> {
  await auditChange(tx, by, { action, about: { kind: "issue", id }, ...facts });
}
