import { db, inTransaction } from "~/platform/database/db.server";
import { maskEmail } from "~/platform/email-address";
import { unsubscribe } from "../unsubscribe.server";
import { findSubscriptionByToken, lockSubscriptionByToken } from "../subscriptions.server";
import { suppress } from "../suppressions/suppress.server";

/** Whose emails a link would stop, for the page with the button. Changes nothing. */
export async function findMaskedSubscriber(token: string): Promise<{ email: string; isActive: boolean } | null> {
  const subscription = await findSubscriptionByToken(db, token);
  return subscription && { email: maskEmail(subscription.email), isActive: subscription.status === "subscribed" };
}

/** Stops the emails of a link. Any number of times, with one effect. */
export async function unsubscribeByLink(
  token: string,
  via: "one-click" | "preferences",
): Promise<{ unsubscribed: true } | { refused: "unknown" }> {
  return await inTransaction(async (tx) => {
    const subscription = await lockSubscriptionByToken(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    await unsubscribe(tx, subscription.id, via);
    return { unsubscribed: true };
  });
}

/** Stops the emails, and keeps lists from ever bringing the address back. Its owner can come back by signing up. */
export async function unsubscribeFromEverything(token: string): Promise<{ unsubscribed: true } | { refused: "unknown" }> {
  return await inTransaction(async (tx) => {
    const subscription = await lockSubscriptionByToken(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    await suppress(tx, subscription.email, "unsubscribed");
    return { unsubscribed: true };
  });
}
