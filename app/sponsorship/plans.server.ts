import type { Plan, PlanWish, Room } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { isLive } from "./plan-status";

export type PlanWithDetails = Plan & { room: Room | null; wish: PlanWish | null };

/** A person's plans that were ever agreed to: live ones first, each group with the newest first. */
export async function listPlans(supporterId: string): Promise<PlanWithDetails[]> {
  const plans = await db.plan.findMany({
    where: { supporterId, standing: { notIn: ["pending", "expired"] } },
    include: { room: true, wish: true },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return plans.toSorted((a, b) => Number(isLive(b.standing)) - Number(isLive(a.standing)));
}

/** One plan of a person; null where there is none of that id, or it is another person's. */
export async function findPlan(supporterId: string, planId: string): Promise<PlanWithDetails | null> {
  return await db.plan.findFirst({
    where: { id: planId, supporterId, standing: { notIn: ["pending", "expired"] } },
    include: { room: true, wish: true },
  });
}
