import { askBeforeShowing, mayBeOutdated } from "~/giving/checkout/thank-you-loading.server";
import { giftAidOn } from "~/giving/gift-aid/gift-aid";
import { nightsOf } from "~/giving/nights";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { fromDateColumn, londonDate } from "~/platform/london-dates";
import { add, pence, type Pence } from "~/platform/money";
import type { BillingInterval } from "../plan";
import { syncPlan } from "../billing/sync-plan.server";
import { hasEnded, type PlanStatus } from "../plan-status";

/** A plan as its thank-you page shows it: no name, no address. Sums are pence, dates London dates. */
export type ThankYouView = {
  status: PlanStatus;
  reference: string;
  weekly: Pence;
  billingInterval: BillingInterval;
  /** What each collection takes, and what of it is for the fee. */
  collectionTotal: Pence;
  cover: Pence;
  /** The day of the first collection, while it is still to come. */
  firstOn: string | null;
  nextOn: string | null;
  next: Pence | null;
  agreedOn: string | null;
  method: "card" | "bacs_debit" | null;
  room: string | null;
  /** Whole nights of a room that a year of it pays for. */
  nightsPerYear: number;
  /** Gift Aid on each collection; null: none. */
  giftAid: Pence | null;
  wantsNews: boolean;
  hasTributeCard: boolean;
  /** Of a present: when its certificate goes by email by itself; null: it is only printed. */
  present: { emailedOn: string | null } | null;
  /** Nothing is known to be agreed, and Stripe could not be asked this moment. */
  mayBeStale: boolean;
};

/**
 * The plan behind a thank-you address, settled by asking Stripe: right even when no webhook ever came.
 * @returns null when there is no such plan
 */
export async function getThankYouView(token: string): Promise<ThankYouView | null> {
  const known = await db.plan.findUnique({ where: { token }, select: { id: true, status: true } });
  if (!known) return null;
  const { id } = known;
  const asked = hasEnded(known.status)
    ? "asked"
    : await askBeforeShowing(id, ({ where, data }) => db.plan.updateMany({ where: { id, ...where }, data }), syncPlan);
  const plan = await db.plan.findUniqueOrThrow({ where: { token }, include: { room: true, declaration: true } });
  const collectionTotal = add(pence(plan.collectionPence), pence(plan.coverPence));
  const startsOn = plan.startsOn && fromDateColumn(plan.startsOn);
  const hasDeclaration = plan.declaration !== null && plan.declaration.cancelledAt === null;
  return {
    status: plan.status,
    reference: plan.reference,
    weekly: pence(plan.weeklyPence),
    billingInterval: plan.billingInterval,
    collectionTotal,
    cover: pence(plan.coverPence),
    firstOn: startsOn && startsOn > londonDate(now()) ? startsOn : null,
    nextOn: plan.nextCollectionAt && londonDate(plan.nextCollectionAt),
    next: plan.nextCollectionPence === null ? null : pence(plan.nextCollectionPence),
    agreedOn: plan.agreedAt && londonDate(plan.agreedAt),
    method: plan.paymentMethod === "bacs_debit" || plan.paymentMethod === "card" ? plan.paymentMethod : null,
    room: plan.room?.name ?? null,
    nightsPerYear: Math.floor(nightsOf(pence(plan.weeklyPence * 52), pence(plan.room?.weeklyPence ?? config.charity.roomWeekPence))),
    giftAid: hasDeclaration ? giftAidOn(collectionTotal) : null,
    wantsNews: plan.wantsNews,
    hasTributeCard: plan.tributeCardEmail !== null && plan.presentOn === null,
    present: plan.presentOn && { emailedOn: plan.tributeCardEmail === null ? null : fromDateColumn(plan.presentOn) },
    mayBeStale: plan.status === "pending" && mayBeOutdated(asked, plan),
  };
}
