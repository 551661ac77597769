import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { queueContactSync } from "./queue-sync.server";
import { subscriptionStatesBefore } from "./subscription";

/**
 * Ends a subscription, with a line in the ledger for each of its topics, in the caller's transaction. Any number of
 * times, with one effect.
 * @param via where it was asked for: "one-click", "preferences", "complaint", …
 * @returns whether it had been running
 */
export async function unsubscribe(tx: Tx, id: string, via: string): Promise<boolean> {
  const at = now();
  const { count } = await tx.newsletterSubscription.updateMany({
    where: { id, status: { in: subscriptionStatesBefore("unsubscribed") } },
    data: { status: "unsubscribed", leftAt: at, pausedUntil: null },
  });
  if (count === 0) return false;
  const { email, topics } = await tx.newsletterSubscription.findUniqueOrThrow({ where: { id } });
  await recordConsents(
    tx,
    topics.map((purpose) => ({ email, purpose, action: "withdrawn", wordingVersion: "", via, about: id, agreedAt: at })),
  );
  await queueContactSync(tx, id);
  return true;
}
