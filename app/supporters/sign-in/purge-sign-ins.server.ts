import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { idleDays, sessionDays } from "./session-rules";

const day = 24 * 60 * 60 * 1000;

/** Forgets wishes to sign in a day after they were made, with their letters, and sessions that have ended. */
export async function forgetSignIns(): Promise<void> {
  const ago = (days: number) => new Date(now().getTime() - days * day);
  const aDayAgo = ago(1);
  await db.$executeRaw`DELETE FROM letter USING sign_in_link AS link WHERE kind = 'sign-in' AND about = link.id AND link."createdAt" < ${aDayAgo}`;
  await db.signInLink.deleteMany({ where: { createdAt: { lt: aDayAgo } } });
  await db.supporterSession.deleteMany({ where: { OR: [{ createdAt: { lt: ago(sessionDays) } }, { seenAt: { lt: ago(idleDays) } }] } });
}
