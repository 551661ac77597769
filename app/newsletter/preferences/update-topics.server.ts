import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { digestOf } from "~/platform/http/rate-limit.server";
import { topicWordings } from "~/supporters/consent/consent";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { queueSync } from "../queue-sync.server";
import type { Wish } from "../topic-form";
import { topics } from "../subscription";
import { holdSubscription } from "../subscriptions.server";

/**
 * Changes what a subscription gets, with a line in the ledger for each topic that comes or goes. The same wish again
 * changes nothing. Whoever left comes back by signing up, not here.
 */
export async function changeWish(
  token: string,
  wish: Wish,
  from: { address: string },
): Promise<{ changed: boolean } | { refused: "unknown" | "left" }> {
  return await inTransaction(async (tx) => {
    const subscription = await holdSubscription(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    if (subscription.state !== "subscribed") return { refused: "left" } as const;
    const { id, email } = subscription;
    const differing = topics.filter((topic) => wish.topics.includes(topic) !== subscription.topics.includes(topic));
    if (differing.length === 0 && wish.rhythm === subscription.rhythm) return { changed: false };

    await tx.subscription.update({ where: { id }, data: { topics: wish.topics, rhythm: wish.rhythm } });
    await recordConsents(
      tx,
      differing.map((purpose) => {
        const wanted = wish.topics.includes(purpose);
        return {
          email,
          purpose,
          action: wanted ? "confirmed" : "withdrawn",
          wording: wanted ? topicWordings[purpose].version : "",
          via: "preferences",
          about: id,
          askedFrom: digestOf(from.address),
          agreedAt: now(),
        };
      }),
    );
    await queueSync(tx, id);
    return { changed: true };
  });
}
