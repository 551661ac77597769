import type { Tx } from "~/platform/database/db.server";
import { recordAudit, type AuditActor, type AuditRecord } from "~/staff/audit/record-audit.server";

/** Who did it: somebody of the staff, or the site by the clock. */
export type NewsletterActor = AuditActor | "site";

/** Writes down what staff did about the newsletter, in the transaction that does it. What the site does by itself is in no log. */
export async function auditChange(tx: Pick<Tx, "auditEntry">, by: NewsletterActor, record: AuditRecord): Promise<void> {
  if (by !== "site") await recordAudit(tx, by, record);
}
