import { planCancelled } from "emails/sponsorship/plan-cancelled";
import { planChanged, type PlanChangedProps } from "emails/sponsorship/plan-changed";
import type { Plan, PlanChange, Room } from "~/../prisma/client/client";
import { netOf } from "~/giving/donation";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatDate, formatLondonDate, fromDateColumn } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { add, formatPounds, pence, zero } from "~/platform/money";
import { collectionBreakdown } from "../change-amount.server";
import { billingIntervalLabels, type BillingInterval } from "../../plan";
import { collectionPrice, directDebitNotice, formatNextCollection, isResumingOn, planUrl } from "../../plan-facts.server";
import { hasEnded } from "../../plan-status";

type PlanWithRoom = Plan & { room: Room | null };
type ChangeEmailContent = Pick<PlanChangedProps, "subject" | "heading" | "paragraphs"> & { facts: [string, string | null][] };

const { baseUrl } = config;

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "plan-amount-changed": { planChangeId: string };
    "plan-interval-changing": { planChangeId: string };
    "plan-interval-change-cancelled": { planChangeId: string };
    "plan-interval-change-postponed": { planId: string; postponedTo: string };
    "plan-paused": { planChangeId: string };
    "plan-resumed": { planChangeId: string };
    "plan-skipped": { planChangeId: string };
    "plan-unskipped": { planChangeId: string };
    "plan-payment-method-changed": { planChangeId: string };
    "plan-cancelled": { planId: string };
    /** `request`: the form by which staff asked for it. */
    "plan-link": { planId: string; request: string };
  }
}

/** The emails about what was changed, from what the database knows as they are sent. Null: it is past. */
export const changeEmails = {
  "plan-amount-changed": ({ planChangeId }) => composeForChange(planChangeId, amountContent),
  "plan-interval-changing": ({ planChangeId }) => composeForChange(planChangeId, intervalChangingContent),
  "plan-interval-change-cancelled": ({ planChangeId }) => composeForChange(planChangeId, intervalUnchangedContent),
  "plan-interval-change-postponed": ({ planId }) => composeIntervalChangePostponed(planId),
  "plan-paused": ({ planChangeId }) => composeForChange(planChangeId, pausedContent),
  "plan-resumed": ({ planChangeId }) => composeForChange(planChangeId, resumedContent),
  "plan-skipped": ({ planChangeId }) => composeForChange(planChangeId, skippedContent),
  "plan-unskipped": ({ planChangeId }) => composeForChange(planChangeId, unskippedContent),
  "plan-payment-method-changed": ({ planChangeId }) => composeForChange(planChangeId, paymentMethodContent),
  "plan-cancelled": ({ planId }) => composeCancelled(planId),
  "plan-link": ({ planId }) => composeLink(planId),
} satisfies Partial<EmailComposers>;

const formatWeekly = (sum: number) => `${formatPounds(pence(sum))} a week`;

async function composeForChange(
  id: string,
  contentFor: (plan: PlanWithRoom, change: PlanChange) => ChangeEmailContent | null,
): Promise<ComposedEmail | null> {
  const found = await db.planChange.findUnique({ where: { id }, include: { plan: { include: { room: true } } } });
  return found && composeChangeEmail(found.plan, contentFor(found.plan, found));
}

function composeChangeEmail(plan: PlanWithRoom, content: ChangeEmailContent | null): ComposedEmail | null {
  if (!content || hasEnded(plan.status)) return null;
  return composeEmail(plan.email, planChanged, {
    sender: sender(),
    ...content,
    facts: [...content.facts, ["Your sponsorship", plan.reference]],
    directDebit: directDebitNotice(plan),
    planUrl: planUrl(plan),
    supporterUrl: `${baseUrl}/supporter`,
  });
}

/** Null where it was changed again since: only the latest is worth an email. */
function amountContent(plan: PlanWithRoom, { oldValue, newValue }: PlanChange): ChangeEmailContent | null {
  if (plan.weeklyPence !== Number(newValue)) return null;
  return {
    subject: `Your sponsorship is now ${formatWeekly(Number(newValue))}`,
    heading: "Your new amount",
    paragraphs: [`You now give ${formatWeekly(Number(newValue))}. Nothing was taken today: the new sum counts from the next payment.`],
    facts: [
      ["Before", formatWeekly(Number(oldValue))],
      ["Collected", `${formatPounds(collectionPrice(plan))} ${billingIntervalLabels[plan.billingInterval].every}`],
      ["Next payment", formatNextCollection(plan)],
      ["Starts again", plan.resumesOn && formatLondonDate(fromDateColumn(plan.resumesOn))],
    ],
  };
}

function intervalChangingContent(plan: PlanWithRoom, { oldValue, newValue }: PlanChange): ChangeEmailContent | null {
  if (plan.nextBillingInterval !== newValue || !plan.nextBillingIntervalAt) return null;
  const nextInterval = newValue as BillingInterval;
  const sum = formatPounds(collectionBreakdown(plan, pence(plan.nextWeeklyPence ?? plan.weeklyPence), nextInterval).total);
  const date = formatDate(plan.nextBillingIntervalAt);
  return {
    subject: `From ${date} your sponsorship is collected ${billingIntervalLabels[nextInterval].every}`,
    heading: `Collected ${billingIntervalLabels[nextInterval].every}`,
    paragraphs: [
      `What you gave lasts until ${date}. Then ${sum} is taken, and the same again ${billingIntervalLabels[nextInterval].every}. Nothing was taken today.`,
      "Until then you can change your mind on your pages.",
    ],
    facts: [
      ["Until then", `Collected ${billingIntervalLabels[oldValue as BillingInterval].every}`],
      ["Next payment", `${sum} on ${date}`],
    ],
  };
}

const intervalUnchangedContent = (plan: PlanWithRoom, { newValue }: PlanChange): ChangeEmailContent | null =>
  plan.nextBillingInterval || plan.billingInterval !== newValue
    ? null
    : {
        subject: `Your sponsorship stays as it was: collected ${billingIntervalLabels[plan.billingInterval].every}`,
        heading: "It stays as it was",
        paragraphs: [
          `The change that waited is taken back. Your sponsorship is collected ${billingIntervalLabels[plan.billingInterval].every}, as before.`,
        ],
        facts: [["Next payment", formatNextCollection(plan)]],
      };

async function composeIntervalChangePostponed(id: string): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id }, include: { room: true } });
  if (!plan?.nextBillingInterval || !plan.nextBillingIntervalAt) return null;
  const date = formatDate(plan.nextBillingIntervalAt);
  return composeChangeEmail(plan, {
    subject: `Your change waits until ${date}`,
    heading: "Once more as before",
    paragraphs: [
      `We could not change in time how your sponsorship is collected, so ${formatPounds(collectionPrice(plan))} was due once more as before. We are sorry.`,
      `The change now comes on ${date}. You can take it back on your pages until then.`,
    ],
    facts: [["Next payment", formatNextCollection(plan)]],
  });
}

function pausedContent(plan: PlanWithRoom, { newValue, oldValue }: PlanChange): ChangeEmailContent | null {
  if (plan.status !== "paused" || !newValue || !isResumingOn(plan, newValue)) return null;
  const date = formatLondonDate(newValue);
  return {
    subject: `Your sponsorship is paused until ${date}`,
    heading: `A break, until ${date}`,
    paragraphs: [
      `Nothing is taken until then. On that day your sponsorship restarts automatically, and ${formatPounds(collectionPrice(plan))} is taken. We write to you a week before, if there is that much time.`,
      ...(oldValue ? ["The change of how often it is collected, which had not come yet, is taken back."] : []),
    ],
    facts: [["Starts again", `${formatPounds(collectionPrice(plan))} on ${date}`]],
  };
}

function resumedContent(plan: PlanWithRoom, { newValue }: PlanChange): ChangeEmailContent | null {
  if (plan.status === "paused") return null;
  return {
    subject: "Your sponsorship has restarted",
    heading: "Welcome back",
    paragraphs: [
      newValue === "now"
        ? `Your sponsorship restarts today, and ${formatPounds(collectionPrice(plan))} is taken for it now. Your receipt comes by email.`
        : "Your sponsorship has restarted. What you gave before the break still lasts, so nothing is taken today.",
    ],
    facts: [["Next payment", formatNextCollection(plan)]],
  };
}

function skippedContent(plan: PlanWithRoom, { oldValue }: PlanChange): ChangeEmailContent | null {
  if (!plan.skipsUntil || plan.skipsUntil <= now() || !oldValue) return null;
  const date = formatDate(new Date(oldValue));
  return {
    subject: `Skipped: your payment on ${date}`,
    heading: "One payment skipped",
    paragraphs: [`Nothing is taken on ${date}. After that your sponsorship continues as before.`],
    facts: [
      ["Skipped", date],
      ["Next payment", formatNextCollection(plan)],
    ],
  };
}

const unskippedContent = (plan: PlanWithRoom): ChangeEmailContent | null =>
  plan.skipsUntil && plan.skipsUntil > now()
    ? null
    : {
        subject: "Your next payment is taken after all",
        heading: "No payment is skipped",
        paragraphs: ["You had asked us to skip one payment, and have changed your mind."],
        facts: [["Next payment", formatNextCollection(plan)]],
      };

const paymentMethodContent = (plan: PlanWithRoom, { newValue }: PlanChange): ChangeEmailContent | null => ({
  subject: "You changed how your sponsorship is paid",
  heading: "Thank you, your new payment details are saved",
  paragraphs: [
    `From now on your sponsorship is paid from: ${newValue ?? plan.paymentMethodLabel ?? "your new card"}. Nothing else changes.`,
  ],
  facts: [["Next payment", formatNextCollection(plan)]],
});

async function composeCancelled(id: string): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id }, include: { room: true, donations: true } });
  if (plan?.status !== "cancelled") return null;
  const totalGiven = add(zero, ...plan.donations.map(netOf));
  return composeEmail(plan.email, planCancelled, {
    sender: sender(),
    date: formatDate(plan.endedAt ?? plan.createdAt),
    totalGiven: totalGiven > zero ? formatPounds(totalGiven) : null,
    pendingUntil:
      plan.paymentMethod === "bacs_debit"
        ? "If your bank was at work on a Direct Debit already, that one can’t be called back and may still be taken. If you want it back, reply to this email."
        : null,
    room: plan.room?.name ?? null,
    planReference: plan.reference,
    restartUrl: `${baseUrl}/sponsor?again=${plan.token}`,
  });
}

/** Of a sponsorship that ended, too: its page is where its sponsor begins again. */
async function composeLink(planId: string): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id: planId } });
  if (!plan?.email) return null;
  return composeEmail(plan.email, planChanged, {
    sender: sender(),
    subject: "The page of your sponsorship",
    heading: "The page of your sponsorship",
    paragraphs: [
      hasEnded(plan.status)
        ? "You asked us for the link to your sponsorship. It has ended, and you can start again from there."
        : "You asked us for the link to your sponsorship. You can use another card or account there, pause it, or cancel it.",
    ],
    facts: [["Your sponsorship", plan.reference]],
    directDebit: directDebitNotice(plan),
    planUrl: planUrl(plan),
    supporterUrl: `${baseUrl}/supporter`,
  });
}
