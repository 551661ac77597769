import type { NewsletterRequest } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { requestTransitions, type RequestState, type Topic } from "../subscription";
import { allowsOwnSignUp } from "../suppressions/suppression";
import { listSuppressionReasons } from "../suppressions/suppressions.server";
import { lockPeople } from "../lock-person.server";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Looks whose address a request names, and posts the one email that follows: to confirm, or that the newsletter comes
 * already. Nothing goes to an address that is suppressed, and at most one email a day to any that does not answer. The
 * work of the job "answer-sign-up-request"; safe to repeat.
 */
export async function answerSignUpRequest(id: string): Promise<"waiting" | "answered" | "discarded" | "already-done"> {
  return await inTransaction(async (tx) => {
    const known = await tx.newsletterRequest.findUnique({ where: { id } });
    if (known?.status !== "received") return "already-done";
    await lockPeople(tx, known.emailHash);
    // Somebody else may have answered or erased it while this waited.
    const request = await tx.newsletterRequest.findUnique({ where: { id } });
    if (request?.status !== "received") return "already-done";
    if (await mustNotReply(tx, request)) {
      await tx.newsletterRequest.deleteMany({ where: { id } });
      return "discarded";
    }
    const subscription = await tx.newsletterSubscription.findUnique({ where: { emailHash: request.emailHash } });
    if (subscription?.status === "subscribed" && request.kind === "join") {
      await setRequestState(tx, request, "answered");
      await queueEmail(tx, { kind: "newsletter-already-subscribed", about: { requestId: id } });
      return "answered";
    }
    await setRequestState(tx, request, "waiting");
    await recordRequestedConsents(tx, request);
    await queueEmail(tx, {
      kind: request.kind === "move" ? "newsletter-confirm-address-change" : "newsletter-confirm",
      about: { requestId: id },
    });
    return "waiting";
  });
}

async function mustNotReply(tx: Tx, { emailHash, email }: NewsletterRequest): Promise<boolean> {
  if ((await listSuppressionReasons(tx, email)).some((reason) => !allowsOwnSignUp[reason])) return true;
  return await isAskedToday(tx, emailHash);
}

/** Whether an address that has not answered got an email today. */
export async function isAskedToday(tx: Tx, emailHash: string): Promise<boolean> {
  // Whoever has confirmed or left since the last email has shown that the mailbox is theirs, and may ask again today.
  const left = (await tx.newsletterSubscription.findUnique({ where: { emailHash } }))?.leftAt ?? new Date(0);
  const since = new Date(Math.max(now().getTime() - dayMs, left.getTime()));
  const unanswered = await tx.newsletterRequest.count({
    where: { emailHash, emailedAt: { gt: since }, status: { in: ["waiting", "answered"] } },
  });
  return unanswered > 0;
}

async function setRequestState(tx: Tx, { id, status }: NewsletterRequest, nextState: RequestState): Promise<void> {
  if (!requestTransitions[status].includes(nextState)) throw new Error(`a request does not go from ${status} to ${nextState}`);
  await tx.newsletterRequest.update({ where: { id }, data: { status: nextState, emailedAt: now() } });
}

/** A tick with a gift is in the ledger since the gift began. */
async function recordRequestedConsents(tx: Tx, request: NewsletterRequest): Promise<void> {
  if (request.about !== null || request.kind === "move") return;
  await recordConsents(tx, consentRecordsFor(request, "asked", request.requestedAt));
}

/** A request's lines for the ledger, one for each topic. */
export function consentRecordsFor(request: NewsletterRequest, action: "asked" | "confirmed", agreedAt: Date) {
  const wordings = request.wordingVersions as Partial<Record<Topic, string>>;
  return request.topics.map((purpose) => ({
    email: request.email,
    purpose,
    action,
    wordingVersion: wordings[purpose] ?? "",
    via: request.via,
    about: request.about ?? request.id,
    ipHash: request.ipHash,
    evidence: request.evidence,
    agreedAt,
  }));
}
