import { db } from "~/platform/database/db.server";

/** Whichever of its names an event knows a plan by. */
export type PlanIdentifier = { plan: string } | { session: string } | { subscription: string } | { customer: string };

/** The id of the plan that goes by a name, or null: it is not one of ours, or not known by that name yet. */
export async function findPlanId(identifier: PlanIdentifier): Promise<string | null> {
  const where =
    "plan" in identifier
      ? { id: identifier.plan }
      : "session" in identifier
        ? { stripeCheckoutSessionId: identifier.session }
        : "subscription" in identifier
          ? { stripeSubscriptionId: identifier.subscription }
          : { stripeCustomerId: identifier.customer };
  const plan = await db.plan.findUnique({ where, select: { id: true } });
  return plan?.id ?? null;
}
