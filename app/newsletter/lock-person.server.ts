import type { Tx } from "~/platform/database/db.server";

/**
 * Holds what the newsletter has of some people until the transaction ends: whoever writes their subscription and their
 * suppressions takes this first, so that leaving, confirming, suppressing and erasing wait for each other instead of
 * crossing. People who have no subscription yet are held too.
 */
export async function lockPeople(tx: Tx, ...emailHashes: string[]): Promise<void> {
  for (const emailHash of [...new Set(emailHashes)].toSorted()) {
    await tx.$queryRaw`SELECT FROM pg_advisory_xact_lock(hashtextextended(${emailHash}, 0))`;
    await tx.$queryRaw`SELECT id FROM newsletter_subscription WHERE email_hash = ${emailHash} FOR UPDATE`;
  }
}
