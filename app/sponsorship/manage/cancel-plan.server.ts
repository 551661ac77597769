import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { stop } from "~/platform/payments/subscriptions/update-subscription.server";
import { hasEnded } from "../plan-status";
import { carryOut, ended, goOn, held, isAgreed, unbegun, type By, type Deed, type Done, type WishRefusal } from "./plan-command.server";

export type CancelRefusal = { refused: "not-begun" | "already-cancelled" | "already-lapsed" };

const soonMs = 60_000;

export const cancelDeed: Deed<CancelRefusal> = {
  what: "cancel",
  goesFirst: true,
  check: ({ standing }) => ended(standing) ?? unbegun(standing),
  async begin(tx, plan) {
    await tx.plan.update({ where: { id: plan.id }, data: { stopAskedAt: plan.stopAskedAt ?? now() } });
    // Whatever becomes of this request, the plan is stopped.
    const runAt = new Date(Date.now() + soonMs);
    await enqueue(tx, "stop-plan", { plan: plan.id }, { key: `stop-plan:${plan.id}`, runAt });
  },
  async ask(plan, wish) {
    await stop(plan.subscription, `plan-wish/${wish.id}`);
    return null;
  },
  isDone: ({ standing }) => hasEnded(standing),
  finish: (plan) => ({
    change: { nextRhythm: null, nextWeeklyPence: null, nextRhythmAt: null },
    from: "",
    // It may have lapsed in the same minute, which has a letter of its own.
    ...(plan.standing === "cancelled" && { letter: { kind: "plan-cancelled", about: plan.id } }),
  }),
};

/**
 * Ends a plan at once: nothing more is taken, what is open is taken back, and a letter confirms it. Where Stripe can't
 * be asked, the wish is kept and a job goes on until it is done.
 * @param words the sponsor's own, if they gave any
 */
export async function cancelPlan(
  planId: string,
  { by, words }: { by: By; words: string | null },
): Promise<Done | CancelRefusal | WishRefusal> {
  if (words !== null) {
    await inTransaction(async (tx) => {
      const plan = await held(tx, planId);
      if (plan && !hasEnded(plan.standing)) await tx.plan.update({ where: { id: planId }, data: { endWords: words.slice(0, 1000) } });
    });
  }
  return await carryOut(cancelDeed, planId, "", by);
}

/** The work of the job "stop-plan": goes on with a cancellation that was not finished. Throws while Stripe can't be asked. */
export async function stopPlan(planId: string): Promise<void> {
  const wish = await inTransaction(async (tx) => {
    const plan = await held(tx, planId);
    const earlier = await tx.planWish.findUnique({ where: { planId } });
    return plan && isAgreed(plan) && earlier?.what === cancelDeed.what ? { plan, earlier } : null;
  });
  if (!wish) return;
  const done = await goOn(cancelDeed, wish.plan, wish.earlier);
  if ("refused" in done) throw new Error(`the plan is not stopped yet: ${done.refused}`);
}
