import { alert } from "emails/alert";
import { directDebitFailed } from "emails/direct-debit-failed";
import { directDebitOnItsWay } from "emails/direct-debit-on-its-way";
import { disputeClosed } from "emails/dispute-closed";
import { disputeOpened } from "emails/dispute-opened";
import { receipt } from "emails/receipt";
import { refund } from "emails/refund";
import type { Declaration, Donation } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { dateInWords, daysAfter, inWords, londonDate } from "~/platform/london-dates";
import { composed } from "~/platform/mail/compose";
import type { ComposedLetter, Letters } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { pence, pounds, subtract, type Pence } from "~/platform/money";
import { givenIn } from "../donation";
import { reasonInWords } from "./decline-reasons";
import { giftAidOn, wordings } from "../gift-aid/gift-aid";

type Gift = Donation & { declaration: Declaration | null };

const { charity, baseUrl, staffEmail } = config;
const methodOf = ({ method }: Donation) => (method === "bacs_debit" ? "by Direct Debit" : "by card");
const giftUrl = ({ token }: Donation) => `${baseUrl}/thank-you/${token}`;

/** The letters about gifts, from what the database knows as they are sent. Null: there is nothing to say any more. */
export const givingLetters: Letters = {
  receipt: (about) => aboutGift(about, receiptOf),
  "direct-debit-on-its-way": (about) => aboutGift(about, onItsWay),
  "direct-debit-failed": (about) => aboutGift(about, failed),
  refund: refundLetter,
  "refund-failed": refundFailedLetter,
  "dispute-opened": (about) => disputeLetter(about, "opened"),
  "dispute-closed": (about) => disputeLetter(about, "closed"),
  alert: (about) => aboutGift(about, alertOf),
  reconciliation: reconciliationLetter,
};

async function aboutGift(id: string, compose: (gift: Gift) => ComposedLetter): Promise<ComposedLetter | null> {
  const gift = await db.donation.findUnique({ where: { id }, include: { declaration: true } });
  return gift && compose(gift);
}

function receiptOf(gift: Gift): ComposedLetter {
  const given = givenIn(gift);
  const { declaration } = gift;
  const wording = wordings.find(({ version }) => version === declaration?.wording);
  return composed(gift.email, receipt, {
    sender: sender(),
    gift: pounds(pence(gift.giftPence)),
    feeCover: gift.coverPence > 0 ? pounds(pence(gift.coverPence)) : null,
    total: pounds(given),
    method: methodOf(gift),
    date: inWords(gift.paidAt ?? gift.createdAt),
    reference: gift.reference,
    givenBy: [gift.firstName, gift.lastName].filter(Boolean).join(" "),
    does: doesOf(pence(gift.giftPence)),
    nightsLit: nightsOf(pence(gift.giftPence)),
    giftAid: declaration && {
      claim: pounds(giftAidOn(given)),
      explanation: `For Gift Aid you told us: “${wording?.explanation ?? ""}” Tell us if you move, change your name, stop paying enough tax, or want to cancel Gift Aid.`,
      changeUrl: `mailto:${charity.email}?subject=${encodeURIComponent(`Gift Aid on ${gift.reference}`)}`,
    },
    secondaryPurpose: charity.giving.secondaryPurpose,
    giftUrl: giftUrl(gift),
  });
}

/** Whole nights of one room that a gift pays for, at most a week's seven. */
function nightsOf(gift: Pence): number {
  return Math.min(7, Math.floor((gift * 7) / charity.roomWeekPence));
}

const nightsInWords = ["", "one night", "two nights", "three nights", "four nights", "five nights", "six nights"];

function doesOf(gift: Pence): string {
  const nights = nightsOf(gift);
  const what = "the rent, the heating, the lock on the door";
  if (nights === 0) return `Your ${pounds(gift)} goes towards a night in a safe room: ${what}.`;
  if (nights === 7) return `Your ${pounds(gift)} keeps one room going for a week or more: ${what}.`;
  return `Your ${pounds(gift)} pays for one room for ${nightsInWords[nights] ?? ""}: ${what}.`;
}

function onItsWay(gift: Gift): ComposedLetter {
  const agreed = londonDate(gift.agreedAt ?? gift.createdAt);
  return composed(gift.email, directDebitOnItsWay, {
    sender: sender(),
    total: pounds(givenIn(gift)),
    expected: `between ${dateInWords(daysAfter(agreed, 3))} and ${dateInWords(daysAfter(agreed, 8))}`,
    statementName: charity.name.toUpperCase().slice(0, 22),
    // Stripe collects, and its Guarantee names it: https://stripe.com/legal/bacs-direct-debit-guarantee
    collector: "Stripe",
    notice: "2 working days",
    reference: gift.reference,
    giftUrl: giftUrl(gift),
  });
}

const failed = (gift: Gift): ComposedLetter =>
  composed(gift.email, directDebitFailed, {
    sender: sender(),
    total: pounds(givenIn(gift)),
    reason: reasonInWords(gift.failure),
    date: inWords(gift.settledAt ?? gift.createdAt),
    reference: gift.reference,
    giveAgainUrl: `${baseUrl}/donate?again=${gift.token}`,
  });

const inStripe = ({ paymentIntent, livemode }: Donation) =>
  paymentIntent === null
    ? null
    : { words: "Open it in Stripe", url: `https://dashboard.stripe.com/${livemode ? "" : "test/"}payments/${paymentIntent}` };

const alertOf = (gift: Gift): ComposedLetter =>
  composed(staffEmail, alert, {
    sender: sender(),
    subject: `Gift ${gift.reference} needs a look`,
    lines: [
      "What Stripe says of this gift does not fit what was agreed to: another sum, another currency, or a move that should not happen. Nothing was booked.",
      "Compare it in Stripe, and write to the giver if something went wrong for them.",
    ],
    link: inStripe(gift),
  });

async function refundLetter(id: string): Promise<ComposedLetter | null> {
  const row = await db.refund.findUnique({ where: { id }, include: { donation: { include: { declaration: true } } } });
  if (!row || row.state === "failed" || row.state === "canceled") return null;
  const { donation } = row;
  const remains = subtract(givenIn(donation), pence(donation.refundedPence));
  return composed(donation.email, refund, {
    sender: sender(),
    refunded: pounds(pence(row.pence)),
    total: pounds(givenIn(donation)),
    remains: remains > 0 ? pounds(remains) : null,
    giftAid: donation.declaration ? "unclaimed" : null,
    method: methodOf(donation),
    date: inWords(row.refundedAt),
    reference: donation.reference,
    giftUrl: giftUrl(donation),
  });
}

async function refundFailedLetter(id: string): Promise<ComposedLetter | null> {
  const row = await db.refund.findUnique({ where: { id }, include: { donation: true } });
  if (!row) return null;
  const { donation } = row;
  return composed(staffEmail, alert, {
    sender: sender(),
    subject: `A refund of gift ${donation.reference} failed`,
    lines: [
      `The giver’s bank did not take ${pounds(pence(row.pence))} back: the money is with us again, and the gift counts as before.`,
      "We may have told the giver that it is on its way. Ask them how else to send it.",
    ],
    link: inStripe(donation),
  });
}

async function disputeLetter(id: string, moment: "opened" | "closed"): Promise<ComposedLetter | null> {
  const row = await db.dispute.findUnique({ where: { id }, include: { donation: true } });
  if (!row) return null;
  const { donation } = row;
  const facts = {
    sender: sender(),
    disputed: pounds(pence(row.pence)),
    givenOn: inWords(donation.agreedAt ?? donation.createdAt),
    reference: donation.reference,
    hasGiftAid: donation.declarationId !== null,
  };
  if (moment === "opened") return composed(donation.email, disputeOpened, { ...facts, method: methodOf(donation) });
  return composed(donation.email, disputeClosed, { ...facts, result: row.state === "won" ? "stands" : "gone back" });
}

async function reconciliationLetter(id: string): Promise<ComposedLetter | null> {
  const findings = await db.reconciliationFinding.findMany({
    where: { reconciliationId: id, healed: false },
    orderBy: { about: "asc" },
    take: 50,
  });
  if (findings.length === 0) return null;
  return composed(staffEmail, alert, {
    sender: sender(),
    subject: findings.length === 1 ? "One gift differs from Stripe" : `${findings.length} gifts differ from Stripe`,
    lines: findings.map(({ about, words }) => `${about}: ${words}`),
    link: { words: "Open Stripe", url: "https://dashboard.stripe.com/payments" },
  });
}
