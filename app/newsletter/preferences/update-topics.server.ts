import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { rateLimitKey } from "~/platform/http/rate-limit.server";
import { topicWordings } from "~/supporters/consent/consent";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { queueContactSync } from "../queue-sync.server";
import type { TopicPreferences } from "../topic-form";
import { topics } from "../subscription";
import { lockSubscriptionByToken } from "../subscriptions.server";

/**
 * Changes what a subscription gets, with a line in the ledger for each topic that comes or goes. The same request again
 * changes nothing. Whoever left comes back by signing up, not here.
 */
export async function updateTopicPreferences(
  token: string,
  preferences: TopicPreferences,
  from: { ip: string },
): Promise<{ changed: boolean } | { refused: "unknown" | "unsubscribed" }> {
  return await inTransaction(async (tx) => {
    const subscription = await lockSubscriptionByToken(tx, token);
    if (!subscription) return { refused: "unknown" } as const;
    if (subscription.status !== "subscribed") return { refused: "unsubscribed" } as const;
    const { id, email } = subscription;
    const changedTopics = topics.filter((topic) => preferences.topics.includes(topic) !== subscription.topics.includes(topic));
    if (changedTopics.length === 0 && preferences.emailFrequency === subscription.emailFrequency) return { changed: false };

    await tx.newsletterSubscription.update({
      where: { id },
      data: { topics: preferences.topics, emailFrequency: preferences.emailFrequency },
    });
    await recordConsents(
      tx,
      changedTopics.map((purpose) => {
        const isWanted = preferences.topics.includes(purpose);
        return {
          email,
          purpose,
          action: isWanted ? "confirmed" : "withdrawn",
          wordingVersion: isWanted ? topicWordings[purpose].version : "",
          via: "preferences",
          about: id,
          ipHash: rateLimitKey(from.ip),
          agreedAt: now(),
        };
      }),
    );
    await queueContactSync(tx, id);
    return { changed: true };
  });
}
