import { inTransaction } from "~/platform/database/db.server";
import { recordAudit } from "../audit/record-audit.server";
import { endThisSession, openStaffSession } from "../session.server";
import { currentVisit } from "../visit.server";
import { verifyPasskey, type PasskeyRefusal } from "../ways/passkeys.server";

/** Signs in with the answer of a passkey. @returns the token for the cookie */
export async function signInWithPasskey(
  responseJson: string,
  request: Request,
): Promise<{ token: string } | PasskeyRefusal | { refused: "not-a-member" }> {
  return await inTransaction(async (tx) => {
    const passkey = await verifyPasskey(tx, "sign in", responseJson);
    if ("refused" in passkey) return passkey;
    const { id, status } = await tx.staffMember.findUniqueOrThrow({ where: { id: passkey.staffId } });
    if (status !== "active") return { refused: "not-a-member" as const };
    await endThisSession(tx, request);
    const by = { id, network: currentVisit()?.network ?? "" };
    await recordAudit(tx, by, { action: "signed-in", about: { kind: "staff", id }, became: { by: "passkey" } });
    return { token: await openStaffSession(tx, id, request) };
  });
}
