import type { NewsletterSubscription } from "~/../prisma/client/client";
import { preferenceToken, hashToken } from "~/newsletter/link-tokens.server";
import { topics, type Topic } from "~/newsletter/subscription";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
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
    preferenceTokenHash: hashToken(preferenceToken(id)),
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
