import { db } from "~/platform/database/db.server";
import { listConsents, toConsentExport } from "~/supporters/consent/ledger.server";
import { findSubscriptionByToken } from "../subscriptions.server";
import { listSuppressionReasons } from "../suppressions/suppressions.server";

/** Everything that the newsletter holds about the person of a link, for that person to take away. Null: the link is not known. */
export async function exportPersonalData(token: string): Promise<object | null> {
  const subscription = await findSubscriptionByToken(db, token);
  if (!subscription) return null;
  const { id, email, state, topics, rhythm, pausedUntil, createdAt, confirmedAt, leftAt, person, contactId } = subscription;
  const requests = await db.newsRequest.findMany({ where: { person }, orderBy: { askedAt: "asc" } });
  const emails = await db.letter.findMany({
    where: { about: { in: requests.map((request) => request.id) } },
    orderBy: { createdAt: "asc" },
  });
  return {
    subscription: {
      email,
      state,
      topics,
      rhythm,
      pausedUntil,
      firstConfirmedAt: createdAt,
      confirmedAt,
      leftAt,
      numberAtMailService: contactId,
    },
    consent: (await listConsents(db, email)).map(toConsentExport),
    requests: requests.map((request) => ({
      kind: request.kind,
      state: request.state,
      topics: request.topics,
      rhythm: request.rhythm,
      via: request.via,
      askedAt: request.askedAt,
      confirmedAt: request.confirmedAt,
    })),
    lettersAboutTheSubscription: emails.map(({ kind, createdAt: postedAt, sentAt }) => ({ kind, postedAt, sentAt })),
    nothingIsSentBecause: await listSuppressionReasons(db, email),
    reference: id,
  };
}
