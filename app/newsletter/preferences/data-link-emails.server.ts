import { newsletterDataLink } from "emails/newsletter/data-link";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { composeEmail } from "~/platform/mail/compose";
import type { EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { dataLinkToken } from "../link-tokens.server";
import { isDataLinkUsable } from "./data-links.server";

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "newsletter-data-link": { dataLinkId: string };
  }
}

/** The email with a link to download, move or erase. Null once it is used or would arrive too late. */
export const dataLinkEmails = {
  async "newsletter-data-link"({ dataLinkId: id }) {
    const link = await db.newsletterDataLink.findUnique({ where: { id }, include: { subscription: true } });
    if (!link || !isDataLinkUsable(link)) return null;
    const dataUrl = `${config.baseUrl}/newsletter/your-data/${dataLinkToken(id)}`;
    return composeEmail(link.subscription.email, newsletterDataLink, { sender: sender(), dataUrl });
  },
} satisfies Partial<EmailComposers>;
