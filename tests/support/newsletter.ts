import type { Subscription } from "~/../prisma/client/client";
import { preferenceToken, tokenHash } from "~/newsletter/link-tokens.server";
import { topics, type Topic } from "~/newsletter/subscription";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { topicWordings } from "~/supporters/consent/consent";
import { personKey } from "~/supporters/consent/email-hash.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";

type Wish = Partial<Omit<Subscription, "topics" | "person" | "preferenceHash">> & { email: string; topics?: Topic[]; consented?: Topic[] };

/** A subscription with its lines in the ledger. `consented`: the topics that the ledger says yes to; all of its topics unless said. */
export async function aSubscriber({ consented, ...wish }: Wish): Promise<Subscription> {
  const id = wish.id ?? newId();
  const chosen = wish.topics ?? [...topics];
  const row = {
    confirmedAt: new Date(),
    ...wish,
    id,
    topics: chosen,
    person: personKey(wish.email),
    preferenceHash: tokenHash(preferenceToken(id)),
  };
  const subscription = await db.subscription.create({ data: row });
  await recordConsents(
    db,
    (consented ?? chosen).map((purpose) => ({
      email: wish.email,
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
