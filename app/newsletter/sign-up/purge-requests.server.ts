import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Forgets requests, confirmed or not, 30 days after their link has run out: until then it can say so. What was agreed to
 * is in the ledger. Links to download, move or erase go once they have run out.
 * @returns how many
 */
export async function purgeSignUpRequests(): Promise<number> {
  const { count } = await db.newsletterRequest.deleteMany({ where: { expiresAt: { lt: new Date(now().getTime() - 30 * dayMs) } } });
  await db.newsletterDataLink.deleteMany({ where: { expiresAt: { lt: now() } } });
  return count;
}
