import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { expireCheckout, checkoutLifetimeHours } from "~/platform/payments/donation-checkout.server";
import { syncDonation } from "../payments/sync-donation.server";

const checkoutLifetimeMs = checkoutLifetimeHours * 60 * 60 * 1000;

/**
 * Closes the payment page of a gift that its donor replaced by another, so that both can't be paid.
 * Throws while the page is still being opened: the job tries again, until no form could open it any more.
 */
export async function closeDonationCheckout(id: string): Promise<void> {
  const donation = await db.donation.findUnique({ where: { id } });
  if (donation?.status !== "pending") return;
  if (!donation.stripeCheckoutSessionId && now().getTime() - donation.createdAt.getTime() > checkoutLifetimeMs) return;
  if (!donation.stripeCheckoutSessionId) throw new Error("the payment page is not open yet");
  await expireCheckout(donation.stripeCheckoutSessionId, `close-page/${id}`);
  await syncDonation(id);
}
