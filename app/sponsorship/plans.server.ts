import type { Plan, PlanChangeRequest, Room } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { isLive } from "./plan-status";

export type PlanWithDetails = Plan & { room: Room | null; changeRequest: PlanChangeRequest | null };

/** A person's plans that were ever agreed to: live ones first, each group with the newest first. */
export async function listPlans(supporterId: string): Promise<PlanWithDetails[]> {
  const plans = await db.plan.findMany({
    where: { supporterId, status: { notIn: ["pending", "expired"] } },
    include: { room: true, changeRequest: true },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return plans.toSorted((a, b) => Number(isLive(b.status)) - Number(isLive(a.status)));
}

/** One plan of a person; null where there is none of that id, or it is another person's. */
export async function findPlan(supporterId: string, planId: string): Promise<PlanWithDetails | null> {
  return await db.plan.findFirst({
    where: { id: planId, supporterId, status: { notIn: ["pending", "expired"] } },
    include: { room: true, changeRequest: true },
  });
}
