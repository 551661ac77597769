import { staffAlert } from "emails/staff-alert";
import { directDebitFailed } from "emails/donations/direct-debit-failed";
import { directDebitOnItsWay } from "emails/donations/direct-debit-on-its-way";
import { disputeClosed } from "emails/donations/dispute-closed";
import { disputeOpened } from "emails/donations/dispute-opened";
import { receipt } from "emails/donations/receipt";
import { refund } from "emails/donations/refund";
import type { Appeal, Declaration, Donation } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatLondonDate, addDays, formatDate, londonDate } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { pence, formatPounds, subtract } from "~/platform/money";
import { composeCardTestingEmail } from "../checkout/checkout-alerts.server";
import { totalOf } from "../donation";
import { impactText, wholeNights } from "../nights";
import { paidByText } from "../payment-methods";
import { declineReasonText } from "./decline-reasons";
import { refundFailureText } from "./refund-rules";
import { giftAidOn, declarationWordings } from "../gift-aid/gift-aid";

type Gift = Donation & { declaration: Declaration | null; appeal: Pick<Appeal, "name" | "surplus"> | null };

const { charity, baseUrl, staffEmail } = config;
const roomWeek = pence(charity.roomWeekPence);
const paymentMethodText = ({ paymentMethod }: Donation) => (paymentMethod === "bacs_debit" ? "by Direct Debit" : "by card");
const giftUrl = ({ token }: Donation) => `${baseUrl}/thank-you/${token}`;

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    receipt: { donationId: string };
    "direct-debit-on-its-way": { donationId: string };
    "direct-debit-failed": { donationId: string };
    refund: { refundId: string };
    "refund-failed": { refundId: string };
    "refund-refused": { refundRequestId: string };
    "dispute-opened": { disputeId: string };
    "dispute-closed": { disputeId: string };
    alert: { donationId: string };
    "card-testing": { donationId: string };
  }
}

/** The emails about gifts, from what the database knows as they are sent. Null: there is nothing to say any more. */
export const donationEmails = {
  receipt: ({ donationId }) => composeForGift(donationId, composeReceiptEmail),
  "direct-debit-on-its-way": ({ donationId }) => composeForGift(donationId, composeDirectDebitPendingEmail),
  "direct-debit-failed": ({ donationId }) => composeForGift(donationId, composeDirectDebitFailedEmail),
  refund: ({ refundId }) => composeRefundEmail(refundId),
  "refund-failed": ({ refundId }) => composeRefundFailedEmail(refundId),
  "refund-refused": ({ refundRequestId }) => composeRefundRefusedEmail(refundRequestId),
  "dispute-opened": ({ disputeId }) => composeDisputeEmail(disputeId, "opened"),
  "dispute-closed": ({ disputeId }) => composeDisputeEmail(disputeId, "closed"),
  alert: ({ donationId }) => composeForGift(donationId, composeAlertEmail),
  "card-testing": ({ donationId }) =>
    composeForGift(donationId, (gift) => composeCardTestingEmail(`donation ${gift.reference}`, stripeDashboardLink(gift))),
} satisfies Partial<EmailComposers>;

async function composeForGift(id: string, compose: (gift: Gift) => ComposedEmail): Promise<ComposedEmail | null> {
  const gift = await db.donation.findUnique({
    where: { id },
    include: { declaration: true, appeal: { select: { name: true, surplus: true } } },
  });
  return gift && compose(gift);
}

function composeReceiptEmail(gift: Gift): ComposedEmail {
  const given = totalOf(gift);
  const { declaration } = gift;
  const wording = declarationWordings.find(({ version }) => version === declaration?.wording);
  return composeEmail(gift.email, receipt, {
    sender: sender(),
    amount: formatPounds(pence(gift.giftPence)),
    feeCover: gift.coverPence > 0 ? formatPounds(pence(gift.coverPence)) : null,
    total: formatPounds(given),
    paymentMethod: paidByText(gift.paymentMethod),
    date: formatDate(gift.paidAt ?? gift.createdAt),
    reference: gift.reference,
    donorName: [gift.firstName, gift.lastName].filter(Boolean).join(" "),
    appeal: gift.appeal?.name ?? null,
    impact: gift.appeal
      ? `Your ${formatPounds(pence(gift.giftPence))} goes to our appeal “${gift.appeal.name}”.`
      : impactText(pence(gift.giftPence), roomWeek),
    nightsLit: gift.appeal ? null : wholeNights(pence(gift.giftPence), roomWeek),
    giftAid: declaration && {
      claim: formatPounds(giftAidOn(given)),
      explanation: `For Gift Aid you told us: “${wording?.explanation ?? ""}” Tell us if you move, change your name, stop paying enough tax, or want to cancel Gift Aid.`,
      changeUrl: `mailto:${charity.email}?subject=${encodeURIComponent(`Gift Aid on ${gift.reference}`)}`,
    },
    secondaryPurpose: gift.appeal?.surplus ?? charity.giving.secondaryPurpose,
    giftUrl: giftUrl(gift),
  });
}

function composeDirectDebitPendingEmail(gift: Gift): ComposedEmail {
  const agreedOn = londonDate(gift.agreedAt ?? gift.createdAt);
  return composeEmail(gift.email, directDebitOnItsWay, {
    sender: sender(),
    total: formatPounds(totalOf(gift)),
    expected: `between ${formatLondonDate(addDays(agreedOn, 3))} and ${formatLondonDate(addDays(agreedOn, 8))}`,
    statementDescriptor: charity.name.toUpperCase().slice(0, 22),
    // Stripe collects, and its Guarantee names it: https://stripe.com/legal/bacs-direct-debit-guarantee
    collector: "Stripe",
    noticePeriod: "2 working days",
    reference: gift.reference,
    giftUrl: giftUrl(gift),
  });
}

const composeDirectDebitFailedEmail = (gift: Gift): ComposedEmail =>
  composeEmail(gift.email, directDebitFailed, {
    sender: sender(),
    total: formatPounds(totalOf(gift)),
    reason: declineReasonText(gift.failureCode),
    date: formatDate(gift.syncedAt ?? gift.createdAt),
    reference: gift.reference,
    retryUrl: `${baseUrl}/donate?again=${gift.token}`,
  });

const stripeDashboardLink = ({ stripePaymentIntentId, livemode }: Donation) =>
  stripePaymentIntentId === null
    ? null
    : { label: "Open it in Stripe", url: `https://dashboard.stripe.com/${livemode ? "" : "test/"}payments/${stripePaymentIntentId}` };

const composeAlertEmail = (gift: Gift): ComposedEmail =>
  composeEmail(staffEmail, staffAlert, {
    sender: sender(),
    subject: `Donation ${gift.reference} needs a look`,
    lines: [
      "What Stripe says of this donation does not fit what was agreed to: another sum, another currency, or a move that should not happen. Nothing was booked.",
      "Compare it in Stripe, and write to the donor if something went wrong for them.",
    ],
    link: stripeDashboardLink(gift),
  });

async function composeRefundEmail(id: string): Promise<ComposedEmail | null> {
  const row = await db.refund.findUnique({ where: { id }, include: { donation: { include: { declaration: true } } } });
  if (!row || row.status === "failed" || row.status === "canceled") return null;
  const { donation } = row;
  const remaining = subtract(totalOf(donation), pence(donation.refundedPence));
  return composeEmail(donation.email, refund, {
    sender: sender(),
    refunded: formatPounds(pence(row.pence)),
    total: formatPounds(totalOf(donation)),
    remaining: remaining > 0 ? formatPounds(remaining) : null,
    giftAid: donation.declaration ? "unclaimed" : null,
    paymentMethod: paymentMethodText(donation),
    date: formatDate(row.refundedAt),
    reference: donation.reference,
    giftUrl: giftUrl(donation),
  });
}

async function composeRefundFailedEmail(id: string): Promise<ComposedEmail | null> {
  const row = await db.refund.findUnique({ where: { id }, include: { donation: true } });
  if (!row) return null;
  const { donation } = row;
  return composeEmail(staffEmail, staffAlert, {
    sender: sender(),
    subject: `A refund of donation ${donation.reference} failed`,
    lines: [
      `The donor’s bank did not take ${formatPounds(pence(row.pence))} back: the money is with us again, and the donation counts as before.`,
      "We may have told the donor that it is on its way. Ask them how else to send it.",
    ],
    link: stripeDashboardLink(donation),
  });
}

async function composeRefundRefusedEmail(id: string): Promise<ComposedEmail | null> {
  const row = await db.refundRequest.findUnique({ where: { id }, include: { donation: true } });
  if (row?.status !== "refused") return null;
  const { donation } = row;
  return composeEmail(staffEmail, staffAlert, {
    sender: sender(),
    subject: `A refund of donation ${donation.reference} was refused`,
    lines: [
      `Stripe did not send ${formatPounds(pence(row.pence))} back: ${refundFailureText(row.failureCode)}`,
      "Nothing has changed for the donor, and nothing was told to them.",
    ],
    link: stripeDashboardLink(donation),
  });
}

async function composeDisputeEmail(id: string, stage: "opened" | "closed"): Promise<ComposedEmail | null> {
  const row = await db.dispute.findUnique({ where: { id }, include: { donation: true } });
  if (!row) return null;
  const { donation } = row;
  const commonProps = {
    sender: sender(),
    disputed: formatPounds(pence(row.pence)),
    donationDate: formatDate(donation.agreedAt ?? donation.createdAt),
    reference: donation.reference,
    hasGiftAid: donation.declarationId !== null,
  };
  if (stage === "opened")
    return composeEmail(donation.email, disputeOpened, { ...commonProps, paymentMethod: paymentMethodText(donation) });
  return composeEmail(donation.email, disputeClosed, { ...commonProps, result: row.status === "won" ? "won" : "lost" });
}
