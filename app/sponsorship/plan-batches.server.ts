import type { Plan, Prisma } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";

const batchSize = 200;

/** Every plan that fits, in batches and in bounded memory. What is done to one batch may make it fit no longer. */
export async function* planBatches(where: Prisma.PlanWhereInput): AsyncGenerator<Plan[]> {
  for (let after = ""; ;) {
    const plans = await db.plan.findMany({ where: { AND: [where, { id: { gt: after } }] }, orderBy: { id: "asc" }, take: batchSize });
    if (plans.length > 0) yield plans;
    if (plans.length < batchSize) return;
    after = plans.at(-1)?.id ?? "";
  }
}
