import { inTransaction } from "~/platform/database/db.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import type { StaffActor } from "./actor.server";
import { lockPlan, refusalIfNotStarted } from "./plan-command.server";

/**
 * Sends a sponsor the link to their sponsorship, at their word to staff: there they give another card or account, or begin again after it
 * ended, which nobody can do for them.
 * @param request the form's id: sent twice it is one email
 */
export async function sendPlanLink(
  planId: string,
  { by, request }: { by: StaffActor; request: string },
): Promise<{ plan: object } | { refused: "no-such-plan" | "not-started" }> {
  return await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    if (!plan) return { refused: "no-such-plan" } as const;
    const refusal = refusalIfNotStarted(plan.status);
    if (refusal) return refusal;
    if (await queueEmail(tx, { kind: "plan-link", about: { planId, request } }))
      await recordAudit(tx, by, { action: "plan.link-sent", about: { kind: "plan", id: planId } });
    return { plan };
  });
}
