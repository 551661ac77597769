import type { Tx } from "~/platform/database/db.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import type { SuppressionReason } from "./suppression";

/** Why an address gets no newsletter; empty: nothing stands against it. */
export async function listSuppressionReasons(tx: Tx, email: string): Promise<SuppressionReason[]> {
  const rows = await tx.suppression.findMany({ where: { emailHash: hashEmail(email) }, orderBy: { suppressedAt: "asc" } });
  return rows.map(({ reason }) => reason);
}

/** Whether no newsletter may go to this address. */
export const isSuppressed = async (tx: Tx, email: string): Promise<boolean> => (await listSuppressionReasons(tx, email)).length > 0;
