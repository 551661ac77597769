import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { listEmailSubjects } from "~/platform/mail/queue-email.server";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Forgets what is not needed any more, as the privacy page promises: the digest of a network address after two days,
 * and forms that came to nothing, with their declarations, after twelve months. Gifts that were paid are kept for the
 * law's sake, and so are those whose money arrived and did not fit: an alert went out about them. Events are only
 * kept so that they are not taken in twice: Stripe sends one for three days, so a month is enough.
 * @returns how many forms were forgotten
 */
export async function purgeUnfinishedDonations(): Promise<number> {
  await db.donation.updateMany({
    where: { ipHash: { not: null }, createdAt: { lt: new Date(now().getTime() - 2 * dayMs) } },
    data: { ipHash: null },
  });
  await db.stripeEvent.deleteMany({ where: { receivedAt: { lt: new Date(now().getTime() - 30 * dayMs) } } });
  const aYearAgo = new Date(now().getTime() - 365 * dayMs);
  return await inTransaction(async (tx) => {
    const alerts = await listEmailSubjects(tx, "alert");
    const { count } = await tx.donation.deleteMany({
      where: {
        status: { in: ["pending", "expired", "failed"] },
        paidAt: null,
        createdAt: { lt: aYearAgo },
        refunds: { none: {} },
        disputes: { none: {} },
        id: { notIn: alerts.map(({ donationId }) => donationId) },
      },
    });
    await tx.declaration.deleteMany({ where: { donations: { none: {} }, plans: { none: {} }, declaredAt: { lt: aYearAgo } } });
    return count;
  });
}
