import { statementReady } from "emails/donations/statement-ready";
import { formatTaxYear } from "~/giving/gift-aid/tax-year";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { formatPounds } from "~/platform/money";
import { buildStatement } from "./statement";
import { listStatementGifts } from "./supporter-gifts.server";

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    /** `year`: in which the tax year begins. `request`: the form by which staff asked for it. */
    "statement-ready": { supporterId: string; year: number; request: string };
  }
}

/** The email by which staff send somebody the statement of a tax year. */
export const statementEmails = {
  "statement-ready": ({ supporterId, year }) => composeStatement(supporterId, year),
} satisfies Partial<EmailComposers>;

/** Null for somebody who is gone, or has no address. */
async function composeStatement(supporterId: string, year: number): Promise<ComposedEmail | null> {
  const supporter = await db.supporter.findUnique({ where: { id: supporterId }, select: { email: true } });
  if (!supporter?.email) return null;
  const { net, netWithGiftAid } = buildStatement(await listStatementGifts(supporterId), Number(year));
  return composeEmail(supporter.email, statementReady, {
    sender: sender(),
    period: formatTaxYear(Number(year)),
    total: formatPounds(net),
    withGiftAid: formatPounds(netWithGiftAid),
    statementsUrl: `${config.baseUrl}/supporter/statements`,
  });
}
