import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { checkoutLifetimeHours, expireCheckout } from "~/platform/payments/donation-checkout.server";

const checkoutLifetimeMs = checkoutLifetimeHours * 60 * 60 * 1000;

/**
 * Closes the page of a plan that its sponsor replaced by another, so that both can't be agreed to. That it has closed,
 * or was agreed to before it could be, is then settled like any other news.
 * Throws while the page is still being opened: the job tries again, until no form could open it any more.
 */
export async function closePlanCheckout(id: string): Promise<void> {
  const plan = await db.plan.findUnique({ where: { id } });
  if (plan?.status !== "pending") return;
  if (!plan.stripeCheckoutSessionId && now().getTime() - plan.createdAt.getTime() > checkoutLifetimeMs) return;
  if (!plan.stripeCheckoutSessionId) throw new Error("the page at Stripe is not open yet");
  await expireCheckout(plan.stripeCheckoutSessionId, `close-plan-checkout/${id}`);
}
