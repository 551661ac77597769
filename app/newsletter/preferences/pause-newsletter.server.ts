import { Temporal } from "temporal-polyfill";
import type { NewsletterSubscription } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { londonDate, startOfLondonDate } from "~/platform/london-dates";
import { queueContactSync } from "../queue-sync.server";
import { lockSubscriptionByToken } from "../subscriptions.server";

const months = 3;

const pauseEnd = (at: Date): Date => startOfLondonDate(Temporal.PlainDate.from(londonDate(at)).add({ months }).toString());

/** Holds emails back for three months: until the same day of the month, London time. Pausing again starts anew. */
export async function pauseNewsletter(token: string): Promise<{ until: Date } | { refused: "unknown" | "unsubscribed" }> {
  return await inTransaction(async (tx) => {
    const subscription = await lockSubscriptionByToken(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    if (subscription.status !== "subscribed") return { refused: "unsubscribed" } as const;
    await setPause(tx, subscription, "paused");
    return { until: pauseEnd(now()) };
  });
}

/** Lets emails come again before the pause is over. */
export async function resumeNewsletter(token: string): Promise<{ resumed: boolean } | { refused: "unknown" | "unsubscribed" }> {
  return await inTransaction(async (tx) => {
    const subscription = await lockSubscriptionByToken(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    if (subscription.status !== "subscribed") return { refused: "unsubscribed" } as const;
    return { resumed: await setPause(tx, subscription, "running") };
  });
}

/** Pauses a subscription that runs and is held, or lets it go on. @returns whether it is different now */
export async function setPause(tx: Tx, { id, pausedUntil }: NewsletterSubscription, wanted: "paused" | "running"): Promise<boolean> {
  const until = wanted === "paused" ? pauseEnd(now()) : null;
  if (pausedUntil?.getTime() === until?.getTime()) return false;
  await tx.newsletterSubscription.update({ where: { id }, data: { pausedUntil: until } });
  await queueContactSync(tx, id);
  return true;
}
