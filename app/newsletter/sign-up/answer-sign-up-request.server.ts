import type { NewsRequest } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { requestMoves, type RequestState, type Topic } from "../subscription";
import { mayComeBack } from "../suppressions/suppression";
import { suppressionsOf } from "../suppressions/suppressions.server";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Looks whose address a request names, and posts the one letter that follows: to confirm, or that the newsletter comes
 * already. Nothing goes to an address that is suppressed, and at most one letter a day to any that does not answer. The
 * work of the job "answer-news-request"; safe to repeat.
 */
export async function answerRequest(id: string): Promise<"waiting" | "answered" | "forgotten" | "done-before"> {
  return await inTransaction(async (tx) => {
    const request = await tx.newsRequest.findUnique({ where: { id } });
    if (request?.state !== "received") return "done-before";
    // Two requests for one address are looked at one after the other.
    await tx.$queryRaw`SELECT FROM pg_advisory_xact_lock(hashtextextended(${request.person}, 0))`;
    if (await mustStaySilent(tx, request)) {
      await tx.newsRequest.deleteMany({ where: { id } });
      return "forgotten";
    }
    const subscription = await tx.subscription.findUnique({ where: { person: request.person } });
    if (subscription?.state === "subscribed" && request.kind === "join") {
      await become(tx, request, "answered");
      await postLetter(tx, { kind: "newsletter-known", about: id });
      return "answered";
    }
    await become(tx, request, "waiting");
    await recordAsked(tx, request);
    await postLetter(tx, { kind: request.kind === "move" ? "newsletter-confirm-move" : "newsletter-confirm", about: id });
    return "waiting";
  });
}

async function mustStaySilent(tx: Tx, { person, email }: NewsRequest): Promise<boolean> {
  if ((await suppressionsOf(tx, email)).some((reason) => !mayComeBack[reason])) return true;
  // Whoever has confirmed or left since the last letter has shown that the mailbox is theirs, and may ask again today.
  const left = (await tx.subscription.findUnique({ where: { person } }))?.leftAt ?? new Date(0);
  const since = new Date(Math.max(now().getTime() - dayMs, left.getTime()));
  const unanswered = await tx.newsRequest.count({ where: { person, writtenAt: { gt: since }, state: { in: ["waiting", "answered"] } } });
  return unanswered > 0;
}

async function become(tx: Tx, { id, state }: NewsRequest, next: RequestState): Promise<void> {
  if (!requestMoves[state].includes(next)) throw new Error(`a request does not go from ${state} to ${next}`);
  await tx.newsRequest.update({ where: { id }, data: { state: next, writtenAt: now() } });
}

/** A tick with a gift is in the ledger since the gift began. */
async function recordAsked(tx: Tx, request: NewsRequest): Promise<void> {
  if (request.about !== null || request.kind === "move") return;
  await recordConsents(tx, linesOf(request, "asked", request.askedAt));
}

/** A request's lines for the ledger, one for each topic. */
export function linesOf(request: NewsRequest, action: "asked" | "confirmed", agreedAt: Date) {
  const wordings = request.wordings as Partial<Record<Topic, string>>;
  return request.topics.map((purpose) => ({
    email: request.email,
    purpose,
    action,
    wording: wordings[purpose] ?? "",
    via: request.via,
    about: request.about ?? request.id,
    askedFrom: request.askedFrom,
    agreedAt,
  }));
}
