import { maxRefusedCards, queueCardTestingAlert } from "~/giving/checkout/card-testing.server";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { checkoutLifetimeHours } from "~/platform/payments/donation-checkout.server";
import { fetchRefusedPayer } from "~/platform/payments/fetch-payment.server";

/** Closes the page of a plan on which too many cards were refused, and tells staff once. The page knows its payer by email address. */
export async function closeTestedPlanPages(paymentIntentId: string): Promise<void> {
  const payer = await fetchRefusedPayer(paymentIntentId);
  if (!payer || payer.refusedCards < maxRefusedCards) return;
  const createdAt = { gt: new Date(now().getTime() - checkoutLifetimeHours * 60 * 60 * 1000) };
  const email = { equals: payer.email, mode: "insensitive" } as const;
  const plans = await db.plan.findMany({ where: { status: "pending", email, createdAt }, select: { id: true }, orderBy: { id: "asc" } });
  await inTransaction(async (tx) => {
    for (const { id } of plans) {
      await queueCardTestingAlert(tx, { kind: "plan-card-testing", about: { planId: id } });
      await enqueue(tx, "close-plan-checkout", { planId: id }, { key: `close-plan-checkout:${id}` });
    }
  });
}
