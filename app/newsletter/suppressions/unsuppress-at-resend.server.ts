import { db } from "~/platform/database/db.server";
import { takeOffSuppressions } from "~/platform/mail/resend/suppressions.server";
import { suppressionsOf } from "./suppressions.server";
import { isAtResendToo } from "./suppression";

/**
 * Takes an address off Resend's own list once staff have lifted ours; else it would go on swallowing letters. Then the
 * address is forgotten here. The work of the job "lift-at-resend"; safe to repeat.
 */
export async function liftAtResend(id: string): Promise<"taken-off" | "done-before"> {
  const lift = await db.suppressionLift.findUnique({ where: { id } });
  if (!lift?.email) return "done-before";
  // It may have bounced again meanwhile.
  const again = (await suppressionsOf(db, lift.email)).some((reason) => isAtResendToo.includes(reason));
  if (!again) await takeOffSuppressions(lift.email);
  await db.suppressionLift.update({ where: { id }, data: { email: null } });
  return again ? "done-before" : "taken-off";
}
