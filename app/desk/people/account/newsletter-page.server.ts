import { topicInputFrom } from "~/newsletter/topic-form";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { formatDate } from "~/platform/london-dates";
import { isPaused } from "~/newsletter/subscription";
import { listSuppressionReasons } from "~/newsletter/suppressions/suppressions.server";
import { suppressionReasonTexts } from "~/newsletter/suppressions/suppression";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { findPerson } from "~/supporters/privacy/known-addresses.server";

/** The newsletter of each address that a person is known by; null: there is nobody of that id. */
export async function getNewsletterPage(id: string) {
  const supporter = await db.supporter.findUnique({ where: { id } });
  const person = supporter && (await findPerson(id));
  if (!person) return null;
  const addresses = await Promise.all(
    person.emails.map(async (email, index) => {
      const subscription = await db.newsletterSubscription.findUnique({ where: { emailHash: hashEmail(email) } });
      const reasons = await listSuppressionReasons(db, email);
      const isSubscribed = subscription?.status === "subscribed";
      return {
        index,
        email,
        /** The one that they are written to; others are addresses of before. */
        isOwn: email === supporter.email,
        isSubscribed,
        hasLeftEverything: reasons.length > 0,
        why: reasons.map((reason) => suppressionReasonTexts[reason]),
        input: {
          ...topicInputFrom({}),
          topics: isSubscribed ? subscription.topics : [],
          emailFrequency: subscription?.emailFrequency ?? "",
        },
        pausedUntil: subscription?.pausedUntil && isPaused(subscription, now()) ? formatDate(subscription.pausedUntil) : null,
      };
    }),
  );
  return { id, name: [supporter.firstName, supporter.lastName].filter(Boolean).join(" ") || "no name", addresses };
}

export type NewsletterPage = NonNullable<Awaited<ReturnType<typeof getNewsletterPage>>>;
