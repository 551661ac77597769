import { Temporal } from "temporal-polyfill";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { londonDate, startOfLondonDate } from "~/platform/london-dates";
import { queueContactSync } from "../queue-sync.server";
import { lockSubscriptionByToken } from "../subscriptions.server";

const months = 3;

/** Holds emails back for three months: until the same day of the month, London time. Pausing again starts anew. */
export async function pauseNewsletter(token: string): Promise<{ until: Date } | { refused: "unknown" | "unsubscribed" }> {
  return await inTransaction(async (tx) => {
    const subscription = await lockSubscriptionByToken(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    if (subscription.status !== "subscribed") return { refused: "unsubscribed" } as const;
    const { id } = subscription;
    const until = startOfLondonDate(Temporal.PlainDate.from(londonDate(now())).add({ months }).toString());
    await tx.newsletterSubscription.update({ where: { id }, data: { pausedUntil: until } });
    await queueContactSync(tx, id);
    return { until };
  });
}

/** Lets emails come again before the pause is over. */
export async function resumeNewsletter(token: string): Promise<{ resumed: boolean } | { refused: "unknown" | "unsubscribed" }> {
  return await inTransaction(async (tx) => {
    const subscription = await lockSubscriptionByToken(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    if (subscription.status !== "subscribed") return { refused: "unsubscribed" } as const;
    if (subscription.pausedUntil === null) return { resumed: false };
    await tx.newsletterSubscription.update({ where: { id: subscription.id }, data: { pausedUntil: null } });
    await queueContactSync(tx, subscription.id);
    return { resumed: true };
  });
}
