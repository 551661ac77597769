import { staffAlert } from "emails/staff-alert";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { checkTitle } from "./checks";

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    /** `staffId` "": to the charity's own address, where nobody is administrator. */
    "health-notice": { noticeId: string; staffId: string };
  }
}

/** The email to administrators about what turned red, or green again. */
export const healthEmails = {
  "health-notice": ({ noticeId, staffId }) => composeNotice(noticeId, staffId),
} satisfies Partial<EmailComposers>;

/** Null for whoever is administrator no more. */
async function composeNotice(noticeId: string, staffId: string): Promise<ComposedEmail | null> {
  const member = staffId === "" ? null : await db.staffMember.findUnique({ where: { id: staffId } });
  const to = staffId === "" ? config.staffEmail : member?.status === "active" && member.role === "administrator" ? member.email : null;
  const find = (where: { redNoticeId: string } | { greenNoticeId: string }) =>
    db.healthAlert.findMany({ where, orderBy: [{ turnedRedAt: "asc" }, { check: "asc" }] });
  const [turnedRed, turnedGreen] = await Promise.all([find({ redNoticeId: noticeId }), find({ greenNoticeId: noticeId })]);
  if (!to || turnedRed.length + turnedGreen.length === 0) return null;
  const titles = (alerts: { check: string }[]) => alerts.map(({ check }) => checkTitle(check)).join(", ");
  return composeEmail(to, staffAlert, {
    sender: sender(),
    subject: turnedRed.length > 0 ? `The site needs somebody: ${titles(turnedRed)}` : `All right again: ${titles(turnedGreen)}`,
    lines: [
      ...turnedRed.map(({ check, message }) => `${checkTitle(check)}: ${message}`),
      ...turnedGreen.map(({ check }) => `${checkTitle(check)}: all right again.`),
      ...(turnedRed.length > 0
        ? ["You are told once. The page says what to do, and the next email comes when it is all right again."]
        : []),
    ],
    link: { label: "See how the site is", url: `${config.baseUrl}/desk/health` },
    ...(staffId !== "" && { reason: "This email goes to those on the team who are administrator." }),
  });
}
