import { giftAid } from "emails/donations/gift-aid";
import { giftAidChanged } from "emails/donations/gift-aid-changed";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatDate } from "~/platform/london-dates";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { scopeLabel, agreedWording } from "./declaration-wording";
import { latestDetails } from "./declarations.server";

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "gift-aid-declared": { declarationId: string };
    "gift-aid-cancelled": { declarationId: string };
    /** `at`: the instant of the change. */
    "gift-aid-changed": { supporterId: string; at: string };
  }
}

/** The emails that confirm what somebody declared, cancelled or changed: on their own pages, by an emailed link, or by telling staff. */
export const giftAidEmails = {
  "gift-aid-declared": ({ declarationId }) => composeDeclarationEmail(declarationId, "declared"),
  "gift-aid-cancelled": ({ declarationId }) => composeDeclarationEmail(declarationId, "cancelled"),
  "gift-aid-changed": ({ supporterId, at }) => composeChangedEmail(supporterId, new Date(at)),
} satisfies Partial<EmailComposers>;

/** How staff learned of a declaration that they wrote down. */
const toldTexts: Record<string, string> = { paper: "on paper", phone: "by phone" };

async function composeDeclarationEmail(id: string, status: "declared" | "cancelled"): Promise<ComposedEmail | null> {
  const declaration = await db.declaration.findUnique({
    where: { id },
    include: {
      changes: { orderBy: { reportedAt: "asc" } },
      supporter: true,
      donations: { take: 1, include: { supporter: true } },
      plans: { take: 1, include: { supporter: true } },
    },
  });
  const owner = declaration?.supporter ?? declaration?.donations[0]?.supporter ?? declaration?.plans[0]?.supporter;
  if (!declaration || !owner?.email) return null;
  const { firstName, lastName, house, postcode } = latestDetails(declaration);
  const told = toldTexts[declaration.via] ?? null;
  const props = {
    sender: sender(),
    status,
    name: [firstName, lastName].filter(Boolean).join(" "),
    scope: scopeLabel(declaration),
    wording: agreedWording(declaration),
    told,
    home: told && `${house}, ${postcode ?? "outside the United Kingdom"}`,
    date: formatDate((status === "cancelled" ? declaration.cancelledAt : null) ?? declaration.declaredAt),
    giftAidUrl: `${config.baseUrl}/supporter/gift-aid`,
  };
  return { to: owner.email, subject: giftAid.subject(props), body: giftAid.Body(props) };
}

async function composeChangedEmail(supporterId: string, changedAt: Date): Promise<ComposedEmail | null> {
  const supporter = await db.supporter.findUnique({ where: { id: supporterId }, select: { email: true } });
  if (!supporter?.email) return null;
  const props = { sender: sender(), date: formatDate(changedAt), giftAidUrl: `${config.baseUrl}/supporter/gift-aid` };
  return { to: supporter.email, subject: giftAidChanged.subject(props), body: giftAidChanged.Body(props) };
}
