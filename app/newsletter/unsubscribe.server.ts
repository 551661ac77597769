import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { hashToken } from "~/platform/ids.server";
import { preferenceToken } from "./link-tokens.server";
import { queueContactSync } from "./queue-sync.server";
import { subscriptionStatesBefore } from "./subscription";

/**
 * Ends a subscription, with a line in the ledger for each of its topics, in the caller's transaction. Any number of
 * times, with one effect. Links in emails sent before can say that it ended, and nothing once its owner comes back.
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
  const { email, topics, linkVersion, preferenceTokenHash } = await tx.newsletterSubscription.findUniqueOrThrow({ where: { id } });
  await tx.newsletterSubscription.update({
    where: { id },
    data: {
      linkVersion: linkVersion + 1,
      preferenceTokenHash: hashToken(preferenceToken(id, linkVersion + 1)),
      leftTokenHash: preferenceTokenHash,
    },
  });
  await tx.newsletterDataLink.deleteMany({ where: { subscriptionId: id } });
  await recordConsents(
    tx,
    topics.map((purpose) => ({ email, purpose, action: "withdrawn", wordingVersion: "", via, about: id, agreedAt: at })),
  );
  await queueContactSync(tx, id);
  return true;
}
