import { giftAid } from "emails/donations/gift-aid";
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
  }
}

/** The emails that confirm what somebody did about Gift Aid on their own pages. */
export const giftAidEmails = {
  "gift-aid-declared": ({ declarationId }) => composeDeclarationEmail(declarationId, "declared"),
  "gift-aid-cancelled": ({ declarationId }) => composeDeclarationEmail(declarationId, "cancelled"),
} satisfies Partial<EmailComposers>;

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
  if (!declaration || !owner) return null;
  const { firstName, lastName } = latestDetails(declaration);
  const props = {
    sender: sender(),
    status,
    name: [firstName, lastName].filter(Boolean).join(" "),
    scope: scopeLabel(declaration),
    wording: agreedWording(declaration),
    date: formatDate((status === "cancelled" ? declaration.cancelledAt : null) ?? declaration.declaredAt),
    giftAidUrl: `${config.baseUrl}/supporter/gift-aid`,
  };
  return { to: owner.email, subject: giftAid.subject(props), body: giftAid.Body(props) };
}
