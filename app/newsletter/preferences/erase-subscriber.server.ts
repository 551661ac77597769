import type { NewsletterSubscription } from "~/../prisma/client/client";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { queueContactSync } from "../queue-sync.server";
import { subscriptionStatesBefore } from "../subscription";
import { consumeDataLink } from "./data-links.server";
import { suppress } from "../suppressions/suppress.server";

/**
 * Forgets the owner of a fresh link: requests go now, the subscription as soon as Resend's contact is gone. What stays is the ledger and
 * one suppression, both by keyed hash, so that no list can bring the person back.
 */
export async function eraseSubscriber(token: string): Promise<{ erased: true } | { refused: "unknown" }> {
  return await inTransaction(async (tx) => {
    const subscription = await consumeDataLink(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    await eraseSubscription(tx, subscription);
    return { erased: true };
  });
}

/** The same for a subscription that was found in another way, in the caller's transaction. */
export async function eraseSubscription(tx: Tx, { id, email, emailHash }: NewsletterSubscription): Promise<void> {
  await suppress(tx, email, "erasure");
  await tx.newsletterDataLink.deleteMany({ where: { subscriptionId: id } });
  // A request to move names another address: it belongs to this person as much.
  await tx.newsletterRequest.deleteMany({ where: { OR: [{ emailHash }, { subscriptionId: id }] } });
  await tx.suppressionRemoval.updateMany({ where: { emailHash, email: { not: null } }, data: { email: null } });
  await tx.newsletterSubscription.updateMany({
    where: { id, status: { in: subscriptionStatesBefore("erasing") } },
    data: { status: "erasing" },
  });
  await queueContactSync(tx, id);
}
