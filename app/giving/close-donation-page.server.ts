import { db } from "~/platform/db.server";
import { closePaymentPage } from "~/platform/payments/payment-page.server";
import { settleDonation } from "./settle-donation.server";

/**
 * Closes the payment page of a gift that its donor replaced by another, so that both can't be paid.
 * Throws while the page is still being opened: the job tries again.
 */
export async function closeDonationPage(id: string): Promise<void> {
  const donation = await db.donation.findUnique({ where: { id } });
  if (donation?.state !== "pending") return;
  if (!donation.sessionId) throw new Error("the payment page is not open yet");
  await closePaymentPage(donation.sessionId, `close-page/${id}`);
  await settleDonation(id);
}
