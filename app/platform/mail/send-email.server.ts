import type { ReactElement } from "react";
import type { ErrorResponse } from "resend";
import { now } from "../clock";
import { config } from "../config/config.server";
import { db } from "../database/db.server";
import { log } from "../log.server";
import { toSingleLine } from "../text";
import { parseAbout, type EmailKind, type EmailKinds } from "./email-kinds";
import { throttled } from "./resend/throttle.server";
import { renderEmail } from "./render-email.server";
import { resendClient } from "./resend/client.server";

/** An email ready to be rendered and sent. */
export type ComposedEmail = {
  to: string;
  subject: string;
  body: ReactElement;
  replyTo?: string;
  headers?: Record<string, string>;
};

/** Makes the email of a kind about a thing, from the facts of now; null: it is no longer wanted. */
export type ComposeEmail = (kind: string, about: unknown) => Promise<ComposedEmail | null>;

/** For each kind, what makes the email from what it is about. A module has those of its own kinds. */
export type EmailComposers<Kind extends EmailKind = EmailKind> = {
  [Each in Kind]: (about: EmailKinds[Each]) => Promise<ComposedEmail | null>;
};

/** Composes out of several modules' emails. A kind that is nobody's is a bug, and throws. */
export const combineComposers = <Kind extends EmailKind>(composers: EmailComposers<Kind>): ComposeEmail => {
  const hasComposer = (kind: string): kind is Kind & string => Object.hasOwn(composers, kind);
  return async (kind, about) => {
    if (!hasComposer(kind)) throw new Error(`no email is called ${kind}`);
    return await composers[kind](parseAbout(kind, about));
  };
};

/** Thrown when Resend did not take an email and a later attempt may go better. Says no address. */
class EmailNotSent extends Error {
  readonly publicMessage: string;
  constructor(error: ErrorResponse) {
    super(`Resend did not take the email: ${error.name} (${error.statusCode ?? "no answer"})`);
    this.name = "EmailNotSent";
    this.publicMessage = this.message;
  }
}

/** A little less than the 24 hours for which Resend knows a key. */
const idempotencyKeyLifetimeMs = 23 * 60 * 60 * 1000;

/**
 * Sends a posted email; the work of the job "send-email". It may be repeated: the email's id is the idempotency key,
 * so that within 24 hours Resend sends it once, whatever of us was killed on the way. After that it can't be known
 * whether it went, so it is left for a person: twice is worse than late.
 * @returns what happened. "refused": it will never be sent, and the email's refusal says why
 * @throws EmailNotSent for the queue to try again
 */
export async function sendEmail(id: string, compose: ComposeEmail): Promise<"sent" | "already-done" | "obsolete" | "refused"> {
  const email = await db.outgoingEmail.findUnique({ where: { id } });
  if (!email) return "obsolete";
  if (email.sentAt || email.refusal) return "already-done";
  if (email.firstTriedAt && now().getTime() - email.firstTriedAt.getTime() > idempotencyKeyLifetimeMs)
    return await recordRefusal(email, "may_have_been_sent");
  const composed = await compose(email.kind, email.about);
  // Whoever was erased has no address any more.
  if (!composed || composed.to === "") return "obsolete";

  if (!email.firstTriedAt) await db.outgoingEmail.update({ where: { id }, data: { firstTriedAt: now() } });
  const { data, error } = await sendToResend(id, composed);
  if (error && isPermanent(error)) return await recordRefusal(email, error.name);
  if (error && !wasAcceptedBefore(error)) throw new EmailNotSent(error);
  await db.outgoingEmail.update({ where: { id }, data: { sentAt: now(), resendEmailId: data?.id ?? null } });
  return "sent";
}

async function recordRefusal({ id, kind }: { id: string; kind: string }, refusal: string): Promise<"refused"> {
  log.error({ emailId: id, kind, refusal }, "an email was not sent and will not be");
  await db.outgoingEmail.update({ where: { id }, data: { refusal } });
  return "refused";
}

async function sendToResend(id: string, { to, subject, body, replyTo, headers }: ComposedEmail) {
  const { html, text } = await renderEmail(body);
  const payload = {
    from: config.resend.from,
    to,
    subject: toSingleLine(subject),
    html,
    text,
    ...(replyTo && { replyTo }),
    ...(headers && { headers }),
  };
  return await throttled(() => resendClient().emails.send(payload, { idempotencyKey: id, signal: AbortSignal.timeout(20_000) }));
}

/** An email that breaks Resend's rules, mostly an address that is none, is not better tomorrow. 403 is our settings. */
const isPermanent = ({ name, statusCode }: ErrorResponse): boolean =>
  statusCode === 422 && (name === "validation_error" || name === "missing_required_field");

/** Our key is known with other words: the email went out before its facts changed, and we did not hear of it. */
const wasAcceptedBefore = ({ name }: ErrorResponse): boolean => name === "invalid_idempotent_request";
