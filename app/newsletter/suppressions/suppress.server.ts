import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { unsubscribe } from "../unsubscribe.server";
import { queueContactSync } from "../queue-sync.server";
import { withdrawsConsent, type SuppressionReason } from "./suppression";
import { lockPeople } from "../lock-person.server";

/**
 * From now on no newsletter goes to this address: not by a sign-up, not by an import. Only its keyed hash is kept.
 * Receipts and sign-in links still reach it. In the caller's transaction; any number of times, with one effect.
 * @param via where it was said, for the ledger; the reason itself unless given
 * @returns whether it is new
 */
export async function suppress(tx: Tx, email: string, reason: SuppressionReason, via: string = reason): Promise<boolean> {
  const emailHash = hashEmail(email);
  await lockPeople(tx, emailHash);
  const { count } = await tx.suppression.createMany({ data: [{ emailHash, reason, suppressedAt: now() }], skipDuplicates: true });
  if (count === 0) return false;
  const subscription = await tx.newsletterSubscription.findUnique({ where: { emailHash } });
  if (subscription && withdrawsConsent[reason]) await unsubscribe(tx, subscription.id, via);
  if (subscription) await queueContactSync(tx, subscription.id);
  return true;
}
