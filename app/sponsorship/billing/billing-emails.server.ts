import { staffAlert } from "emails/staff-alert";
import { collectionFailed } from "emails/sponsorship/collection-failed";
import { directDebitCancelled } from "emails/sponsorship/direct-debit-cancelled";
import { collectionReceipt } from "emails/sponsorship/collection-receipt";
import { collectionsSummary } from "emails/sponsorship/collections-summary";
import { planLapsed } from "emails/sponsorship/plan-lapsed";
import { planRecovered } from "emails/sponsorship/plan-recovered";
import type { Declaration, Donation, Plan, Room } from "~/../prisma/client/client";
import { netOf, totalOf } from "~/giving/donation";
import { declineReasonText } from "~/giving/payments/decline-reasons";
import { giftAidOn } from "~/giving/gift-aid/gift-aid";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatDate } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { EmailKinds } from "~/platform/mail/email-kinds";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { add, formatPounds, pence, zero } from "~/platform/money";
import { newCardPath } from "../emailed-links.server";
import { collectionPrice, formatNextCollection, planUrl } from "../plan-facts.server";
import { isLive } from "../plan-status";
import { parseReceiptPeriod } from "./receipt-period";

type PlanWithRoom = Plan & { room: Room | null };
type CollectionDonation = Donation & { plan: PlanWithRoom; declaration: Declaration | null };

const { baseUrl, staffEmail } = config;
const supporterUrl = `${baseUrl}/supporter`;
const withRoom = { room: true } as const;

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "collection-receipt": { donationId: string };
    "collection-recovered": { donationId: string };
    "plan-recovered": { donationId: string };
    "collection-failed": { planId: string; stripeInvoiceId: string };
    "direct-debit-cancelled": { planId: string; stripeMandateId: string };
    "plan-lapsed": { planId: string };
    /** The period's name: 2026-11 or 2026/27. */
    "collections-summary": { planId: string; period: string };
    /** What is wrong, in words for staff. */
    "plan-alert": { planId: string; problem: string };
  }
}

/** The emails that follow from how a plan stands, from what the database knows as they are sent. */
export const billingEmails = {
  "collection-receipt": ({ donationId }) => composeForCollection(donationId, (collected) => composeReceipt(collected, false)),
  "collection-recovered": ({ donationId }) => composeForCollection(donationId, (collected) => composeReceipt(collected, true)),
  "plan-recovered": ({ donationId }) => composeForCollection(donationId, composeRecovered),
  "collection-failed": composeCollectionFailed,
  "direct-debit-cancelled": ({ planId }) => composeDirectDebitCancelled(planId),
  "plan-lapsed": ({ planId }) => composeLapsed(planId),
  "collections-summary": composeSummary,
  "plan-alert": composePlanAlert,
} satisfies Partial<EmailComposers>;

async function composeForCollection(id: string, compose: (collection: CollectionDonation) => ComposedEmail): Promise<ComposedEmail | null> {
  const donation = await db.donation.findUnique({ where: { id }, include: { plan: { include: withRoom }, declaration: true } });
  return donation?.plan ? compose({ ...donation, plan: donation.plan }) : null;
}

const fullName = ({ firstName, lastName }: Plan) => [firstName, lastName].filter(Boolean).join(" ");

function composeReceipt({ plan, declaration, ...donation }: CollectionDonation, isRecovery: boolean): ComposedEmail {
  const total = totalOf(donation);
  const methodLabel = donation.paymentMethod === "bacs_debit" ? "by Direct Debit" : "by card";
  return composeEmail(plan.email, collectionReceipt, {
    sender: sender(),
    isRecovered: isRecovery,
    amount: formatPounds(pence(donation.giftPence)),
    feeCover: donation.coverPence > 0 ? formatPounds(pence(donation.coverPence)) : null,
    total: formatPounds(total),
    paymentMethod:
      plan.paymentMethodLabel && plan.paymentMethod === donation.paymentMethod ? `${methodLabel}, ${plan.paymentMethodLabel}` : methodLabel,
    date: formatDate(donation.paidAt ?? donation.createdAt),
    reference: donation.reference,
    planReference: plan.reference,
    donorName: fullName(plan),
    designation: plan.room ? `the room ${plan.room.name}` : "where it is needed most",
    nextCollection: formatNextCollection(plan),
    giftAid: declaration && {
      claim: formatPounds(giftAidOn(total)),
      explanation:
        "For Gift Aid you told us that you pay UK tax. If you pay less Income Tax and/or Capital Gains Tax in a tax year than the Gift Aid claimed on all your donations in that year, you must pay the difference. Tell us if you move, change your name, stop paying enough tax, or want to cancel Gift Aid.",
    },
    planUrl: planUrl(plan),
    supporterUrl,
  });
}

const composeRecovered = ({ plan, ...donation }: CollectionDonation): ComposedEmail =>
  composeEmail(plan.email, planRecovered, {
    sender: sender(),
    total: formatPounds(totalOf(donation)),
    date: formatDate(donation.paidAt ?? donation.createdAt),
    nextCollection: formatNextCollection(plan),
    planUrl: planUrl(plan),
  });

/** Once the invoice is paid after all, there is nothing to say. */
async function composeCollectionFailed({ planId, stripeInvoiceId }: EmailKinds["collection-failed"]): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id: planId } });
  if (plan?.status !== "late" || plan.stripeOpenInvoiceId !== stripeInvoiceId) return null;
  return composeEmail(plan.email, collectionFailed, {
    sender: sender(),
    total: formatPounds(collectionPrice(plan)),
    reason: declineReasonText(plan.failureCode),
    paymentMethod: plan.paymentMethodLabel,
    date: formatDate(plan.syncedAt ?? plan.createdAt),
    retryDate: plan.retryAt && formatDate(plan.retryAt),
    planReference: plan.reference,
    newCardUrl: `${baseUrl}${newCardPath(plan)}`,
    planUrl: planUrl(plan),
  });
}

/** Null once it is collected by something else, or over. A late plan has the email that asks for another card. */
async function composeDirectDebitCancelled(id: string): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id } });
  if (!plan?.mandateEndedAt || !isLive(plan.status) || plan.status === "late") return null;
  return composeEmail(plan.email, directDebitCancelled, {
    sender: sender(),
    account: plan.paymentMethodLabel ?? "Your bank account",
    nextCollection: formatNextCollection(plan),
    planReference: plan.reference,
    newCardUrl: `${baseUrl}${newCardPath(plan)}`,
    planUrl: planUrl(plan),
  });
}

async function composeLapsed(id: string): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id }, include: { donations: true } });
  if (!plan) return null;
  const totalGiven = add(...plan.donations.map(netOf));
  return composeEmail(plan.email, planLapsed, {
    sender: sender(),
    total: formatPounds(collectionPrice(plan)),
    reason: declineReasonText(plan.failureCode),
    planReference: plan.reference,
    date: formatDate(plan.endedAt ?? plan.createdAt),
    totalGiven: totalGiven > zero ? formatPounds(totalGiven) : null,
    restartUrl: `${baseUrl}/sponsor?again=${plan.token}`,
  });
}

async function composeSummary({ planId, period: name }: EmailKinds["collections-summary"]): Promise<ComposedEmail | null> {
  const period = parseReceiptPeriod(name);
  const plan = period && (await db.plan.findUnique({ where: { id: planId } }));
  if (!plan) return null;
  const paidAt = { gte: period.from, lt: period.until };
  const donations = await db.donation.findMany({
    where: { planId, paidAt },
    include: { declaration: true },
    orderBy: { paidAt: "asc" },
  });
  const netDonations = donations.filter((donation) => netOf(donation) > zero);
  if (netDonations.length === 0) return null;
  const declaredDonations = netDonations.filter(({ declaration }) => declaration !== null);
  return composeEmail(plan.email, collectionsSummary, {
    sender: sender(),
    period: period.label,
    collections: netDonations.map((donation) => ({
      date: formatDate(donation.paidAt ?? donation.createdAt),
      reference: donation.reference,
      amount: formatPounds(netOf(donation)),
    })),
    total: formatPounds(add(...netDonations.map(netOf))),
    giftAid: declaredDonations.length > 0 ? formatPounds(add(...declaredDonations.map((donation) => giftAidOn(netOf(donation))))) : null,
    donorName: fullName(plan),
    planReference: plan.reference,
    planUrl: planUrl(plan),
    supporterUrl,
  });
}

async function composePlanAlert({ planId, problem }: EmailKinds["plan-alert"]): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id: planId } });
  if (!plan) return null;
  return composeEmail(staffEmail, staffAlert, {
    sender: sender(),
    subject: `Plan ${plan.reference} needs a look`,
    lines: [
      `What Stripe says of this sponsorship does not fit what was agreed to: ${problem}.`,
      "Compare it in Stripe. If something was taken that should not have been, send it back and write to the sponsor.",
    ],
    link: plan.stripeSubscriptionId
      ? {
          label: "Open it in Stripe",
          url: `https://dashboard.stripe.com/${plan.livemode ? "" : "test/"}subscriptions/${plan.stripeSubscriptionId}`,
        }
      : null,
  });
}
