import { planWelcome } from "emails/sponsorship/plan-welcome";
import { tributeCard } from "emails/sponsorship/tribute-card";
import type { Plan } from "~/../prisma/client/client";
import { composeCardTestingEmail } from "~/giving/checkout/checkout-alerts.server";
import { declarationWordings } from "~/giving/gift-aid/gift-aid";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatDate, formatLondonDate, fromDateColumn, londonDate } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { formatPounds, formatPoundsShort, pence } from "~/platform/money";
import { billingIntervalLabels } from "../plan";
import { certificatePath, planPath } from "../emailed-links.server";
import { hasEnded } from "../plan-status";
import { splitLines } from "../present/certificate.server";
import { tributeLabels } from "./tribute";

const { baseUrl } = config;

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "plan-welcome": { planId: string };
    "tribute-card": { planId: string };
    "plan-card-testing": { planId: string };
  }
}

/** The emails of a new plan, from what the database knows as they are sent. Null: there is nothing to say any more. */
export const joinEmails = {
  "plan-welcome": ({ planId }) => composeWelcome(planId),
  "tribute-card": ({ planId }) => composeTributeCard(planId),
  "plan-card-testing": ({ planId }) => composeCardTesting(planId),
} satisfies Partial<EmailComposers>;

async function composeWelcome(id: string): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({
    where: { id },
    include: { room: true, declaration: true, donations: { take: 1, select: { id: true } } },
  });
  // One that ended before its email went has an email of its own about that.
  if (!plan || hasEnded(plan.status)) return null;
  const { nextCollectionAt, nextCollectionPence, declaration } = plan;
  const wording = declarationWordings.find(({ version }) => version === declaration?.wording);
  return composeEmail(plan.email, planWelcome, {
    sender: sender(),
    weekly: formatPoundsShort(pence(plan.weeklyPence)),
    collectionTerms: `${formatPounds(pence(plan.collectionPence + plan.coverPence))} ${billingIntervalLabels[plan.billingInterval].every}`,
    feeCover: plan.coverPence > 0 ? formatPounds(pence(plan.coverPence)) : null,
    firstPayment: firstCollectionState(plan, plan.donations.length > 0),
    nextCollection:
      nextCollectionAt && nextCollectionPence !== null
        ? `${formatPounds(pence(nextCollectionPence))} on ${formatDate(nextCollectionAt)}`
        : null,
    paymentMethod: plan.paymentMethodLabel,
    designation: plan.room ? `to the room ${plan.room.name}` : "to where it is needed most",
    present:
      plan.presentOn && plan.tributeName
        ? {
            recipient: plan.tributeName,
            from: formatLondonDate(fromDateColumn(plan.presentOn)),
            certificateUrl: `${baseUrl}${certificatePath(plan)}`,
          }
        : null,
    tribute: plan.tributeKind && plan.tributeName && !plan.presentOn ? `${tributeLabels[plan.tributeKind]} ${plan.tributeName}` : null,
    giftAid:
      wording && !declaration?.cancelledAt
        ? {
            explanation: `For Gift Aid you told us: “${wording.explanation}” Tell us if you move, change your name, stop paying enough tax, or want to cancel Gift Aid.`,
          }
        : null,
    planReference: plan.reference,
    directDebit: plan.paymentMethod === "bacs_debit" ? { collector: "Stripe", noticePeriod: "2 working days" } : null,
    planUrl: `${baseUrl}${planPath(plan)}`,
    supporterUrl: `${baseUrl}/supporter`,
  });
}

async function composeCardTesting(id: string): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id }, select: { reference: true } });
  return plan && composeCardTestingEmail(`sponsorship ${plan.reference}`, null);
}

function firstCollectionState({ startsOn, paymentMethod }: Plan, isPaid: boolean): "taken" | "on its way" | "to come" {
  if (isPaid) return "taken";
  if (startsOn && fromDateColumn(startsOn) > londonDate(now())) return "to come";
  return paymentMethod === "bacs_debit" ? "on its way" : "taken";
}

/** Posted once the first collection is paid: before that, anybody could have an email of ours sent to anybody for nothing. */
async function composeTributeCard(id: string): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id } });
  const { tributeKind, tributeName, tributeCardName, tributeCardEmail } = plan ?? {};
  if (!plan || !tributeKind || tributeKind === "present" || !tributeName || !tributeCardName || !tributeCardEmail) return null;
  return composeEmail(tributeCardEmail, tributeCard, {
    sender: sender(),
    recipientName: tributeCardName,
    sponsorName: [plan.firstName, plan.lastName].filter(Boolean).join(" "),
    tributeKind: tributeKind === "memory" ? "in memory of" : "in honour of",
    honoureeName: tributeName,
    message: plan.tributeCardMessage === null ? null : splitLines(plan.tributeCardMessage),
  });
}
