import { emailChange } from "emails/supporters/email-change";
import { erasureCompleted } from "emails/supporters/erasure-completed";
import { signIn } from "emails/supporters/sign-in";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { retainedAfterErasure } from "./privacy/retained-after-erasure";
import { signInToken } from "./sign-in/sign-in-link.server";
import { isAnotherSupporters, emailChangeToken, type EmailChangeSide } from "./change-email.server";
import { emailChangeLifetimeDays, linkLifetimeMinutes } from "./sign-in/session-rules";

const { baseUrl } = config;

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "sign-in": { signInLinkId: string };
    "email-change-old": { emailChangeId: string };
    "email-change-new": { emailChangeId: string };
    erased: { erasureId: string };
  }
}

/** The emails about a supporter's own pages. None is marketing: they reach people who left every list. */
export const supporterEmails = {
  "sign-in": ({ signInLinkId }) => composeSignInEmail(signInLinkId),
  "email-change-old": ({ emailChangeId }) => composeEmailChangeEmail(emailChangeId, "old"),
  "email-change-new": ({ emailChangeId }) => composeEmailChangeEmail(emailChangeId, "new"),
  erased: ({ erasureId }) => composeErasureEmail(erasureId),
} satisfies Partial<EmailComposers>;

/** Null for an address that nobody has, and for a link that would arrive too late. */
async function composeSignInEmail(id: string): Promise<ComposedEmail | null> {
  const link = await db.signInLink.findUnique({ where: { id } });
  if (!link || link.usedAt || link.expiresAt <= now()) return null;
  const supporter = await db.supporter.findUnique({ where: { email: link.email }, select: { email: true } });
  if (!supporter?.email) return null;
  const props = {
    sender: sender(),
    validFor: `${linkLifetimeMinutes} minutes`,
    signInUrl: `${baseUrl}/supporter/sign-in/${signInToken(link)}`,
  };
  return { to: supporter.email, subject: signIn.subject(props), body: signIn.Body(props) };
}

/** Null once the change is done, called off or too late. */
async function composeEmailChangeEmail(id: string, side: EmailChangeSide): Promise<ComposedEmail | null> {
  const change = await db.emailChange.findUnique({ where: { id } });
  if (!change || change.completedAt || change.cancelledAt || change.expiresAt <= now()) return null;
  const props = {
    sender: sender(),
    side,
    isByStaff: change.origin === "desk",
    validFor: `${emailChangeLifetimeDays} days`,
    // The old address is not told whether the new one is known.
    hasAccount: side === "new" && (await isAnotherSupporters(db, change)),
    confirmUrl: `${baseUrl}/supporter/email/${side}/${emailChangeToken(side, change)}`,
  };
  return { to: side === "old" ? change.oldEmail : change.newEmail, subject: emailChange.subject(props), body: emailChange.Body(props) };
}

/** To the address that emails went to, the first of those that are kept for this. */
async function composeErasureEmail(id: string): Promise<ComposedEmail | null> {
  const [to] = (await db.erasure.findUnique({ where: { id } }))?.emails ?? [];
  if (!to) return null;
  const props = { sender: sender(), retained: retainedAfterErasure };
  return { to, subject: erasureCompleted.subject(props), body: erasureCompleted.Body(props) };
}
