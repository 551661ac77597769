import { alert } from "emails/alert";
import { collectionFailed } from "emails/collection-failed";
import { collectionReceipt } from "emails/collection-receipt";
import { collectionsSummary } from "emails/collections-summary";
import { planLapsed } from "emails/plan-lapsed";
import { planRecovered } from "emails/plan-recovered";
import type { Declaration, Donation, Plan, Room } from "~/../prisma/client/client";
import { givenIn, keptOf } from "~/giving/donation";
import { reasonInWords } from "~/giving/payments/decline-reasons";
import { giftAidOn } from "~/giving/gift-aid/gift-aid";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { inWords } from "~/platform/london-dates";
import { composed } from "~/platform/mail/compose";
import type { ComposedLetter, Letters } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { add, pence, pounds, zero } from "~/platform/money";
import { cardLink, planLink } from "../emailed-links.server";
import { receiptPeriod } from "./receipt-period";

type WholePlan = Plan & { room: Room | null };
type Collected = Donation & { plan: WholePlan; declaration: Declaration | null };

const { baseUrl, staffEmail } = config;
const supporterUrl = `${baseUrl}/supporter`;
const withRoom = { room: true } as const;

/** The letters that follow from how a plan stands, from what the database knows as they are sent. */
export const standingLetters: Letters = {
  "collection-receipt": (donation) => aboutCollection(donation, (collected) => receiptOf(collected, false)),
  "collection-recovered": (donation) => aboutCollection(donation, (collected) => receiptOf(collected, true)),
  "plan-recovered": (donation) => aboutCollection(donation, recoveredOf),
  "collection-failed": failedLetter,
  "plan-lapsed": lapsedLetter,
  "collections-summary": summaryLetter,
  "plan-alert": alertLetter,
  "plan-settling": settlingLetter,
};

async function aboutCollection(id: string, compose: (collected: Collected) => ComposedLetter): Promise<ComposedLetter | null> {
  const donation = await db.donation.findUnique({ where: { id }, include: { plan: { include: withRoom }, declaration: true } });
  return donation?.plan ? compose({ ...donation, plan: donation.plan }) : null;
}

const nextOf = ({ nextAt, nextPence }: Plan) => (nextAt && nextPence ? `${pounds(pence(nextPence))} on ${inWords(nextAt)}` : null);
const nameOf = ({ firstName, lastName }: Plan) => [firstName, lastName].filter(Boolean).join(" ");
const priceOf = ({ collectionPence, coverPence }: Plan) => pounds(pence(collectionPence + coverPence));
const planUrl = (plan: Plan) => `${baseUrl}${planLink(plan)}`;

function receiptOf({ plan, declaration, ...donation }: Collected, recovered: boolean): ComposedLetter {
  const given = givenIn(donation);
  const means = donation.method === "bacs_debit" ? "by Direct Debit" : "by card";
  return composed(plan.email, collectionReceipt, {
    sender: sender(),
    recovered,
    gift: pounds(pence(donation.giftPence)),
    feeCover: donation.coverPence > 0 ? pounds(pence(donation.coverPence)) : null,
    total: pounds(given),
    method: plan.methodWords && plan.method === donation.method ? `${means}, ${plan.methodWords}` : means,
    date: inWords(donation.paidAt ?? donation.createdAt),
    reference: donation.reference,
    plan: plan.reference,
    givenBy: nameOf(plan),
    goesTo: plan.room ? `the room ${plan.room.name}` : "where it is needed most",
    next: nextOf(plan),
    giftAid: declaration && {
      claim: pounds(giftAidOn(given)),
      explanation:
        "For Gift Aid you told us that you pay UK tax. If you pay less Income Tax and/or Capital Gains Tax in a tax year than the Gift Aid claimed on all your donations in that year, you must pay the difference. Tell us if you move, change your name, stop paying enough tax, or want to cancel Gift Aid.",
    },
    planUrl: planUrl(plan),
    supporterUrl,
  });
}

const recoveredOf = ({ plan, ...donation }: Collected): ComposedLetter =>
  composed(plan.email, planRecovered, {
    sender: sender(),
    total: pounds(givenIn(donation)),
    date: inWords(donation.paidAt ?? donation.createdAt),
    next: nextOf(plan),
    planUrl: planUrl(plan),
  });

/** @param about the plan's id and the invoice. Once that is paid after all, there is nothing to say. */
async function failedLetter(about: string): Promise<ComposedLetter | null> {
  const [id = "", invoice] = about.split(":");
  const plan = await db.plan.findUnique({ where: { id } });
  if (plan?.standing !== "late" || plan.openInvoice !== invoice) return null;
  return composed(plan.email, collectionFailed, {
    sender: sender(),
    total: priceOf(plan),
    reason: reasonInWords(plan.failure),
    means: plan.methodWords,
    date: inWords(plan.settledAt ?? plan.createdAt),
    retry: plan.retryAt && inWords(plan.retryAt),
    plan: plan.reference,
    newCardUrl: `${baseUrl}${cardLink(plan)}`,
    planUrl: planUrl(plan),
  });
}

async function lapsedLetter(id: string): Promise<ComposedLetter | null> {
  const plan = await db.plan.findUnique({ where: { id }, include: { donations: true } });
  if (!plan) return null;
  const gave = add(...plan.donations.map(keptOf));
  return composed(plan.email, planLapsed, {
    sender: sender(),
    total: priceOf(plan),
    reason: reasonInWords(plan.failure),
    plan: plan.reference,
    date: inWords(plan.endedAt ?? plan.createdAt),
    gave: gave > zero ? pounds(gave) : null,
    restartUrl: `${baseUrl}/sponsor?again=${plan.token}`,
  });
}

/** @param about the plan's id and the period, such as 2026-11 or 2026/27 */
async function summaryLetter(about: string): Promise<ComposedLetter | null> {
  const [id = "", name = ""] = about.split(":");
  const period = receiptPeriod(name);
  const plan = period && (await db.plan.findUnique({ where: { id } }));
  if (!plan) return null;
  const paidAt = { gte: period.from, lt: period.until };
  const donations = await db.donation.findMany({
    where: { planId: id, paidAt },
    include: { declaration: true },
    orderBy: { paidAt: "asc" },
  });
  const kept = donations.filter((donation) => keptOf(donation) > zero);
  if (kept.length === 0) return null;
  const declared = kept.filter(({ declaration }) => declaration !== null);
  return composed(plan.email, collectionsSummary, {
    sender: sender(),
    period: period.words,
    collections: kept.map((donation) => ({
      date: inWords(donation.paidAt ?? donation.createdAt),
      reference: donation.reference,
      sum: pounds(keptOf(donation)),
    })),
    total: pounds(add(...kept.map(keptOf))),
    giftAid: declared.length > 0 ? pounds(add(...declared.map((donation) => giftAidOn(keptOf(donation))))) : null,
    givenBy: nameOf(plan),
    plan: plan.reference,
    planUrl: planUrl(plan),
    supporterUrl,
  });
}

/** @param about the plan's id and what is wrong */
async function alertLetter(about: string): Promise<ComposedLetter | null> {
  const [id = "", ...words] = about.split(":");
  const plan = await db.plan.findUnique({ where: { id } });
  if (!plan) return null;
  return composed(staffEmail, alert, {
    sender: sender(),
    subject: `Plan ${plan.reference} needs a look`,
    lines: [
      `What Stripe says of this plan does not fit what was agreed to: ${words.join(":")}.`,
      "Compare it in Stripe. If something was taken that should not have been, send it back and write to the sponsor.",
    ],
    link: plan.subscription && {
      words: "Open it in Stripe",
      url: `https://dashboard.stripe.com/${plan.livemode ? "" : "test/"}subscriptions/${plan.subscription}`,
    },
  });
}

async function settlingLetter(id: string): Promise<ComposedLetter | null> {
  const findings = await db.planSettlingFinding.findMany({
    where: { settlingId: id, healed: false },
    orderBy: { about: "asc" },
    take: 50,
  });
  if (findings.length === 0) return null;
  return composed(staffEmail, alert, {
    sender: sender(),
    subject: findings.length === 1 ? "One plan differs from Stripe" : `${findings.length} plans differ from Stripe`,
    lines: findings.map(({ about, words }) => `${about}: ${words}`),
    link: { words: "Open Stripe", url: "https://dashboard.stripe.com/subscriptions" },
  });
}
