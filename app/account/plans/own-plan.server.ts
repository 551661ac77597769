import { redirect } from "@remix-run/node";
import type { Params } from "@remix-run/react";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { logError } from "~/platform/log.server";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import { findPlan, type PlanWithDetails } from "~/sponsorship/plans.server";
import { syncPlan } from "~/sponsorship/billing/sync-plan.server";
import { hasEnded } from "~/sponsorship/plan-status";

/** What is known of a plan is asked anew after so long, before it is shown. */
const maxAgeMs = 5 * 60 * 1000;

/** The signed-in person's own plan. Throws the way to sign in, or 404: another person's plan is not there. */
export async function requireOwnPlan(request: Request, params: Params): Promise<PlanWithDetails> {
  const supporter = await requireSupporter(request);
  const id = params["id"] ?? "";
  const plan = await findPlan(supporter.id, id);
  if (!plan) throw new Response(null, { status: 404 });
  if (hasEnded(plan.status) || !isStale(plan.syncedAt)) return plan;
  await trySync(id);
  return (await findPlan(supporter.id, id)) ?? plan;
}

/** The same, to be changed. One that has ended is only told: there is nothing to change. Throws the way to its page. */
export async function requireChangeablePlan(request: Request, params: Params): Promise<PlanWithDetails> {
  const plan = await requireOwnPlan(request, params);
  if (hasEnded(plan.status)) throw redirect(`/supporter/plans/${plan.id}`);
  return plan;
}

const isStale = (settledAt: Date | null) => settledAt === null || Math.abs(now().getTime() - settledAt.getTime()) > maxAgeMs;

/** A page opens with what is known while Stripe can't be asked. */
async function trySync(planId: string): Promise<void> {
  try {
    await syncPlan(planId);
  } catch (error) {
    if (!isStripeUnavailable(error)) throw error;
    logError("own-plan", error);
  }
}

/** A plan reached by a link in an email, as fresh as can be. */
export async function findSyncedPlan(planId: string): Promise<PlanWithDetails | null> {
  const find = () => db.plan.findUnique({ where: { id: planId }, include: { room: true, changeRequest: true } });
  const plan = await find();
  if (!plan || hasEnded(plan.status) || !isStale(plan.syncedAt)) return plan;
  await trySync(planId);
  return await find();
}
