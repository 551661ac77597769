import { presentCertificate } from "emails/sponsorship/present-certificate";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatLondonDate, fromDateColumn } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { certificatePath } from "../emailed-links.server";
import { hasEnded } from "../plan-status";
import { splitLines } from "./certificate.server";

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "present-certificate": { planId: string };
  }
}

export const presentEmails = {
  "present-certificate": ({ planId }) => composeCertificateEmail(planId),
} satisfies Partial<EmailComposers>;

/** To whom a sponsorship is a present, on its day. Null: it is none any more, or it ended before. */
async function composeCertificateEmail(id: string): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id }, include: { room: true } });
  const { tributeName, tributeCardEmail, presentOn } = plan ?? {};
  if (!plan || !presentOn || !tributeName || !tributeCardEmail || hasEnded(plan.status)) return null;
  return composeEmail(tributeCardEmail, presentCertificate, {
    sender: sender(),
    recipientName: tributeName,
    sponsorName: [plan.firstName, plan.lastName].filter(Boolean).join(" "),
    from: formatLondonDate(fromDateColumn(presentOn)),
    designation: plan.room ? `the room ${plan.room.name}` : "a safe room",
    message: splitLines(plan.tributeCardMessage),
    certificateUrl: `${config.baseUrl}${certificatePath(plan)}`,
    houseUrl: `${config.baseUrl}/sponsor`,
  });
}
