import { db, inTransaction } from "~/platform/database/db.server";
import { listConsents, toConsentExport } from "~/supporters/consent/ledger.server";
import { consumeDataLink } from "./data-links.server";
import { listSuppressionReasons } from "../suppressions/suppressions.server";

/** Everything that the newsletter holds about the owner of a fresh link, to take away. Null: the link is used, too old or not known. */
export async function exportPersonalData(token: string): Promise<object | null> {
  const subscription = await inTransaction((tx) => consumeDataLink(tx, token));
  if (!subscription) return null;
  const { id, email, status, topics, emailFrequency, pausedUntil, createdAt, confirmedAt, leftAt, emailHash, resendContactId } =
    subscription;
  const requests = await db.newsletterRequest.findMany({ where: { emailHash }, orderBy: { requestedAt: "asc" } });
  const emails = await db.outgoingEmail.findMany({
    where: { OR: requests.map((request) => ({ about: { equals: { requestId: request.id } } })) },
    orderBy: { createdAt: "asc" },
  });
  return {
    subscription: {
      email,
      state: status,
      topics,
      frequency: emailFrequency,
      pausedUntil,
      firstConfirmedAt: createdAt,
      confirmedAt,
      leftAt,
      numberAtMailService: resendContactId,
    },
    consent: (await listConsents(db, email)).map(toConsentExport),
    requests: requests.map((request) => ({
      kind: request.kind,
      state: request.status,
      topics: request.topics,
      frequency: request.emailFrequency,
      via: request.via,
      askedAt: request.requestedAt,
      confirmedAt: request.confirmedAt,
    })),
    emailsAboutTheSubscription: emails.map(({ kind, createdAt: postedAt, sentAt }) => ({ kind, postedAt, sentAt })),
    nothingIsSentBecause: await listSuppressionReasons(db, email),
    reference: id,
  };
}
