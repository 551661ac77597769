import { db } from "~/platform/database/db.server";
import { deleteResendSuppression } from "~/platform/mail/resend/suppressions.server";
import { listSuppressionReasons } from "./suppressions.server";
import { reasonsAtResend } from "./suppression";

/**
 * Takes an address off Resend's own list once staff have lifted ours; else it would go on swallowing emails. Then the
 * address is forgotten here. The work of the job "unsuppress-at-resend"; safe to repeat.
 */
export async function unsuppressAtResend(id: string): Promise<"removed" | "already-done"> {
  const lift = await db.suppressionRemoval.findUnique({ where: { id } });
  if (!lift?.email) return "already-done";
  // It may have bounced again meanwhile.
  const isSuppressedAgain = (await listSuppressionReasons(db, lift.email)).some((reason) => reasonsAtResend.includes(reason));
  if (!isSuppressedAgain) await deleteResendSuppression(lift.email);
  await db.suppressionRemoval.update({ where: { id }, data: { email: null } });
  return isSuppressedAgain ? "already-done" : "removed";
}
