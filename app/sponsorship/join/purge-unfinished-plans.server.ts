import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { listEmailSubjects } from "~/platform/mail/queue-email.server";

const dayMs = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(now().getTime() - days * dayMs);

/**
 * Forgets what is not needed any more of plans, as the privacy page promises: the digest of a network address after two
 * days, to whom a card went a month after it was sent, and forms that came to nothing after twelve months. Their
 * declarations are giving's to forget.
 * @returns how many forms were forgotten
 */
export async function purgeUnfinishedPlans(): Promise<number> {
  await db.plan.updateMany({ where: { ipHash: { not: null }, createdAt: { lt: daysAgo(2) } }, data: { ipHash: null } });
  const sentCards = await listEmailSubjects(db, "tribute-card", { sentAt: { lt: daysAgo(30), gte: daysAgo(60) } });
  await db.plan.updateMany({
    where: { id: { in: sentCards.map(({ planId }) => planId) }, tributeCardEmail: { not: null } },
    data: { tributeCardName: null, tributeCardEmail: null, tributeCardMessage: null },
  });
  const { count } = await db.plan.deleteMany({
    where: { status: { in: ["pending", "expired"] }, stripeSubscriptionId: null, createdAt: { lt: daysAgo(365) }, donations: { none: {} } },
  });
  return count;
}
