import type { NewsletterDataLink, NewsletterSubscription } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";
import { hashToken, newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { dataLinkToken } from "../link-tokens.server";
import { findSubscriptionByToken, lockSubscriptionByToken } from "../subscriptions.server";
import { lockPeople } from "../lock-person.server";

/** Emails to one subscriber: whoever has a newsletter that was passed on could ask for them. */
const limit = { name: "newsletter-data-link", points: 3, windowSeconds: 60 * 60 } satisfies RateLimit;
const lifetimeMs = 60 * 60 * 1000;

/**
 * Sends a link to the subscriber's own address, by which they download, move or erase: the link of every newsletter
 * shows only that somebody was passed one.
 * @param token of the preference page
 */
export async function requestDataLink(
  token: string,
): Promise<{ requested: true } | { refused: "unknown" } | { refused: "too-many"; minutes: number }> {
  const subscription = await findSubscriptionByToken(db, token);
  if (!subscription) return { refused: "unknown" };
  const quota = await consumeRateLimit(limit, subscription.id);
  if (!quota.allowed) return { refused: "too-many", minutes: Math.ceil(quota.retryAfterSeconds / 60) };
  return await inTransaction(async (tx) => {
    // It may have been erased since.
    if (!(await lockSubscriptionByToken(tx, token))) return { refused: "unknown" } as const;
    await createDataLink(tx, subscription.id);
    return { requested: true } as const;
  });
}

/** Writes a link down and queues its email, in the caller's transaction. @returns its id */
export async function createDataLink(tx: Tx, subscriptionId: string): Promise<string> {
  const id = newId();
  const createdAt = now();
  const expiresAt = new Date(createdAt.getTime() + lifetimeMs);
  await tx.newsletterDataLink.create({ data: { id, subscriptionId, tokenHash: hashToken(dataLinkToken(id)), createdAt, expiresAt } });
  await queueEmail(tx, { kind: "newsletter-data-link", about: { dataLinkId: id } });
  return id;
}

/** Whether a link may still be used. Its subscription is asked for after it, and may be gone by then. */
export const isDataLinkUsable = (link: NewsletterDataLink & { subscription: NewsletterSubscription | null }): boolean =>
  link.usedAt === null && link.expiresAt > now() && link.subscription !== null && link.subscription.status !== "erasing";

/** A link that may still be used, with its subscription; null: it was used, has run out, or is not known. Changes nothing. */
export async function findDataLink(
  tx: Pick<Tx, "newsletterDataLink">,
  token: string,
): Promise<(NewsletterDataLink & { subscription: NewsletterSubscription }) | null> {
  if (token === "") return null;
  const link = await tx.newsletterDataLink.findUnique({ where: { tokenHash: hashToken(token) }, include: { subscription: true } });
  return link && isDataLinkUsable(link) ? link : null;
}

/** Uses a link, once: of two uses at the same time one gets its subscription, and the other null. */
export async function consumeDataLink(tx: Tx, token: string): Promise<NewsletterSubscription | null> {
  const known = await findDataLink(tx, token);
  if (!known) return null;
  await lockPeople(tx, known.subscription.emailHash);
  const link = await findDataLink(tx, token);
  if (!link) return null;
  const { count } = await tx.newsletterDataLink.updateMany({ where: { id: link.id, usedAt: null }, data: { usedAt: now() } });
  return count > 0 ? link.subscription : null;
}
