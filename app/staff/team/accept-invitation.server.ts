import type { StaffInvitation, StaffMember } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { recordAudit } from "../audit/record-audit.server";
import { endThisSession, openStaffSession } from "../session.server";
import { countCodeTry, type TooMany } from "../sign-in/code-limits.server";
import { checkLink, readStaffLink, type LinkRefusal } from "../staff-links.server";
import { currentVisit } from "../visit.server";
import { addPasskey, type PasskeyRefusal } from "../ways/passkeys.server";
import { makeRecoveryCodes } from "../ways/recovery-codes.server";
import { setUpTotp } from "../ways/totp.server";

type Invited = StaffInvitation & { staff: StaffMember & { email: string } };

/** Looks at an invitation and changes nothing: programs that check emails open links too. */
export async function findInvitation(token: string): Promise<Invited | LinkRefusal> {
  const id = readStaffLink("staff invitation", token, now());
  const row = id ? await db.staffInvitation.findUnique({ where: { id }, include: { staff: true } }) : null;
  const invitation = checkLink(row, now());
  if ("refused" in invitation) return invitation;
  const { email, status } = invitation.staff;
  if (status !== "invited" || email === null) return { refused: "used" };
  return { ...invitation, staff: { ...invitation.staff, email } };
}

/** The first way to sign in: the passkey that a browser made, or an app with its first code. */
export type FirstWay = { passkeyJson: string; passkeyName: string } | { encryptedSecret: string; code: string };

/**
 * Accepts an invitation: the first way to sign in, ten recovery codes and a session come at once, or nothing does.
 * @returns the token for the cookie, and the codes, which are shown this once
 */
export async function acceptInvitation(
  token: string,
  way: FirstWay,
  { request, ip }: { request: Request; ip: string },
): Promise<{ token: string; codes: string[] } | LinkRefusal | PasskeyRefusal | { refused: "wrong-code" } | TooMany> {
  const found = await findInvitation(token);
  if ("refused" in found) return found;
  const staffId = found.staff.id;
  if ("code" in way) {
    const tooMany = await countCodeTry(staffId, ip);
    if (tooMany) return tooMany;
  }
  return await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM staff_member WHERE id = ${staffId} FOR UPDATE`;
    const invitation = checkLink(await tx.staffInvitation.findUnique({ where: { id: found.id } }), now());
    if ("refused" in invitation) return invitation;
    if ("code" in way) {
      if (!(await setUpTotp(tx, staffId, way.encryptedSecret, way.code))) return { refused: "wrong-code" as const };
    } else {
      const added = await addPasskey(tx, staffId, way.passkeyJson, way.passkeyName);
      if ("refused" in added) return added;
    }
    await tx.staffInvitation.updateMany({ where: { staffId, usedAt: null }, data: { usedAt: now() } });
    await tx.staffMember.update({ where: { id: staffId }, data: { status: "active" } });
    const codes = await makeRecoveryCodes(tx, staffId);
    await endThisSession(tx, request);
    const by = { id: staffId, network: currentVisit()?.network ?? "" };
    const became = { by: "code" in way ? "authenticator app" : "passkey" };
    await recordAudit(tx, by, { action: "staff.accepted", about: { kind: "staff", id: staffId }, became });
    return { token: await openStaffSession(tx, staffId, request), codes };
  });
}
