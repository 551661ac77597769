import { giftAidOn } from "~/giving/gift-aid/gift-aid";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { add, pence, type Pence } from "~/platform/money";
import { isOutage } from "~/platform/payments/stripe.server";
import type { Rhythm } from "../plan";
import { settlePlan } from "../billing/sync-plan.server";
import { hasEnded, type Standing } from "../plan-status";

/** A plan as its thank-you page shows it: no name, no address. Sums are pence, dates London dates. */
export type ShownPlan = {
  standing: Standing;
  reference: string;
  weekly: Pence;
  rhythm: Rhythm;
  /** What each collection takes, and what of it is for the fee. */
  total: Pence;
  cover: Pence;
  /** The day of the first collection, while it is still to come. */
  firstOn: string | null;
  nextOn: string | null;
  next: Pence | null;
  agreedOn: string | null;
  method: "card" | "bacs_debit" | null;
  room: string | null;
  /** Gift Aid on each collection; null: none. */
  giftAid: Pence | null;
  wantsNews: boolean;
  hasCard: boolean;
  /** Stripe could not be asked: what is shown may be a little old. */
  unsure: boolean;
};

/**
 * The plan behind a thank-you address, settled by asking Stripe: right even when no webhook ever came.
 * @returns null when there is no such plan
 */
export async function showPlan(token: string): Promise<ShownPlan | null> {
  const known = await db.plan.findUnique({ where: { token }, select: { id: true, standing: true } });
  if (!known) return null;
  const unsure = hasEnded(known.standing) ? false : await stripeIsSilent(known.id);
  const plan = await db.plan.findUniqueOrThrow({ where: { token }, include: { room: true, declaration: true } });
  const total = add(pence(plan.collectionPence), pence(plan.coverPence));
  const declared = plan.declaration !== null && plan.declaration.cancelledAt === null;
  return {
    standing: plan.standing,
    reference: plan.reference,
    weekly: pence(plan.weeklyPence),
    rhythm: plan.rhythm,
    total,
    cover: pence(plan.coverPence),
    firstOn: plan.startsOn && plan.startsOn > londonDate(now()) ? plan.startsOn : null,
    nextOn: plan.nextAt && londonDate(plan.nextAt),
    next: plan.nextPence === null ? null : pence(plan.nextPence),
    agreedOn: plan.agreedAt && londonDate(plan.agreedAt),
    method: plan.method,
    room: plan.room?.name ?? null,
    giftAid: declared ? giftAidOn(total) : null,
    wantsNews: plan.wantsNews,
    hasCard: plan.cardEmail !== null,
    unsure,
  };
}

async function stripeIsSilent(id: string): Promise<boolean> {
  try {
    await settlePlan(id);
    return false;
  } catch (error) {
    if (isOutage(error)) return true;
    throw error;
  }
}
