import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Forgets requests, confirmed or not, 30 days after their link has run out: until then it can say so. What was agreed to
 * is in the ledger. Links to download, move or erase go once they have run out. That emails were sent about requests and
 * links goes with them, also where those went earlier, as when their owner left.
 * @returns how many requests
 */
export async function purgeSignUpRequests(): Promise<number> {
  const { count } = await db.newsletterRequest.deleteMany({ where: { expiresAt: { lt: new Date(now().getTime() - 30 * dayMs) } } });
  await db.newsletterDataLink.deleteMany({ where: { expiresAt: { lt: now() } } });
  await db.$executeRaw`
    DELETE FROM outgoing_email AS email WHERE
      (email.about ->> 'requestId' IS NOT NULL AND NOT EXISTS (
        SELECT FROM newsletter_request AS request WHERE request.id = email.about ->> 'requestId'))
      OR (email.about ->> 'dataLinkId' IS NOT NULL AND NOT EXISTS (
        SELECT FROM newsletter_data_link AS link WHERE link.id = email.about ->> 'dataLinkId'))`;
  return count;
}
