import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import type { StaffRole } from "../roles";
import { sessionIdleMinutes, sessionMaxHours } from "../session-rules";

export type MemberView = {
  id: string;
  name: string;
  email: string;
  role: StaffRole;
  isInvited: boolean;
  /** Until when the newest invitation works; null: none does. */
  invitedUntil: Date | null;
  sessions: number;
  passkeys: number;
  hasApp: boolean;
  lastSeenAt: Date | null;
};

/** Everybody on the team, by name. */
export async function listMembers(): Promise<MemberView[]> {
  const at = now();
  const ago = (minutes: number) => new Date(at.getTime() - minutes * 60_000);
  const isActive = { createdAt: { gt: ago(sessionMaxHours * 60) }, lastSeenAt: { gt: ago(sessionIdleMinutes) } };
  const members = await db.staffMember.findMany({
    where: { status: { not: "removed" } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    include: {
      invitations: { where: { usedAt: null, expiresAt: { gt: at } }, orderBy: { expiresAt: "desc" }, take: 1 },
      sessions: { where: isActive, orderBy: { lastSeenAt: "desc" } },
      totp: { select: { staffId: true } },
      _count: { select: { passkeys: true } },
    },
  });
  return members.map(({ id, name, email, role, status, invitations, sessions, totp, _count }) => ({
    id,
    name,
    email: email ?? "",
    role,
    isInvited: status === "invited",
    invitedUntil: invitations[0]?.expiresAt ?? null,
    sessions: sessions.length,
    passkeys: _count.passkeys,
    hasApp: totp !== null,
    lastSeenAt: sessions[0]?.lastSeenAt ?? null,
  }));
}

/** A member by their address; null: nobody on the team has it. */
export const findMemberByEmail = (email: string) =>
  db.staffMember.findUnique({ where: { email: email.toLowerCase(), status: { not: "removed" } } });
