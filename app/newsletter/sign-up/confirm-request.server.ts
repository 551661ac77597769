import type { NewsRequest, Subscription } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { maskedEmail } from "~/platform/email-address";
import { newId } from "~/platform/ids.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { linesOf } from "./answer-sign-up-request.server";
import { leaveNewsletter } from "../unsubscribe.server";
import { preferenceToken, tokenHash } from "../link-tokens.server";
import { queueSync } from "../queue-sync.server";
import { topics, waysTo, type Rhythm, type Topic } from "../subscription";
import { mayComeBack } from "../suppressions/suppression";
import { suppressionsOf } from "../suppressions/suppressions.server";

/** Why a link confirms nothing. "unknown": altered, or forgotten by now. "stopped": nothing may be sent there any more. */
export type ConfirmRefusal = "unknown" | "expired" | "stopped";

export type OpenRequest = { kind: "join" | "move"; email: string; topics: Topic[]; rhythm: Rhythm; confirmed: boolean };

/** What a confirmation link is about, for the page with the button. Changes nothing. */
export async function showRequest(token: string): Promise<OpenRequest | { refused: ConfirmRefusal }> {
  const request = await db.newsRequest.findUnique({ where: { tokenHash: tokenHash(token) } });
  const refused = await refusalOf(db, request);
  if (refused || !request) return { refused: refused ?? "unknown" };
  const { kind, email, topics: chosen, rhythm, state } = request;
  return { kind, email: maskedEmail(email), topics: chosen, rhythm, confirmed: state === "confirmed" };
}

/**
 * Confirms a request: the ledger's yes, the subscription, the welcome letter and the news for Resend commit together.
 * Any number of times, with one effect.
 * @returns the token of the preference page, the first time; or why not
 */
export async function confirmRequest(
  token: string,
): Promise<{ confirmed: "now"; preferences: string } | { confirmed: "before" } | { refused: ConfirmRefusal }> {
  return await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM news_request WHERE "tokenHash" = ${tokenHash(token)} FOR UPDATE`;
    const request = await tx.newsRequest.findUnique({ where: { tokenHash: tokenHash(token) } });
    const refused = await refusalOf(tx, request);
    if (refused || !request) return { refused: refused ?? "unknown" };
    if (request.state === "confirmed") return { confirmed: "before" } as const;
    const from = request.subscriptionId ? await tx.subscription.findUnique({ where: { id: request.subscriptionId } }) : null;
    if (request.kind === "move" && from?.state !== "subscribed") return { refused: "stopped" } as const;

    await tx.suppression.deleteMany({ where: { person: request.person, reason: "left" } });
    const id = await subscribe(tx, request, from);
    await recordConsents(tx, linesOf(request, "confirmed", now()));
    await tx.newsRequest.update({ where: { id: request.id }, data: { state: "confirmed", confirmedAt: now() } });
    await postLetter(tx, { kind: "newsletter-welcome", about: request.id });
    if (from && from.id !== id) {
      await leaveNewsletter(tx, from.id, "moved");
      await postLetter(tx, { kind: "newsletter-moved", about: request.id });
    }
    return { confirmed: "now", preferences: preferenceToken(id) } as const;
  });
}

async function refusalOf(tx: Tx, request: NewsRequest | null): Promise<ConfirmRefusal | null> {
  if (!request || request.state === "received" || request.state === "answered") return "unknown";
  if (request.state === "confirmed") return null;
  if (request.expiresAt <= now()) return "expired";
  if (await tx.subscription.findFirst({ where: { person: request.person, state: "erasing" } })) return "stopped";
  return (await suppressionsOf(tx, request.email)).some((reason) => !mayComeBack[reason]) ? "stopped" : null;
}

/** The subscription of the address that confirmed. What it had already stays; a pause moves along to a new address. */
async function subscribe(tx: Tx, request: NewsRequest, from: Subscription | null): Promise<string> {
  const { person, email, rhythm } = request;
  await tx.$queryRaw`SELECT FROM pg_advisory_xact_lock(hashtextextended(${person}, 0))`;
  const known = await tx.subscription.findUnique({ where: { person } });
  const id = known?.id ?? newId();
  const running = known?.state === "subscribed";
  const row = {
    topics: topics.filter((topic) => request.topics.includes(topic) || (running && known.topics.includes(topic))),
    rhythm,
    pausedUntil: from?.pausedUntil ?? null,
    confirmedAt: now(),
    leftAt: null,
  };
  if (!known) await tx.subscription.create({ data: { id, person, email, preferenceHash: tokenHash(preferenceToken(id)), ...row } });
  else {
    const { count } = await tx.subscription.updateMany({
      where: { id, state: { in: [...waysTo("subscribed"), "subscribed"] } },
      data: { state: "subscribed", ...row },
    });
    if (count === 0) throw new Error("a subscription that is erasing can't be confirmed");
  }
  await queueSync(tx, id);
  return id;
}
