import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { fetchMandate } from "~/platform/payments/fetch-mandate.server";
import { findPlanId } from "../find-plan.server";
import { isLive } from "../plan-status";
import { syncPlan } from "./sync-plan.server";

/**
 * Looks whether a Direct Debit's mandate has ended; the work of the job "check-mandate". Where a live plan is collected by it, the
 * plan says so and its sponsor is told once, before a collection fails. If the news is lost, the failed collection tells.
 */
export async function checkMandate(stripeMandateId: string): Promise<void> {
  const { hasEnded, paymentMethodId, customerId } = await fetchMandate(stripeMandateId);
  const planId = hasEnded && customerId ? await findPlanId({ stripeCustomerId: customerId }) : null;
  if (!planId || !paymentMethodId) return;
  // What it is collected by now may be another account or card.
  await syncPlan(planId);
  await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM plan WHERE id = ${planId} FOR UPDATE`;
    const plan = await tx.plan.findUniqueOrThrow({ where: { id: planId } });
    if (plan.stripePaymentMethodId !== paymentMethodId || plan.mandateEndedAt || !isLive(plan.status)) return;
    await tx.plan.update({ where: { id: planId }, data: { mandateEndedAt: now() } });
    await queueEmail(tx, { kind: "direct-debit-cancelled", about: { planId, stripeMandateId } });
  });
}
