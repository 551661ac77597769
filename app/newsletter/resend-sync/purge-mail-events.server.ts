import { Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { countEvents } from "./record-mail-event.server";

const day = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(now().getTime() - days * day);

/**
 * Forgets Resend's events after two months, when nothing more happens to a letter: its counts stay with the issue. Also
 * the addresses of test letters after a week, and old comparisons.
 */
export async function forgetMail(): Promise<void> {
  const done = await db.issue.findMany({ where: { state: "sent", sentAt: { lt: ago(60) }, counts: { equals: Prisma.DbNull } } });
  for (const { id, broadcastId } of done) {
    if (broadcastId) await db.issue.update({ where: { id }, data: { counts: await countEvents(broadcastId) } });
  }
  await db.resendEvent.deleteMany({ where: { receivedAt: { lt: ago(61) } } });
  await db.issueTest.deleteMany({ where: { askedAt: { lt: ago(7) } } });
  await db.audienceComparison.deleteMany({ where: { startedAt: { lt: ago(90) } } });
}
