import type { NewsletterRequest, NewsletterSubscription } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { maskEmail } from "~/platform/email-address";
import { hashToken, newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { consentRecordsFor } from "./answer-sign-up-request.server";
import { unsubscribe } from "../unsubscribe.server";
import { preferenceToken } from "../link-tokens.server";
import { queueContactSync } from "../queue-sync.server";
import { topics, subscriptionStatesBefore, type EmailFrequency, type Topic } from "../subscription";
import { allowsOwnSignUp } from "../suppressions/suppression";
import { listSuppressionReasons } from "../suppressions/suppressions.server";
import { lockPeople } from "../lock-person.server";

/** Why a link confirms nothing. "unknown": altered, or forgotten by now. "stopped": nothing may be sent there any more. */
export type ConfirmRefusal = "unknown" | "expired" | "stopped";

export type PendingRequest = {
  kind: "join" | "move";
  email: string;
  topics: Topic[];
  emailFrequency: EmailFrequency;
  isConfirmed: boolean;
};

/** What a confirmation link is about, for the page with the button. Changes nothing. */
export async function getPendingRequest(token: string): Promise<PendingRequest | { refused: ConfirmRefusal }> {
  const request = await db.newsletterRequest.findUnique({ where: { tokenHash: hashToken(token) } });
  const refused = await findRefusal(db, request);
  if (refused || !request) return { refused: refused ?? "unknown" };
  const { kind, email, topics: chosen, emailFrequency, status } = request;
  return { kind, email: maskEmail(email), topics: chosen, emailFrequency, isConfirmed: status === "confirmed" };
}

/**
 * Confirms a request: the ledger's yes, the subscription, the welcome email and the news for Resend commit together.
 * Any number of times, with one effect.
 * @returns the token of the preference page, the first time; or why not
 */
export async function confirmRequest(
  token: string,
): Promise<{ confirmed: "now"; preferencesToken: string } | { confirmed: "before" } | { refused: ConfirmRefusal }> {
  return await inTransaction(async (tx) => {
    const request = await lockRequest(tx, hashToken(token));
    const refused = await findRefusal(tx, request);
    if (refused || !request) return { refused: refused ?? "unknown" };
    if (request.status === "confirmed") return { confirmed: "before" } as const;
    const previous = request.subscriptionId ? await tx.newsletterSubscription.findUnique({ where: { id: request.subscriptionId } }) : null;
    if (request.kind === "move" && previous?.status !== "subscribed") return { refused: "stopped" } as const;

    await tx.suppression.deleteMany({ where: { emailHash: request.emailHash, reason: "unsubscribed" } });
    const { id, linkVersion } = await upsertSubscription(tx, request, previous);
    await recordConsents(tx, consentRecordsFor(request, "confirmed", now()));
    await tx.newsletterRequest.update({ where: { id: request.id }, data: { status: "confirmed", confirmedAt: now() } });
    await queueEmail(tx, { kind: "newsletter-welcome", about: { requestId: request.id } });
    if (previous && previous.id !== id) {
      await unsubscribe(tx, previous.id, "moved");
      await queueEmail(tx, { kind: "newsletter-address-changed", about: { requestId: request.id } });
    }
    return { confirmed: "now", preferencesToken: preferenceToken(id, linkVersion) } as const;
  });
}

/** The people first, as everywhere, and then their request as it is by then. */
async function lockRequest(tx: Tx, tokenHash: string): Promise<NewsletterRequest | null> {
  const known = await tx.newsletterRequest.findUnique({ where: { tokenHash } });
  if (!known) return null;
  const previous = known.subscriptionId && (await tx.newsletterSubscription.findUnique({ where: { id: known.subscriptionId } }));
  await lockPeople(tx, known.emailHash, ...(previous ? [previous.emailHash] : []));
  await tx.$queryRaw`SELECT id FROM newsletter_request WHERE token_hash = ${tokenHash} FOR UPDATE`;
  return await tx.newsletterRequest.findUnique({ where: { tokenHash } });
}

async function findRefusal(tx: Tx, request: NewsletterRequest | null): Promise<ConfirmRefusal | null> {
  if (!request || request.status === "received" || request.status === "answered") return "unknown";
  if (request.status === "confirmed") return null;
  if (request.expiresAt <= now()) return "expired";
  if (await tx.newsletterSubscription.findFirst({ where: { emailHash: request.emailHash, status: "erasing" } })) return "stopped";
  return (await listSuppressionReasons(tx, request.email)).some((reason) => !allowsOwnSignUp[reason]) ? "stopped" : null;
}

/** The subscription of the address that confirmed. What it had already stays; a pause moves along to a new address. */
async function upsertSubscription(
  tx: Tx,
  request: NewsletterRequest,
  previous: NewsletterSubscription | null,
): Promise<{ id: string; linkVersion: number }> {
  const { emailHash, email, emailFrequency } = request;
  const existing = await tx.newsletterSubscription.findUnique({ where: { emailHash } });
  const id = existing?.id ?? newId();
  const linkVersion = existing?.linkVersion ?? 1;
  const isActive = existing?.status === "subscribed";
  const row = {
    topics: topics.filter((topic) => request.topics.includes(topic) || (isActive && existing.topics.includes(topic))),
    emailFrequency,
    pausedUntil: previous?.pausedUntil ?? null,
    confirmedAt: now(),
    leftAt: null,
  };
  if (!existing)
    await tx.newsletterSubscription.create({
      data: { id, emailHash, email, preferenceTokenHash: hashToken(preferenceToken(id, linkVersion)), ...row },
    });
  else {
    const { count } = await tx.newsletterSubscription.updateMany({
      where: { id, status: { in: [...subscriptionStatesBefore("subscribed"), "subscribed"] } },
      data: { status: "subscribed", leftTokenHash: null, ...row },
    });
    if (count === 0) throw new Error("a subscription that is erasing can't be confirmed");
  }
  await queueContactSync(tx, id);
  return { id, linkVersion };
}
