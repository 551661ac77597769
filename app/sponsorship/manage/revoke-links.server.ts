import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { actorName, auditPlanChange, type Actor } from "./actor.server";
import { lockPlan } from "./plan-command.server";

/** Makes every link to this plan in emails sent so far stop working. Emails from now on carry new ones. */
export async function revokeLinks(planId: string, { by }: { by: Actor }): Promise<{ plan: Plan } | { refused: "no-such-plan" }> {
  return await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    const linkVersion = plan.linkVersion + 1;
    const [oldValue, newValue] = [String(plan.linkVersion), String(linkVersion)];
    await tx.planChange.create({ data: { id: newId(), planId, kind: "links", oldValue, newValue, by: actorName(by), changedAt: now() } });
    await auditPlanChange(tx, by, { planId, kind: "links", was: oldValue, became: newValue });
    return { plan: await tx.plan.update({ where: { id: planId }, data: { linkVersion } }) };
  });
}
