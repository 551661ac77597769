import type { Params } from "@remix-run/react";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { reportFailure } from "~/platform/log.server";
import { postedForm, textIn } from "~/platform/http/forms/form-data.server";
import { isOutage } from "~/platform/payments/stripe.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import { planFor, type PlanWithRoom } from "~/sponsorship/plans.server";
import { settlePlan } from "~/sponsorship/billing/sync-plan.server";
import { hasEnded } from "~/sponsorship/plan-status";

/** What is known of a plan is asked anew after so long, before it is shown. */
const freshMs = 5 * 60 * 1000;

/** The signed-in person's own plan. Throws the way to sign in, or 404: another person's plan is not there. */
export async function ownPlan(request: Request, params: Params): Promise<PlanWithRoom> {
  const supporter = await requireSupporter(request);
  const id = params["id"] ?? "";
  const plan = await planFor(supporter.id, id);
  if (!plan) throw new Response(null, { status: 404 });
  if (hasEnded(plan.standing) || !isStale(plan.settledAt)) return plan;
  await settleIfPossible(id);
  return (await planFor(supporter.id, id)) ?? plan;
}

const isStale = (settledAt: Date | null) => settledAt === null || Math.abs(now().getTime() - settledAt.getTime()) > freshMs;

/** A page opens with what is known while Stripe can't be asked. */
async function settleIfPossible(planId: string): Promise<void> {
  try {
    await settlePlan(planId);
  } catch (error) {
    if (!isOutage(error)) throw error;
    reportFailure("own-plan", error);
  }
}

/** A plan reached by a link in a letter, as fresh as can be. */
export async function freshPlan(planId: string): Promise<PlanWithRoom | null> {
  const find = () => db.plan.findUnique({ where: { id: planId }, include: { room: true, wish: true } });
  const plan = await find();
  if (!plan || hasEnded(plan.standing) || !isStale(plan.settledAt)) return plan;
  await settleIfPossible(planId);
  return await find();
}

/** The fields of a posted form, each at most once; empty where it is missing. */
export async function fieldsOf(request: Request): Promise<(name: string) => string> {
  const form = await postedForm(request);
  return (name) => textIn(form, name) ?? "";
}
