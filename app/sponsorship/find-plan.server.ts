import type { Jobs } from "~/platform/jobs/job-types";
import { db } from "~/platform/database/db.server";

/** Whichever of its ids an event knows a plan by. */
export type PlanIdentifier = Jobs["sync-plan"];

/** The id of the plan that goes by a name, or null: it is not one of ours, or not known by that name yet. */
export async function findPlanId(identifier: PlanIdentifier): Promise<string | null> {
  const where = "planId" in identifier ? { id: identifier.planId } : identifier;
  const plan = await db.plan.findUnique({ where, select: { id: true } });
  return plan?.id ?? null;
}
