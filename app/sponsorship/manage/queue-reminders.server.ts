import { Temporal } from "temporal-polyfill";
import type { Plan, Prisma } from "~/../prisma/client/client";
import { db, inTransaction } from "~/platform/database/db.server";
import { addDays, fromDateColumn, londonDate, toDateColumn } from "~/platform/london-dates";
import type { EmailRequest } from "~/platform/mail/email-kinds";
import { listEmailSubjects, queueEmail } from "~/platform/mail/queue-email.server";
import { dueAnniversary, expiryNoticeFrom } from "./anniversary";
import { planBatches } from "../plan-batches.server";

/** How many days before a year's collection, and before the end of a pause, its sponsor is told. */
export const yearNoticeDays = 14;
export const pauseNoticeDays = 7;

const dayMs = 24 * 60 * 60 * 1000;
const addDaysToInstant = (at: Date, days: number) => new Date(at.getTime() + days * dayMs);

/** Which plans a reminder may be due for, and which email; null: not due. */
type Reminder = { where: Prisma.PlanWhereInput; emailFor: (plan: Plan) => ReminderEmail | null };
type ReminderEmail = EmailRequest<"plan-notice" | "plan-resumes-soon" | "card-expires" | "plan-anniversary" | "present-certificate">;

/**
 * Posts every reminder that is due: each once for what it is about, however often it is asked for. What was not come
 * to before an end is come to the next time.
 */
export async function queueReminders(at: Date): Promise<void> {
  for (const { where, emailFor } of [
    yearlyCollectionReminder(at),
    pauseEndingReminder(at),
    cardExpiryReminder(at),
    anniversaryReminder(at),
    presentDay(at),
  ]) {
    for await (const plans of planBatches(where)) {
      const due = plans.flatMap((plan) => emailFor(plan) ?? []);
      const unsent = await withoutQueued(due);
      if (unsent.length > 0)
        await inTransaction(async (tx) => {
          for (const email of unsent) await queueEmail(tx, email);
        });
    }
  }
}

/** Most were queued an hour ago: those are found by one query, without a transaction. Each plan has one of them here. */
async function withoutQueued(due: ReminderEmail[]): Promise<ReminderEmail[]> {
  const [first] = due;
  if (!first) return [];
  const queued = await listEmailSubjects(db, first.kind, { OR: due.map(({ about }) => ({ about: { equals: about } })) });
  const plans = new Set(queued.map(({ planId }) => planId));
  return due.filter(({ about }) => !plans.has(about.planId));
}

/** Of a plan that is newer than that, the welcome email has said when and how much. */
const yearlyCollectionReminder = (at: Date): Reminder => ({
  where: {
    status: { in: ["starting", "active"] },
    OR: [{ billingInterval: "yearly", nextBillingInterval: null }, { nextBillingInterval: "yearly" }],
    agreedAt: { lt: addDaysToInstant(at, -2 * yearNoticeDays) },
    nextCollectionAt: { gt: at, lte: addDaysToInstant(at, yearNoticeDays) },
  },
  emailFor: ({ id, nextCollectionAt }) =>
    nextCollectionAt && { kind: "plan-notice", about: { planId: id, date: londonDate(nextCollectionAt) } },
});

/** A pause that was shorter than the notice from the beginning was announced by its own email. */
const pauseEndingReminder = (at: Date): Reminder => {
  const today = londonDate(at);
  return {
    where: { status: "paused", resumesOn: { gt: toDateColumn(today), lte: toDateColumn(addDays(today, pauseNoticeDays)) } },
    emailFor: ({ id, resumesOn }) => resumesOn && { kind: "plan-resumes-soon", about: { planId: id, date: fromDateColumn(resumesOn) } },
  };
};

const cardExpiryReminder = (at: Date): Reminder => {
  const today = Temporal.PlainDate.from(londonDate(at));
  const months = [0, 1].map((ahead) => today.toPlainYearMonth().add({ months: ahead }).toString());
  const due = months.filter((month) => expiryNoticeFrom(month) <= today.toString());
  return {
    // A late plan has had the email that asks for a new card.
    where: { status: { in: ["starting", "active", "paused"] }, paymentMethod: "card", cardExpiryMonth: { in: due } },
    emailFor: ({ id, cardExpiryMonth }) =>
      cardExpiryMonth === null ? null : { kind: "card-expires", about: { planId: id, month: cardExpiryMonth } },
  };
};

const anniversaryReminder = (at: Date): Reminder => ({
  where: { status: { in: ["active", "late"] }, wantsAnniversaryEmail: true, OR: agreedNearThisDay(at) },
  emailFor: ({ id, agreedAt }) => {
    const years = agreedAt && dueAnniversary(agreedAt, londonDate(at));
    return years ? { kind: "plan-anniversary", about: { planId: id, years } } : null;
  },
});

/** The days around today in each year that a plan can be of: the index by day finds few of many plans. */
function agreedNearThisDay(at: Date): Prisma.PlanWhereInput[] {
  const today = Temporal.PlainDate.from(londonDate(at));
  return Array.from({ length: 40 }, (_, index) => {
    const day = new Date(`${today.subtract({ years: index + 1 }).toString()}T12:00:00Z`);
    return { agreedAt: { gte: addDaysToInstant(day, -16), lte: addDaysToInstant(day, 2) } };
  });
}

/** The day of a present has come, and its first collection was paid: before that, anybody could have an email of ours sent for nothing. */
const presentDay = (at: Date): Reminder => ({
  where: {
    presentOn: { lte: toDateColumn(londonDate(at)) },
    tributeCardEmail: { not: null },
    status: { in: ["active", "late", "paused", "starting"] },
    donations: { some: { paidAt: { not: null } } },
  },
  emailFor: ({ id }) => ({ kind: "present-certificate", about: { planId: id } }),
});
