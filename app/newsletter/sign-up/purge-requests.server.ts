import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { deleteEmailsAbout } from "~/platform/mail/delete-emails.server";

const dayMs = 24 * 60 * 60 * 1000;
const batchSize = 500;

/**
 * Forgets requests, confirmed or not, 30 days after their link has run out: until then it can say so. What was agreed to
 * is in the ledger. Links to download, move or erase go once they have run out. That emails were sent about them goes too.
 * @returns how many requests
 */
export async function purgeSignUpRequests(): Promise<number> {
  const requests = { expiresAt: { lt: new Date(now().getTime() - 30 * dayMs) } };
  const links = { expiresAt: { lt: now() } };
  for (let forgotten = 0; ;) {
    const [requestCount, linkCount] = await inTransaction(async (tx) => {
      const oldRequests = await tx.newsletterRequest.findMany({ where: requests, take: batchSize, select: { id: true } });
      const oldLinks = await tx.newsletterDataLink.findMany({ where: links, take: batchSize, select: { id: true } });
      await tx.newsletterRequest.deleteMany({ where: { id: { in: oldRequests.map(({ id }) => id) } } });
      await tx.newsletterDataLink.deleteMany({ where: { id: { in: oldLinks.map(({ id }) => id) } } });
      await deleteEmailsAbout(tx, "requestId", oldRequests);
      await deleteEmailsAbout(tx, "dataLinkId", oldLinks);
      return [oldRequests.length, oldLinks.length] as const;
    });
    forgotten += requestCount;
    if (requestCount < batchSize && linkCount < batchSize) return forgotten;
  }
}
