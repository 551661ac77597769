import { emailChange } from "emails/email-change";
import { erased } from "emails/erased";
import { signIn } from "emails/sign-in";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import type { ComposedLetter, Letters } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { keptAfterErasure } from "./privacy/kept-after-erasure";
import { sealedToken } from "./sign-in/signed-link.server";
import { purposeOf, type Side } from "./change-email.server";
import { emailChangeDays, linkMinutes } from "./sign-in/session-rules";

const { baseUrl } = config;

/** The letters about a supporter's own pages. None is marketing: they reach people who left every list. */
export const supporterLetters: Letters = {
  "sign-in": signInLetter,
  "email-change-old": (id) => emailChangeLetter(id, "old"),
  "email-change-new": (id) => emailChangeLetter(id, "new"),
  erased: erasedLetter,
};

/** Null for an address that nobody has, and for a link that would arrive too late. */
async function signInLetter(id: string): Promise<ComposedLetter | null> {
  const link = await db.signInLink.findUnique({ where: { id } });
  if (!link || link.usedAt || link.expiresAt <= now()) return null;
  const supporter = await db.supporter.findUnique({ where: { email: link.email }, select: { email: true } });
  if (!supporter) return null;
  const props = {
    sender: sender(),
    lasts: `${linkMinutes} minutes`,
    signInUrl: `${baseUrl}/supporter/sign-in/${sealedToken("sign in", id)}`,
  };
  return { to: supporter.email, subject: signIn.subject(props), body: signIn.Body(props) };
}

/** Null once the change is done, called off or too late. */
async function emailChangeLetter(id: string, side: Side): Promise<ComposedLetter | null> {
  const change = await db.emailChange.findUnique({ where: { id } });
  if (!change || change.doneAt || change.calledOffAt || change.expiresAt <= now()) return null;
  const props = {
    sender: sender(),
    side,
    lasts: `${emailChangeDays} days`,
    confirmUrl: `${baseUrl}/supporter/email/${side}/${sealedToken(purposeOf[side], id)}`,
  };
  return { to: side === "old" ? change.from : change.to, subject: emailChange.subject(props), body: emailChange.Body(props) };
}

/** To the address that letters went to, the first of those that are kept for this. */
async function erasedLetter(id: string): Promise<ComposedLetter | null> {
  const [to] = (await db.erasure.findUnique({ where: { id } }))?.emails ?? [];
  if (!to) return null;
  const props = { sender: sender(), kept: keptAfterErasure };
  return { to, subject: erased.subject(props), body: erased.Body(props) };
}
