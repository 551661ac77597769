import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { formerMember } from "./personal-data.server";
import { sessionIdleMinutes, sessionMaxHours } from "./session-rules";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** Accounts and their reasons are kept for six years: so is the name of whoever acted on them. */
const formerNameDays = 6 * 366;

/** Forgets links a day after they were made, with their emails, sessions that have ended, invitations of last month, and at last names. */
export async function purgeStaff(): Promise<void> {
  const ago = (ms: number) => new Date(now().getTime() - ms);
  const aDayAgo = ago(dayMs);
  const aMonthAgo = ago(30 * dayMs);
  await db.$executeRaw`DELETE FROM outgoing_email USING staff_sign_in_link AS link WHERE kind = 'staff-sign-in' AND about = jsonb_build_object('staffSignInLinkId', link.id) AND link.created_at < ${aDayAgo}`;
  await db.staffSignInLink.deleteMany({ where: { createdAt: { lt: aDayAgo } } });
  await db.$executeRaw`DELETE FROM outgoing_email USING staff_invitation AS link WHERE kind = 'staff-invitation' AND about = jsonb_build_object('staffInvitationId', link.id) AND link.expires_at < ${aMonthAgo}`;
  await db.staffInvitation.deleteMany({ where: { expiresAt: { lt: aMonthAgo } } });
  const isOver = [{ createdAt: { lt: ago(sessionMaxHours * hourMs) } }, { lastSeenAt: { lt: ago(sessionIdleMinutes * 60_000) } }];
  await db.staffSession.deleteMany({ where: { OR: isOver } });
  await db.usedPasskeyChallenge.deleteMany({ where: { expiresAt: { lt: now() } } });
  await db.staffMember.updateMany({ where: { status: "removed", removedAt: { lt: ago(formerNameDays * dayMs) } }, data: formerMember });
}
