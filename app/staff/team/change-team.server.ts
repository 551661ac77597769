import type { StaffMember } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { hidden } from "../audit/audit";
import { recordAudit, type AuditActor } from "../audit/record-audit.server";
import type { StaffRole } from "../roles";
import { sendInvitation } from "./invite-member.server";

/** "last-administrator": nobody could look after the team any more. */
export type TeamRefusal = { refused: "not-on-the-team" | "last-administrator" };

/** Gives somebody another role. It counts from their next request on. */
export const changeRole = (by: AuditActor, staffId: string, role: StaffRole): Promise<{ changed: true } | TeamRefusal> =>
  changeMember(staffId, async (tx, member, isLast) => {
    if (member.role === role) return null;
    if (isLast && role !== "administrator") return { refused: "last-administrator" };
    await tx.staffMember.update({ where: { id: staffId }, data: { role } });
    const about = { kind: "staff", id: staffId } as const;
    await recordAudit(tx, by, { action: "staff.role-changed", about, was: { role: member.role }, became: { role } });
    return null;
  });

/** Takes somebody off the team: signed out everywhere, and with no way to sign in. What they did stays in the log. */
export const removeMember = (by: AuditActor, staffId: string): Promise<{ changed: true } | TeamRefusal> =>
  changeMember(staffId, async (tx, member, isLast) => {
    if (isLast) return { refused: "last-administrator" };
    await deleteWays(tx, staffId);
    await tx.staffInvitation.updateMany({ where: { staffId, usedAt: null }, data: { usedAt: now() } });
    await tx.staffMember.update({ where: { id: staffId }, data: { status: "removed", removedAt: now() } });
    await recordAudit(tx, by, { action: "staff.removed", about: { kind: "staff", id: staffId }, was: { role: member.role } });
    return null;
  });

/** Gives somebody another name. The log says that, and keeps neither: names are forgotten one day. */
export const renameMember = (by: AuditActor, staffId: string, name: string): Promise<{ changed: true } | TeamRefusal> =>
  changeMember(staffId, async (tx, member) => {
    if (member.name === name) return null;
    await tx.staffMember.update({ where: { id: staffId }, data: { name } });
    await recordAudit(tx, by, { action: "staff.renamed", about: { kind: "staff", id: staffId }, became: { name: hidden } });
    return null;
  });

/** Signs somebody out of every browser. */
export const endSessions = (by: AuditActor, staffId: string): Promise<{ changed: true } | TeamRefusal> =>
  changeMember(staffId, async (tx) => {
    const { count } = await tx.staffSession.deleteMany({ where: { staffId } });
    await recordAudit(tx, by, { action: "staff.sessions-ended", about: { kind: "staff", id: staffId }, was: { sessions: count } });
    return null;
  });

/** Takes away every way to sign in, and invites anew: for somebody who lost them all. */
export const resetMember = (by: AuditActor, staffId: string): Promise<{ changed: true } | TeamRefusal> =>
  changeMember(staffId, async (tx) => {
    await deleteWays(tx, staffId);
    await tx.staffMember.update({ where: { id: staffId }, data: { status: "invited" } });
    await sendInvitation(tx, staffId);
    await recordAudit(tx, by, { action: "staff.reset", about: { kind: "staff", id: staffId } });
    return null;
  });

async function deleteWays(tx: Tx, staffId: string): Promise<void> {
  const where = { staffId };
  await tx.staffSession.deleteMany({ where });
  await tx.passkey.deleteMany({ where });
  await tx.staffTotp.deleteMany({ where });
  await tx.recoveryCode.deleteMany({ where });
  await tx.staffSignInLink.deleteMany({ where });
}

/** One after the other, whatever is done about the team: two administrators can't remove each other at once. */
async function changeMember(
  staffId: string,
  change: (tx: Tx, member: StaffMember, isLastAdministrator: boolean) => Promise<TeamRefusal | null>,
): Promise<{ changed: true } | TeamRefusal> {
  return await inTransaction(async (tx) => {
    const locked = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM staff_member WHERE id = ${staffId} OR (role = 'administrator' AND status = 'active') ORDER BY id FOR UPDATE`;
    const members = await tx.staffMember.findMany({ where: { id: { in: locked.map(({ id }) => id) }, status: { not: "removed" } } });
    const member = members.find(({ id }) => id === staffId);
    if (!member) return { refused: "not-on-the-team" as const };
    const administrators = members.filter(({ role, status }) => role === "administrator" && status === "active");
    return (await change(tx, member, administrators.length === 1 && administrators[0]?.id === staffId)) ?? { changed: true as const };
  });
}
