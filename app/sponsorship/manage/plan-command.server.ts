import type { Plan, PlanWish, Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { isOutage } from "~/platform/payments/stripe.server";
import { settlePlan } from "../billing/sync-plan.server";
import type { Standing } from "../plan-status";

/** Who asks: its sponsor, signed in; somebody with the link out of a letter; the site, for what was agreed to before. */
export type By = "sponsor" | "link" | "site";
/** A plan that Stripe knows of. */
export type AgreedPlan = Plan & { subscription: string; customer: string };
export type Wish = Pick<PlanWish, "id" | "what" | "to" | "by" | "askedAt">;

export type WishRefusal =
  | { refused: "no-such-plan" }
  /** Nothing is agreed to yet, or it never was. */
  | { refused: "not-begun" }
  /** Something else was asked for and is not finished. */
  | { refused: "change-pending" }
  /** Nothing is known to have happened; the same call again later finishes it. */
  | { refused: "stripe-unreachable" };

/** One kind of thing that is asked of Stripe for a plan. */
export type Deed<Refusal> = {
  what: string;
  /** Whether another wish that is not finished gives way to this one. */
  goesFirst?: boolean;
  /** Why it can't be done as the plan stands; null: it can. Asked with the plan's row held. */
  check(plan: Plan, to: string): Refusal | null;
  /** What is written down together with the wish. */
  begin?(tx: Tx, plan: Plan, wish: Wish): Promise<void>;
  /** Asks Stripe. May be repeated with the same wish. */
  ask(plan: AgreedPlan, wish: Wish): Promise<Refusal | null>;
  /** Whether a plan that was just settled shows that it is done. */
  isDone(plan: Plan, wish: Wish): boolean;
  /** What of the plan's row is ours to change, and the letter that confirms it. `before`: the plan as it was when Stripe was asked. */
  finish(
    plan: Plan,
    wish: Wish,
    before: Plan,
  ): { change: Prisma.PlanUncheckedUpdateInput; from: string; letter?: { kind: string; about: string } };
};

export type Done = { plan: Plan };

/** A request may still be on its way to Stripe for so long; after that the wish is left behind. */
const underWayMs = 2 * 60 * 1000;
export const isLeftBehind = ({ askedAt }: Wish, at: Date): boolean => at.getTime() - askedAt.getTime() > underWayMs;

/**
 * Does something to a plan once, whoever asks how often: writes the wish down, asks Stripe with the wish's own key,
 * settles the plan, then writes the change and its letter together. After an outage, the same call goes on with the same wish.
 */
export async function carryOut<Refusal extends object>(
  deed: Deed<Refusal>,
  planId: string,
  to: string,
  by: By,
): Promise<Done | Refusal | WishRefusal> {
  const begun = await begin(deed, planId, to, by);
  if (!("wish" in begun)) return begun;
  return await goOn(deed, begun.plan, begun.wish);
}

/** Goes on with a wish that was written down. */
export async function goOn<Refusal extends object>(
  deed: Deed<Refusal>,
  plan: AgreedPlan,
  wish: Wish,
): Promise<Done | Refusal | WishRefusal> {
  try {
    const refusal = await deed.ask(plan, wish);
    if (refusal) {
      await forget(wish);
      return refusal;
    }
    return await finishSettled(deed, plan, wish);
  } catch (error) {
    if (isOutage(error)) return { refused: "stripe-unreachable" };
    // Stripe said no: the plan was changed by somebody else meanwhile, perhaps to just this.
    const settled = await settlePlan(plan.id);
    if (settled && deed.isDone(settled.plan, wish)) return await finish(deed, plan, wish);
    await forget(wish);
    const refusal = settled && deed.check(settled.plan, wish.to);
    if (refusal) return refusal;
    throw error;
  }
}

/** Settles the plan of a wish that Stripe has carried out, and finishes it. */
async function finishSettled<Refusal extends object>(deed: Deed<Refusal>, before: Plan, wish: Wish): Promise<Done> {
  await settlePlan(before.id);
  return await finish(deed, before, wish);
}

export const forget = (wish: Wish) => db.planWish.deleteMany({ where: { id: wish.id } });

async function begin<Refusal extends object>(
  deed: Deed<Refusal>,
  planId: string,
  to: string,
  by: By,
): Promise<{ plan: AgreedPlan; wish: Wish } | Refusal | WishRefusal> {
  return await inTransaction(async (tx) => {
    const plan = await held(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    const earlier = await tx.planWish.findUnique({ where: { planId } });
    const goesOn = earlier?.what === deed.what && (earlier.to === to || deed.goesFirst === true);
    // Its own wish may have changed the plan already: what would be refused now was right when it was asked.
    if (earlier && goesOn && isAgreed(plan)) return { plan, wish: earlier };
    const refusal = deed.check(plan, to);
    if (refusal) return refusal;
    if (!isAgreed(plan)) return { refused: "not-begun" };
    if (earlier && !deed.goesFirst && !isLeftBehind(earlier, now())) return { refused: "change-pending" };
    if (earlier) await tx.planWish.delete({ where: { planId } });
    const wish = await tx.planWish.create({ data: { id: newId(), planId, what: deed.what, to, by, askedAt: now() } });
    await deed.begin?.(tx, plan, wish);
    return { plan, wish };
  });
}

export async function finish<Refusal>(deed: Deed<Refusal>, before: Plan, wish: Wish): Promise<Done> {
  const planId = before.id;
  return await inTransaction(async (tx) => {
    const plan = await held(tx, planId);
    if (!plan) throw new Error("a plan went away while it was being changed");
    // Of two that carried out the same wish, one finishes it.
    const { count } = await tx.planWish.deleteMany({ where: { id: wish.id } });
    if (count === 0) return { plan };
    const { change, from, letter } = deed.finish(plan, wish, before);
    await tx.planChange.create({ data: { id: wish.id, planId, what: wish.what, from, to: wish.to, by: wish.by, at: now() } });
    if (letter) await postLetter(tx, letter);
    return { plan: await tx.plan.update({ where: { id: planId }, data: change }) };
  });
}

/** The plan, with its row held until the transaction ends. */
export async function held(tx: Tx, planId: string): Promise<Plan | null> {
  await tx.$queryRaw`SELECT id FROM plan WHERE id = ${planId} FOR UPDATE`;
  return await tx.plan.findUnique({ where: { id: planId } });
}

export const isAgreed = (plan: Plan): plan is AgreedPlan => plan.subscription !== null && plan.customer !== null;

/** The words in which verbs refuse a plan that is over. */
export const ended = (standing: Standing): { refused: "already-cancelled" | "already-lapsed" } | null =>
  standing === "cancelled" ? { refused: "already-cancelled" } : standing === "lapsed" ? { refused: "already-lapsed" } : null;

export const unbegun = (standing: Standing): { refused: "not-begun" } | null =>
  standing === "pending" || standing === "expired" ? { refused: "not-begun" } : null;
