import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { sessionIdleDays, sessionMaxDays } from "./session-rules";

const dayMs = 24 * 60 * 60 * 1000;

/** Forgets requests to sign in a day after they were made, with their emails, and sessions that have ended. */
export async function purgeSignIns(): Promise<void> {
  const daysAgo = (days: number) => new Date(now().getTime() - days * dayMs);
  const aDayAgo = daysAgo(1);
  await db.$executeRaw`DELETE FROM outgoing_email USING sign_in_link AS link WHERE kind = 'sign-in' AND about = jsonb_build_object('signInLinkId', link.id) AND link.created_at < ${aDayAgo}`;
  await db.signInLink.deleteMany({ where: { createdAt: { lt: aDayAgo } } });
  await db.supporterSession.deleteMany({
    where: { OR: [{ createdAt: { lt: daysAgo(sessionMaxDays) } }, { lastSeenAt: { lt: daysAgo(sessionIdleDays) } }] },
  });
}
