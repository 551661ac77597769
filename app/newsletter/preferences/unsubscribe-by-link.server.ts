import { db, inTransaction } from "~/platform/database/db.server";
import { maskedEmail } from "~/platform/email-address";
import { leaveNewsletter } from "../unsubscribe.server";
import { subscriptionBy } from "../subscriptions.server";
import { suppress } from "../suppressions/suppress.server";

/** Whose letters a link would stop, for the page with the button. Changes nothing. */
export async function showLeaving(token: string): Promise<{ email: string; running: boolean } | null> {
  const subscription = await subscriptionBy(db, token);
  return subscription && { email: maskedEmail(subscription.email), running: subscription.state === "subscribed" };
}

/** Stops the letters of a link. Any number of times, with one effect. */
export async function leaveByLink(token: string, via: "one-click" | "preferences"): Promise<{ left: true } | { refused: "unknown" }> {
  return await inTransaction(async (tx) => {
    const subscription = await subscriptionBy(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    await leaveNewsletter(tx, subscription.id, via);
    return { left: true };
  });
}

/** Stops the letters, and keeps lists from ever bringing the address back. Its owner can come back by signing up. */
export async function leaveEverything(token: string): Promise<{ left: true } | { refused: "unknown" }> {
  return await inTransaction(async (tx) => {
    const subscription = await subscriptionBy(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    await suppress(tx, subscription.email, "left");
    return { left: true };
  });
}
