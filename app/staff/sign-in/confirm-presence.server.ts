import { inTransaction } from "~/platform/database/db.server";
import { recordAudit } from "../audit/record-audit.server";
import { isDemonstrationStaff } from "../demonstration-staff.server";
import { confirmSession, type Staff } from "../session.server";
import { verifyPasskey } from "../ways/passkeys.server";
import { countCodeTry, type TooMany } from "./code-limits.server";
import { useCode } from "./use-code.server";

export type ConfirmationRefusal = { refused: "wrong-code" | "wrong-passkey" } | TooMany;

/**
 * Takes the passkey or the code by which somebody who is signed in shows that it is they, and not only their browser. On a
 * trial site, whoever sat down by a button has neither, and is believed.
 */
export async function confirmPresence(
  staff: Staff,
  shown: { passkeyJson: string; code: string },
  ip: string,
): Promise<{ confirmed: true } | ConfirmationRefusal> {
  const isBelieved = isDemonstrationStaff(staff);
  if (!isBelieved && !shown.passkeyJson) {
    const tooMany = await countCodeTry(staff.id, ip);
    if (tooMany) return tooMany;
  }
  return await inTransaction(async (tx) => {
    if (!isBelieved && shown.passkeyJson) {
      const passkey = await verifyPasskey(tx, `confirm ${staff.sessionId}`, shown.passkeyJson);
      if ("refused" in passkey || passkey.staffId !== staff.id) return { refused: "wrong-passkey" as const };
    } else if (!isBelieved && !(await useCode(tx, staff, shown.code))) return { refused: "wrong-code" as const };
    await confirmSession(tx, staff);
    await recordAudit(tx, staff, { action: "confirmed", about: { kind: "session", id: staff.sessionId } });
    return { confirmed: true as const };
  });
}
