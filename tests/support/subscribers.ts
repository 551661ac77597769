import type { Subscription } from "~/../prisma/client/client";
import { preferenceToken, hashToken } from "~/newsletter/link-tokens.server";
import { topics, type Topic } from "~/newsletter/subscription";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { topicWordings } from "~/supporters/consent/consent";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";

type SubscriberOptions = Partial<Omit<Subscription, "topics" | "person" | "preferenceHash">> & {
  email: string;
  topics?: Topic[];
  consented?: Topic[];
};

/** A subscription with its lines in the ledger. `consented`: the topics that the ledger says yes to; all of its topics unless said. */
export async function aSubscriber({ consented, ...options }: SubscriberOptions): Promise<Subscription> {
  const id = options.id ?? newId();
  const selectedTopics = options.topics ?? [...topics];
  const row = {
    confirmedAt: new Date(),
    ...options,
    id,
    topics: selectedTopics,
    person: hashEmail(options.email),
    preferenceHash: hashToken(preferenceToken(id)),
  };
  const subscription = await db.subscription.create({ data: row });
  await recordConsents(
    db,
    (consented ?? selectedTopics).map((purpose) => ({
      email: options.email,
      purpose,
      action: "confirmed",
      wording: topicWordings[purpose].version,
      via: "newsletter",
      about: id,
      agreedAt: row.confirmedAt,
    })),
  );
  return subscription;
}
