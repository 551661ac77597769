import { staffInvitation } from "emails/staff/invitation";
import { staffSignIn } from "emails/staff/sign-in";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { roleNames } from "./roles";
import { invitationDays, signInLinkMinutes } from "./session-rules";
import { signStaffLink } from "./staff-links.server";

const { baseUrl } = config;

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "staff-invitation": { staffInvitationId: string };
    "staff-sign-in": { staffSignInLinkId: string };
  }
}

export const staffEmails = {
  "staff-invitation": ({ staffInvitationId }) => composeInvitation(staffInvitationId),
  "staff-sign-in": ({ staffSignInLinkId }) => composeSignIn(staffSignInLinkId),
} satisfies Partial<EmailComposers>;

/** Null once it was used, replaced, or would arrive too late. */
async function composeInvitation(id: string): Promise<ComposedEmail | null> {
  const invitation = await db.staffInvitation.findUnique({ where: { id }, include: { staff: true } });
  if (!invitation?.staff.email || invitation.usedAt || invitation.expiresAt <= now()) return null;
  return composeEmail(invitation.staff.email, staffInvitation, {
    sender: sender(),
    role: roleNames[invitation.staff.role].toLowerCase(),
    validFor: `${invitationDays} days`,
    invitationUrl: `${baseUrl}/desk/invitation/${signStaffLink("staff invitation", invitation)}`,
  });
}

/** Null for an address that no member has, and for a link that would arrive too late. */
async function composeSignIn(id: string): Promise<ComposedEmail | null> {
  const link = await db.staffSignInLink.findUnique({ where: { id }, include: { staff: true } });
  if (link?.staff?.status !== "active" || !link.staff.email || link.usedAt || link.expiresAt <= now()) return null;
  return composeEmail(link.staff.email, staffSignIn, {
    sender: sender(),
    validFor: `${signInLinkMinutes} minutes`,
    signInUrl: `${baseUrl}/desk/sign-in/${signStaffLink("staff sign-in link", link)}`,
  });
}
