import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { deleteEmailsAbout } from "~/platform/mail/delete-emails.server";
import { listEmailSubjects } from "~/platform/mail/queue-email.server";

const dayMs = 24 * 60 * 60 * 1000;
const batchSize = 500;

/**
 * Forgets what is not needed any more, as the privacy page promises: digests of network addresses after two days, of
 * browsers once the gift is paid, and forms that came to nothing, with their declarations, after twelve months. Gifts that
 * were paid are kept for the law's sake (forget-old-gifts.server.ts), and so are those whose money arrived and did not
 * fit: an alert went out about them. Events are only kept so that they are not taken in twice: Stripe sends one for three
 * days, so a month is enough.
 * @returns how many forms were forgotten
 */
export async function purgeUnfinishedDonations(): Promise<number> {
  const daysAgo = (days: number) => new Date(now().getTime() - days * dayMs);
  await db.donation.updateMany({ where: { ipHash: { not: null }, createdAt: { lt: daysAgo(2) } }, data: { ipHash: null } });
  await db.donation.updateMany({ where: { browserHash: { not: null }, paidAt: { not: null } }, data: { browserHash: null } });
  await db.stripeEvent.deleteMany({ where: { receivedAt: { lt: daysAgo(30) } } });
  for (let forgotten = 0; ;) {
    const count = await forgetBatch(daysAgo(365));
    forgotten += count;
    if (count < batchSize) return forgotten;
  }
}

async function forgetBatch(before: Date): Promise<number> {
  return await inTransaction(async (tx) => {
    const alerts = await listEmailSubjects(tx, "alert");
    const isDue = {
      status: { in: ["pending" as const, "expired" as const, "failed" as const] },
      paidAt: null,
      forgottenAt: null,
      createdAt: { lt: before },
      refunds: { none: {} },
      disputes: { none: {} },
      id: { notIn: alerts.map(({ donationId }) => donationId) },
    };
    const due = await tx.donation.findMany({ where: isDue, orderBy: { id: "asc" }, take: batchSize, select: { id: true } });
    await deleteEmailsAbout(tx, "donationId", due);
    const { count } = await tx.donation.deleteMany({ where: { AND: [isDue, { id: { in: due.map(({ id }) => id) } }] } });
    // One that was made on a supporter's own pages came from no form.
    await tx.declaration.deleteMany({
      where: { supporterId: null, donations: { none: {} }, plans: { none: {} }, declaredAt: { lt: before } },
    });
    return count;
  });
}
