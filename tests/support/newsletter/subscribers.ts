import type { NewsletterSubscription } from "~/../prisma/client/client";
import { dataLinkToken, preferenceToken } from "~/newsletter/link-tokens.server";
import { createDataLink } from "~/newsletter/preferences/data-links.server";
import { topics, type Topic } from "~/newsletter/subscription";
import { db, inTransaction } from "~/platform/database/db.server";
import { hashToken, newId } from "~/platform/ids.server";
import { topicWordings } from "~/supporters/consent/consent";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";

type SubscriberOptions = Partial<Omit<NewsletterSubscription, "topics" | "emailHash" | "preferenceTokenHash">> & {
  email: string;
  topics?: Topic[];
  consented?: Topic[];
};

/** A subscription with its lines in the ledger. `consented`: the topics that the ledger says yes to; all of its topics unless said. */
export async function aSubscriber({ consented, ...options }: SubscriberOptions): Promise<NewsletterSubscription> {
  const id = options.id ?? newId();
  const selectedTopics = options.topics ?? [...topics];
  const row = {
    confirmedAt: new Date(),
    ...options,
    id,
    topics: selectedTopics,
    emailHash: hashEmail(options.email),
    preferenceTokenHash: hashToken(preferenceToken(id, 1)),
  };
  const subscription = await db.newsletterSubscription.create({ data: row });
  await recordConsents(
    db,
    (consented ?? selectedTopics).map((purpose) => ({
      email: options.email,
      purpose,
      action: "confirmed",
      wordingVersion: topicWordings[purpose].version,
      via: "newsletter",
      about: id,
      agreedAt: row.confirmedAt,
    })),
  );
  return subscription;
}

/** The token of a fresh link to move, download or erase a subscription, whose email is queued. */
export const aDataLinkToken = async (subscriptionId: string): Promise<string> =>
  dataLinkToken(await inTransaction((tx) => createDataLink(tx, subscriptionId)));
