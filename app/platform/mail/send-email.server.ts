import type { ReactElement } from "react";
import type { ErrorResponse } from "resend";
import { now } from "../clock";
import { config } from "../config/config.server";
import { db } from "../database/db.server";
import { log } from "../log.server";
import { inStep } from "./resend/throttle.server";
import { renderLetter } from "./render-email.server";
import { resend } from "./resend/client.server";

/** A letter ready to be rendered and sent. */
export type ComposedLetter = {
  to: string;
  subject: string;
  body: ReactElement;
  replyTo?: string;
  headers?: Record<string, string>;
};

/** Makes the letter of a kind about a thing, from the facts of now; null: it is no longer wanted. */
export type Compose = (kind: string, about: string) => Promise<ComposedLetter | null>;

/** A room's letters: for each kind, what makes the letter about a thing. */
export type Letters = Record<string, (about: string) => Promise<ComposedLetter | null>>;

/** Composes out of several rooms' letters. A kind that is nobody's is a bug, and throws. */
export const composeFrom = (letters: Letters): Compose => {
  return async (kind, about) => {
    const compose = letters[kind];
    if (!compose) throw new Error(`no letter is called ${kind}`);
    return await compose(about);
  };
};

/** Thrown when Resend did not take a letter and a later attempt may go better. Says no address. */
class LetterNotSent extends Error {
  readonly publicMessage: string;
  constructor(error: ErrorResponse) {
    super(`Resend did not take the letter: ${error.name} (${error.statusCode ?? "no answer"})`);
    this.name = "LetterNotSent";
    this.publicMessage = this.message;
  }
}

/** A little less than the 24 hours for which Resend knows a key. */
const keyLastsMs = 23 * 60 * 60 * 1000;

/**
 * Sends a posted letter; the work of the job "send-letter". It may be repeated: the letter's id is the idempotency key,
 * so that within 24 hours Resend sends it once, whatever of us was killed on the way. After that it can't be known
 * whether it went, so it is left for a person: twice is worse than late.
 * @returns what happened. "refused": it will never be sent, and the letter's refusal says why
 * @throws LetterNotSent for the queue to try again
 */
export async function sendLetter(id: string, compose: Compose): Promise<"sent" | "done-before" | "not-wanted" | "refused"> {
  const letter = await db.letter.findUnique({ where: { id } });
  if (!letter) return "not-wanted";
  if (letter.sentAt || letter.refusal) return "done-before";
  if (letter.triedAt && now().getTime() - letter.triedAt.getTime() > keyLastsMs) return await refuse(letter, "may_have_been_sent");
  const composed = await compose(letter.kind, letter.about);
  // Whoever was erased has no address any more.
  if (!composed || composed.to === "") return "not-wanted";

  if (!letter.triedAt) await db.letter.update({ where: { id }, data: { triedAt: now() } });
  const { data, error } = await send(id, composed);
  if (error && isForGood(error)) return await refuse(letter, error.name);
  if (error && !wasTakenBefore(error)) throw new LetterNotSent(error);
  await db.letter.update({ where: { id }, data: { sentAt: now(), messageId: data?.id ?? null } });
  return "sent";
}

async function refuse({ id, kind }: { id: string; kind: string }, refusal: string): Promise<"refused"> {
  log.error({ letter: id, kind, refusal }, "a letter was not sent and will not be");
  await db.letter.update({ where: { id }, data: { refusal } });
  return "refused";
}

async function send(id: string, { to, subject, body, replyTo, headers }: ComposedLetter) {
  const { html, text } = await renderLetter(body);
  const payload = {
    from: config.resend.from,
    to,
    subject: subject.replace(/\s+/g, " ").trim(),
    html,
    text,
    ...(replyTo && { replyTo }),
    ...(headers && { headers }),
  };
  return await inStep(() => resend().emails.send(payload, { idempotencyKey: id, signal: AbortSignal.timeout(20_000) }));
}

/** A letter that breaks Resend's rules, mostly an address that is none, is not better tomorrow. 403 is our settings. */
const isForGood = ({ name, statusCode }: ErrorResponse): boolean =>
  statusCode === 422 && (name === "validation_error" || name === "missing_required_field");

/** Our key is known with other words: the letter went out before its facts changed, and we did not hear of it. */
const wasTakenBefore = ({ name }: ErrorResponse): boolean => name === "invalid_idempotent_request";
