import { cardExpires } from "emails/sponsorship/card-expires";
import { planAnniversary } from "emails/sponsorship/plan-anniversary";
import { upcomingCollection } from "emails/sponsorship/upcoming-collection";
import { netOf } from "~/giving/donation";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatMonth } from "~/platform/format-date";
import { formatDate, formatLondonDate, startOfLondonDate } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { EmailKinds } from "~/platform/mail/email-kinds";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { add, formatPounds, pence, zero } from "~/platform/money";
import { numberInWords } from "~/platform/number-words";
import { newCardPath } from "../../emailed-links.server";
import { collectionPrice, directDebitNotice, formatNextCollection, isResumingOn, planUrl } from "../../plan-facts.server";
import { isLive } from "../../plan-status";
import { houseFacts } from "../../rooms/house-facts";
import { findRoomsThisWeek } from "../../rooms/rooms.server";
import { anniversaryYear } from "../anniversary";
import { chargesAtOnce } from "../resume-plan.server";

const { baseUrl, charity } = config;

declare module "~/platform/mail/email-kinds" {
  /** Dates are London dates (2027-03-14), months 2027-03. */
  interface EmailKinds {
    "plan-notice": { planId: string; date: string };
    "plan-resumes-soon": { planId: string; date: string };
    "card-expires": { planId: string; month: string };
    "plan-anniversary": { planId: string; years: number };
  }
}

/** The emails about what is coming up, and the anniversary, from what the database knows as they are sent. Null: it is past. */
export const reminderEmails = {
  "plan-notice": (about) => composeUpcomingCollection(about, "year"),
  "plan-resumes-soon": (about) => composeUpcomingCollection(about, "pause"),
  "card-expires": composeCardExpires,
  "plan-anniversary": composeAnniversary,
} satisfies Partial<EmailComposers>;

/** Null where the sum is not due any more. */
async function composeUpcomingCollection(
  { planId, date }: EmailKinds["plan-notice"],
  reason: "year" | "pause",
): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id: planId } });
  if (!plan || !isLive(plan.status)) return null;
  if (reason === "pause" ? plan.status !== "paused" || !isResumingOn(plan, date) : plan.status === "paused" || !plan.nextCollectionAt)
    return null;
  const chargesOnResume = chargesAtOnce(plan, startOfLondonDate(date));
  if (reason === "pause" && !chargesOnResume) return null;
  return composeEmail(plan.email, upcomingCollection, {
    sender: sender(),
    amount: formatPounds(reason === "pause" ? collectionPrice(plan) : pence(plan.nextCollectionPence ?? collectionPrice(plan))),
    date: formatLondonDate(date),
    reason,
    paymentMethod: plan.paymentMethodLabel,
    planReference: plan.reference,
    directDebit: directDebitNotice(plan),
    planUrl: planUrl(plan),
  });
}

/** Null once there is another card. */
async function composeCardExpires({ planId, month }: EmailKinds["card-expires"]): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id: planId } });
  if (!plan || !isLive(plan.status) || plan.cardExpiryMonth !== month) return null;
  return composeEmail(plan.email, cardExpires, {
    sender: sender(),
    card: plan.paymentMethodLabel ?? "Your card",
    expiryMonth: formatMonth(month),
    nextCollection: formatNextCollection(plan),
    planReference: plan.reference,
    newCardUrl: `${baseUrl}${newCardPath(plan)}`,
    planUrl: planUrl(plan),
  });
}

/** Null where it is not wanted, or nothing was given in that year. */
async function composeAnniversary({ planId, years }: EmailKinds["plan-anniversary"]): Promise<ComposedEmail | null> {
  const plan = await db.plan.findUnique({ where: { id: planId }, include: { room: true, donations: true } });
  if (!plan?.agreedAt || !plan.wantsAnniversaryEmail || !isLive(plan.status)) return null;
  const { from, until } = anniversaryYear(plan.agreedAt, years);
  const donationsInYear = plan.donations.filter(({ paidAt }) => paidAt && paidAt >= from && paidAt < until);
  const [givenInYear, givenInTotal] = [add(zero, ...donationsInYear.map(netOf)), add(zero, ...plan.donations.map(netOf))];
  if (givenInYear <= zero) return null;
  const week = await findRoomsThisWeek(now());
  return composeEmail(plan.email, planAnniversary, {
    sender: sender(),
    years: years === 1 ? "one year" : `${numberInWords(years)} years`,
    since: formatDate(plan.agreedAt),
    givenThisYear: formatPounds(givenInYear),
    givenInTotal: givenInTotal > givenInYear ? formatPounds(givenInTotal) : null,
    nights: Math.floor((givenInYear * 7) / charity.roomWeekPence),
    room: plan.room?.name ?? null,
    roomsSummary:
      week && week.rooms.length > 0 ? `Together, everyone who gives lights the house. ${houseFacts(week.rooms).sentence}` : null,
    planReference: plan.reference,
    planUrl: planUrl(plan),
    emailSettingsUrl: `${baseUrl}/supporter/plans/${plan.id}/emails`,
  });
}
