import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { reportFailure } from "~/platform/log.server";
import { londonDate } from "~/platform/london-dates";
import { postLetter } from "~/platform/mail/queue-email.server";
import { cancelDeed } from "./cancel-plan.server";
import { amountDeed } from "./change-amount.server";
import { carriedOutBeforeMs, carryOutRhythm, rhythmDeed } from "./change-billing-interval.server";
import { plansWhere } from "../plan-batches.server";
import { adoptCard } from "./attach-payment-method.server";
import { pauseDeed } from "./pause-plan.server";
import { postReminders } from "./queue-reminders.server";
import { goingOf, resumeDeed, resumePlan } from "./resume-plan.server";
import { settlePlan } from "../billing/sync-plan.server";
import { skipDeed, unskipDeed } from "./skip-collection.server";
import { finish, forget, goOn, isAgreed, isLeftBehind, type Deed, type Wish } from "./plan-command.server";

/**
 * What happens to plans by itself, once an hour: what was left half-done is finished or forgotten, rhythms that waited
 * are put in place, pauses end, and reminders are posted. Killed at any point, the next run does the rest. One plan
 * that can't be tended does not keep the others waiting.
 */
export async function tendPlans(): Promise<void> {
  await resolveWishes();
  await adoptCards();
  await carryOutRhythms();
  await waitForNextPeriod();
  await endPauses();
  await postReminders(now());
}

async function safely(what: string, planId: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    reportFailure(`tend-plans: ${what} of plan ${planId}`, error);
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- each deed has its own refusals, and none is looked at here
const deeds: readonly Deed<any>[] = [amountDeed, rhythmDeed, pauseDeed, resumeDeed, skipDeed, unskipDeed, cancelDeed];

/** Whoever asked has gone. What Stripe did all the same is written down; what it did not is forgotten, but for a wish to stop. */
async function resolveWishes(): Promise<void> {
  const wishes = await db.planWish.findMany({ include: { plan: true }, orderBy: { askedAt: "asc" }, take: 1000 });
  for (const { plan, ...wish } of wishes) if (isLeftBehind(wish, now())) await safely("a wish", plan.id, () => resolve(plan, wish));
}

async function resolve(before: Plan, wish: Wish): Promise<void> {
  const deed = deeds.find(({ what }) => what === wish.what);
  if (!deed || !isAgreed(before)) return void (await forget(wish));
  if (deed === cancelDeed) return void (await goOn(deed, before, wish));
  const settled = await settlePlan(before.id);
  if (settled && deed.isDone(settled.plan, wish)) await finish(deed, before, wish);
  else await forget(wish);
}

const dayMs = 24 * 60 * 60 * 1000;

/** Somebody finished Stripe's page and never came back to ours, and the event was lost. */
async function adoptCards(): Promise<void> {
  const openedAt = { gt: new Date(now().getTime() - 2 * dayMs) };
  const pages = await db.planCardPage.findMany({ where: { closedAt: null, sessionId: { not: null }, openedAt }, take: 1000 });
  for (const { id, planId } of pages) await safely("a new card", planId, () => adoptCard(id));
}

async function carryOutRhythms(): Promise<void> {
  const soon = new Date(now().getTime() + carriedOutBeforeMs);
  const due = {
    nextRhythm: { not: null },
    standing: { in: ["starting", "active"] as Plan["standing"][] },
    paidUntil: { gt: now(), lte: soon },
  };
  for await (const plans of plansWhere(due)) {
    for (const { id, nextRhythm } of plans) {
      await safely("a rhythm", id, async () => {
        await settlePlan(id);
        if (nextRhythm) await carryOutRhythm(id, nextRhythm);
      });
    }
  }
}

/** The moment was missed and a period has begun as before: the change waits for its end, and its sponsor is told. */
async function waitForNextPeriod(): Promise<void> {
  for await (const plans of plansWhere({ nextRhythm: { not: null }, nextRhythmAt: { lte: now() }, paidUntil: { gt: now() } })) {
    for (const { id, nextRhythmAt, paidUntil } of plans) {
      if (!paidUntil || !nextRhythmAt || paidUntil <= nextRhythmAt) continue;
      await inTransaction(async (tx) => {
        const { count } = await tx.plan.updateMany({ where: { id, nextRhythmAt }, data: { nextRhythmAt: paidUntil } });
        if (count > 0) await postLetter(tx, { kind: "plan-rhythm-waits", about: `${id}:${londonDate(paidUntil)}` });
      });
    }
  }
}

async function endPauses(): Promise<void> {
  for await (const plans of plansWhere({ standing: "paused", resumesOn: { lte: londonDate(now()) } })) {
    for (const { id } of plans) {
      await safely("the end of a pause", id, async () => {
        const plan = (await settlePlan(id))?.plan;
        if (plan?.standing === "paused") await resumePlan(id, { going: goingOf(plan, now()), by: "site" });
      });
    }
  }
}
