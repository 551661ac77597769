import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { recordAudit, type AuditActor } from "../audit/record-audit.server";
import type { StaffRole } from "../roles";
import { addMinutes, invitationDays } from "../session-rules";

/**
 * Invites somebody to the team, or invites again whoever has not accepted yet or was removed: an older link then opens nothing.
 * @param email as `parseEmail` gives it
 */
export async function inviteMember(
  by: AuditActor,
  { email, name, role }: { email: string; name: string; role: StaffRole },
): Promise<{ staffId: string } | { refused: "already-a-member" }> {
  const address = email.toLowerCase();
  return await inTransaction(async (tx) => {
    const existing = await tx.staffMember.findUnique({ where: { email: address } });
    if (existing?.status === "active") return { refused: "already-a-member" as const };
    const member = { name, role, status: "invited" as const, removedAt: null };
    const staffId = existing?.id ?? newId();
    if (existing) await tx.staffMember.update({ where: { id: staffId }, data: member });
    else await tx.staffMember.create({ data: { id: staffId, email: address, createdAt: now(), ...member } });
    await sendInvitation(tx, staffId);
    await recordAudit(tx, by, { action: "staff.invited", about: { kind: "staff", id: staffId }, became: { role } });
    return { staffId };
  });
}

/** Sends a new invitation, which takes the place of those before. */
export async function sendInvitation(tx: Tx, staffId: string): Promise<void> {
  const at = now();
  await tx.staffInvitation.updateMany({ where: { staffId, usedAt: null }, data: { usedAt: at } });
  const id = newId();
  await tx.staffInvitation.create({ data: { id, staffId, createdAt: at, expiresAt: addMinutes(at, invitationDays * 24 * 60) } });
  await queueEmail(tx, { kind: "staff-invitation", about: { staffInvitationId: id } });
}
