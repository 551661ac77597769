import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import type { ReceiptFrequency } from "../join/plan-form";
import { lockPlan, type Actor } from "./plan-command.server";

/** How often a sponsor has receipts, and whether there is a letter on the anniversary. Of a plan that has ended too. */
export async function changeEmailSettings(
  planId: string,
  { receipts, anniversary, by }: { receipts: ReceiptFrequency; anniversary: boolean; by: Actor },
): Promise<{ plan: Plan } | { refused: "no-such-plan" }> {
  return await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    if (plan.receipts === receipts && plan.anniversary === anniversary) return { plan };
    const describe = (settings: Pick<Plan, "receipts" | "anniversary">) =>
      `${settings.receipts}, ${settings.anniversary ? "with" : "without"} anniversary`;
    const [from, to] = [describe(plan), describe({ receipts, anniversary })];
    await tx.planChange.create({ data: { id: newId(), planId, what: "receipts", from, to, by, at: now() } });
    return { plan: await tx.plan.update({ where: { id: planId }, data: { receipts, anniversary } }) };
  });
}
