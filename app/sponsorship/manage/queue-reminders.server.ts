import { Temporal } from "temporal-polyfill";
import type { Plan, Prisma } from "~/../prisma/client/client";
import { db, inTransaction } from "~/platform/database/db.server";
import { addDays, fromDateColumn, londonDate, toDateColumn } from "~/platform/london-dates";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { dueAnniversary, expiryNoticeFrom } from "./anniversary";
import { planBatches } from "../plan-batches.server";

/** How many days before a year's collection, and before the end of a pause, its sponsor is told. */
export const yearNoticeDays = 14;
export const pauseNoticeDays = 7;

const dayMs = 24 * 60 * 60 * 1000;
const addDaysToInstant = (at: Date, days: number) => new Date(at.getTime() + days * dayMs);

/** Which plans a reminder may be due for, and what its letter is then about; null: not due. */
type Reminder = { kind: string; where: Prisma.PlanWhereInput; emailAbout: (plan: Plan) => string | null };

/**
 * Posts every reminder that is due: each once for what it is about, however often it is asked for. What was not come
 * to before an end is come to the next time.
 */
export async function queueReminders(at: Date): Promise<void> {
  for (const { kind, where, emailAbout } of [
    yearlyCollectionReminder(at),
    pauseEndingReminder(at),
    cardExpiryReminder(at),
    anniversaryReminder(at),
  ]) {
    for await (const plans of planBatches(where)) {
      const due = plans.flatMap((plan) => emailAbout(plan) ?? []);
      const queued = await db.outgoingEmail.findMany({ where: { kind, about: { in: due } }, select: { about: true } });
      const queuedAbout = new Set(queued.map((letter) => letter.about));
      const unsent = due.filter((one) => !queuedAbout.has(one));
      if (unsent.length > 0)
        await inTransaction(async (tx) => {
          for (const one of unsent) await queueEmail(tx, { kind, about: one });
        });
    }
  }
}

/** Of a plan that is newer than that, the welcome letter has said when and how much. */
const yearlyCollectionReminder = (at: Date): Reminder => ({
  kind: "plan-notice",
  where: {
    status: { in: ["starting", "active"] },
    OR: [{ billingInterval: "yearly", nextBillingInterval: null }, { nextBillingInterval: "yearly" }],
    agreedAt: { lt: addDaysToInstant(at, -2 * yearNoticeDays) },
    nextCollectionAt: { gt: at, lte: addDaysToInstant(at, yearNoticeDays) },
  },
  emailAbout: ({ id, nextCollectionAt }) => nextCollectionAt && `${id}:${londonDate(nextCollectionAt)}`,
});

/** A pause that was shorter than the notice from the beginning was announced by its own letter. */
const pauseEndingReminder = (at: Date): Reminder => {
  const today = londonDate(at);
  return {
    kind: "plan-resumes-soon",
    where: { status: "paused", resumesOn: { gt: toDateColumn(today), lte: toDateColumn(addDays(today, pauseNoticeDays)) } },
    emailAbout: ({ id, resumesOn }) => resumesOn && `${id}:${fromDateColumn(resumesOn)}`,
  };
};

const cardExpiryReminder = (at: Date): Reminder => {
  const today = Temporal.PlainDate.from(londonDate(at));
  const months = [0, 1].map((ahead) => today.toPlainYearMonth().add({ months: ahead }).toString());
  const due = months.filter((month) => expiryNoticeFrom(month) <= today.toString());
  return {
    kind: "card-expires",
    // A late plan has had the letter that asks for a new card.
    where: { status: { in: ["starting", "active", "paused"] }, paymentMethod: "card", cardExpiryMonth: { in: due } },
    emailAbout: ({ id, cardExpiryMonth }) => cardExpiryMonth && `${id}:${cardExpiryMonth}`,
  };
};

const anniversaryReminder = (at: Date): Reminder => ({
  kind: "plan-anniversary",
  where: { status: { in: ["active", "late"] }, wantsAnniversaryEmail: true, OR: agreedNearThisDay(at) },
  emailAbout: ({ id, agreedAt }) => {
    const years = agreedAt && dueAnniversary(agreedAt, londonDate(at));
    return years ? `${id}:${years}` : null;
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
