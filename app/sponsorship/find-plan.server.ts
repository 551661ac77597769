import { db } from "~/platform/database/db.server";

/** Whichever of its names an event knows a plan by. */
export type PlanName = { plan: string } | { session: string } | { subscription: string } | { customer: string };

/** The id of the plan that goes by a name, or null: it is not one of ours, or not known by that name yet. */
export async function planCalled(name: PlanName): Promise<string | null> {
  const where =
    "plan" in name
      ? { id: name.plan }
      : "session" in name
        ? { sessionId: name.session }
        : "subscription" in name
          ? { subscription: name.subscription }
          : { customer: name.customer };
  const plan = await db.plan.findUnique({ where, select: { id: true } });
  return plan?.id ?? null;
}
