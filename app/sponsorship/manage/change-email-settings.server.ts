import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import type { ReceiptFrequency } from "../join/plan-form";
import { actorName, auditPlanChange, type Actor } from "./actor.server";
import { lockPlan } from "./plan-command.server";

/** How often a sponsor has receipts, and whether there is an email on the anniversary. Of a plan that has ended too. */
export async function changeEmailSettings(
  planId: string,
  { receipts: receiptFrequency, anniversary: wantsAnniversaryEmail, by }: { receipts: ReceiptFrequency; anniversary: boolean; by: Actor },
): Promise<{ plan: Plan } | { refused: "no-such-plan" }> {
  return await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    if (plan.receiptFrequency === receiptFrequency && plan.wantsAnniversaryEmail === wantsAnniversaryEmail) return { plan };
    const describe = (settings: Pick<Plan, "receiptFrequency" | "wantsAnniversaryEmail">) =>
      `${settings.receiptFrequency}, ${settings.wantsAnniversaryEmail ? "with" : "without"} anniversary`;
    const [oldValue, newValue] = [describe(plan), describe({ receiptFrequency, wantsAnniversaryEmail })];
    await tx.planChange.create({
      data: { id: newId(), planId, kind: "receipts", oldValue, newValue, by: actorName(by), changedAt: now() },
    });
    await auditPlanChange(tx, by, { planId, kind: "receipts", was: oldValue, became: newValue });
    return { plan: await tx.plan.update({ where: { id: planId }, data: { receiptFrequency, wantsAnniversaryEmail } }) };
  });
}
