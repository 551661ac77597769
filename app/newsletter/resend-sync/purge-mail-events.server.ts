import { Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { countBroadcastEvents } from "./record-mail-event.server";

const dayMs = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(now().getTime() - days * dayMs);

/**
 * Forgets Resend's events after two months, when nothing more happens to an email: its counts stay with the issue. Also
 * the addresses of test emails after a week, and old comparisons.
 */
export async function purgeMailEvents(): Promise<void> {
  const sentIssues = await db.issue.findMany({
    where: { status: "sent", sentAt: { lt: daysAgo(60) }, eventCounts: { equals: Prisma.DbNull } },
  });
  for (const { id, resendBroadcastId } of sentIssues) {
    if (resendBroadcastId) await db.issue.update({ where: { id }, data: { eventCounts: await countBroadcastEvents(resendBroadcastId) } });
  }
  await db.resendEvent.deleteMany({ where: { receivedAt: { lt: daysAgo(61) } } });
  await db.$executeRaw`
    DELETE FROM outgoing_email USING issue_test_email AS test
    WHERE about @> jsonb_build_object('issueTestEmailId', test.id) AND test.requested_at < ${daysAgo(7)}`;
  await db.issueTestEmail.deleteMany({ where: { requestedAt: { lt: daysAgo(7) } } });
  await db.reconciliation.deleteMany({ where: { kind: "audience", startedAt: { lt: daysAgo(90) } } });
}
