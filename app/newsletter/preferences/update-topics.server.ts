import type { NewsletterSubscription } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
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
    return { changed: await setTopicPreferences(tx, subscription, preferences, { via: "preferences", ipHash: rateLimitKey(from.ip) }) };
  });
}

/**
 * The same of a subscription that runs and is held.
 * @param from where its owner said it, for the ledger
 * @returns whether anything was different
 */
export async function setTopicPreferences(
  tx: Tx,
  { id, email, ...before }: NewsletterSubscription,
  preferences: TopicPreferences,
  from: { via: "preferences" | "desk"; ipHash?: string },
): Promise<boolean> {
  const changedTopics = topics.filter((topic) => preferences.topics.includes(topic) !== before.topics.includes(topic));
  if (changedTopics.length === 0 && preferences.emailFrequency === before.emailFrequency) return false;
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
        about: id,
        agreedAt: now(),
        ...from,
      };
    }),
  );
  await queueContactSync(tx, id);
  return true;
}
