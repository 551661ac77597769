import type { StaffSession } from "~/../prisma/client/client";
import { db, inTransaction } from "~/platform/database/db.server";
import { now } from "~/platform/clock";
import { recordAudit } from "./audit/record-audit.server";
import type { Staff } from "./session.server";
import { isSessionActive } from "./session-rules";

/** Where a member is signed in, last seen first. */
export async function listOwnSessions(staffId: string): Promise<StaffSession[]> {
  const sessions = await db.staffSession.findMany({ where: { staffId }, orderBy: { lastSeenAt: "desc" } });
  return sessions.filter((session) => isSessionActive(session, now()));
}

/** Ends one of a member's own sessions, or all but the one that asks. */
export const endOwnSessions = (staff: Staff, which: { id: string } | "all-others"): Promise<number> =>
  inTransaction(async (tx) => {
    const where = { staffId: staff.id, id: which === "all-others" ? { not: staff.sessionId } : which.id };
    const { count } = await tx.staffSession.deleteMany({ where });
    if (count > 0)
      await recordAudit(tx, staff, { action: "staff.sessions-ended", about: { kind: "staff", id: staff.id }, was: { sessions: count } });
    return count;
  });
