import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { pence } from "~/platform/money";
import { changePrice } from "~/platform/payments/subscriptions/update-subscription.server";
import { isOutage } from "~/platform/payments/stripe.server";
import { sumOf } from "./change-amount.server";
import { stripeRhythm, takesDirectDebit, type Rhythm } from "../plan";
import { settlePlan } from "../billing/sync-plan.server";
import { carryOut, ended, held, isLeftBehind, unbegun, type By, type Deed, type Done, type WishRefusal } from "./plan-command.server";

export type RhythmRefusal =
  | { refused: "not-begun" | "already-cancelled" | "already-lapsed" | "already-paused" | "late" }
  | { refused: "same-rhythm" }
  /** Another change of rhythm waits: it is taken back first. */
  | { refused: "rhythm-waits" }
  /** A collection is left out: the skip is taken back first, or over. */
  | { refused: "skipping" }
  /** A Direct Debit is collected every four weeks or more seldom. */
  | { refused: "card-only" }
  /** One collection would be above what the charity takes at once. */
  | { refused: "too-large" }
  | { refused: "nothing-waits" };

type Asked = Done | RhythmRefusal | WishRefusal;

/**
 * Asks that a plan be collected at another rhythm once what is paid for ends. Stripe would charge a new rhythm at once,
 * so nothing is asked of it until then (`tend-plans`), and it can be taken back.
 */
export async function changeRhythm(planId: string, { rhythm, by }: { rhythm: Rhythm; by: By }): Promise<Asked> {
  return await change(planId, async (tx, plan) => {
    const refusal = refusalOf(plan, rhythm);
    if (refusal) return refusal;
    const id = newId();
    await tx.planChange.create({ data: { id, planId, what: "rhythm", from: plan.rhythm, to: rhythm, by, at: now() } });
    await postLetter(tx, { kind: "plan-rhythm-changing", about: id });
    const data = { nextRhythm: rhythm, nextWeeklyPence: plan.weeklyPence, nextRhythmAt: plan.paidUntil ?? plan.nextAt };
    await tx.plan.update({ where: { id: planId }, data: { ...data, nextPence: sumOf(plan, pence(plan.weeklyPence), rhythm).whole } });
    return null;
  });
}

/** Takes back a change of rhythm that waits. */
export async function keepRhythm(planId: string, { by }: { by: By }): Promise<Asked> {
  return await change(planId, async (tx, plan) => {
    const over = ended(plan.standing);
    if (over) return over;
    if (!plan.nextRhythm) return { refused: "nothing-waits" };
    const id = newId();
    await tx.planChange.create({ data: { id, planId, what: "rhythm", from: plan.nextRhythm, to: plan.rhythm, by, at: now() } });
    await postLetter(tx, { kind: "plan-rhythm-kept", about: id });
    const nextPence = plan.nextAt && plan.collectionPence + plan.coverPence;
    await tx.plan.update({ where: { id: planId }, data: { nextRhythm: null, nextWeeklyPence: null, nextRhythmAt: null, nextPence } });
    return null;
  });
}

function refusalOf(plan: Plan, rhythm: Rhythm): RhythmRefusal | null {
  const over = ended(plan.standing) ?? unbegun(plan.standing);
  if (over) return over;
  if (plan.standing === "paused") return { refused: "already-paused" };
  if (plan.standing === "late") return { refused: "late" };
  if (plan.nextRhythm) return plan.nextRhythm === rhythm ? { refused: "same-rhythm" } : { refused: "rhythm-waits" };
  if (plan.rhythm === rhythm) return { refused: "same-rhythm" };
  if (plan.skipsUntil && plan.skipsUntil > now()) return { refused: "skipping" };
  if (plan.method === "bacs_debit" && !takesDirectDebit(rhythm)) return { refused: "card-only" };
  return sumOf(plan, pence(plan.weeklyPence), rhythm).whole > config.charity.giving.maxPence ? { refused: "too-large" } : null;
}

async function change(planId: string, work: (tx: Tx, plan: Plan) => Promise<RhythmRefusal | null>): Promise<Asked> {
  try {
    // What is paid for, and until when, as it is now and not as it was last night.
    await settlePlan(planId);
  } catch (error) {
    if (isOutage(error)) return { refused: "stripe-unreachable" };
    throw error;
  }
  return await inTransaction(async (tx) => {
    const plan = await held(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    const wish = await tx.planWish.findUnique({ where: { planId } });
    if (wish && !isLeftBehind(wish, now())) return { refused: "change-pending" };
    return (await work(tx, plan)) ?? { plan: await tx.plan.findUniqueOrThrow({ where: { id: planId } }) };
  });
}

/** So long before the paid period ends, a rhythm that waits is put in place. */
export const carriedOutBeforeMs = 2 * 60 * 60 * 1000;

type DueRefusal = { refused: "not-due" };

const isDue = ({ standing, nextRhythm, paidUntil }: Plan, at: Date): boolean =>
  (standing === "active" || standing === "starting") &&
  nextRhythm !== null &&
  paidUntil !== null &&
  paidUntil > at &&
  paidUntil.getTime() - at.getTime() <= carriedOutBeforeMs;

/** Puts a rhythm that waited in place at Stripe, which then collects at once and counts from that moment. */
export const rhythmDeed: Deed<DueRefusal> = {
  what: "rhythm",
  check: (plan, to) => (plan.nextRhythm === to && isDue(plan, now()) ? null : { refused: "not-due" }),
  async ask(plan, wish) {
    const rhythm = wish.to as Rhythm;
    const { whole } = sumOf(plan, pence(plan.nextWeeklyPence ?? plan.weeklyPence), rhythm);
    await changePrice(plan.subscription, { pence: whole, every: stripeRhythm[rhythm] }, `plan-wish/${wish.id}`);
    return null;
  },
  isDone: (plan, wish) => plan.rhythm === wish.to,
  finish(plan, wish, before) {
    const rhythm = wish.to as Rhythm;
    const weekly = pence(before.nextWeeklyPence ?? before.weeklyPence);
    const { gift, cover } = sumOf(plan, weekly, rhythm);
    const now = { rhythm, weeklyPence: weekly, collectionPence: gift, coverPence: cover };
    return { change: { ...now, nextRhythm: null, nextWeeklyPence: null, nextRhythmAt: null }, from: before.rhythm };
  },
};

/** Carries out a change of rhythm whose time has come; the hourly job asks it of each plan that has one. */
export const carryOutRhythm = (planId: string, rhythm: Rhythm) => carryOut(rhythmDeed, planId, rhythm, "site");
