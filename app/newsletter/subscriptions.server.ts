import type { NewsletterSubscription } from "~/../prisma/client/client";
import type { Tx } from "~/platform/database/db.server";
import { hashToken } from "~/platform/ids.server";
import { lockPeople } from "./lock-person.server";

/**
 * The subscription whose preference link this is, or null: it is altered, forgotten by now, or from before its owner left
 * and came back.
 */
export async function findSubscriptionByToken(tx: Tx, token: string): Promise<NewsletterSubscription | null> {
  if (token === "") return null;
  const hash = hashToken(token);
  const subscription = await tx.newsletterSubscription.findFirst({
    where: { OR: [{ preferenceTokenHash: hash }, { leftTokenHash: hash, status: "unsubscribed" }] },
  });
  return subscription?.status === "erasing" ? null : subscription;
}

/** The same, held until the transaction ends: what is decided from it is still so when it is written. */
export async function lockSubscriptionByToken(tx: Tx, token: string): Promise<NewsletterSubscription | null> {
  const known = await findSubscriptionByToken(tx, token);
  if (!known) return null;
  await lockPeople(tx, known.emailHash);
  return await findSubscriptionByToken(tx, token);
}
