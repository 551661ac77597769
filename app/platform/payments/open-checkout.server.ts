import type Stripe from "stripe";
import { stripe } from "./stripe.server";

/** What every payment page of ours has. */
export type CheckoutPage = {
  /** Ours: it comes back in every list and event, of the page and of what is paid by it. */
  clientReferenceId: string;
  email: string;
  /** Shown to staff at Stripe and kept on the payment: never personal data. */
  metadata: Record<string, string>;
  description: string;
  successUrl: string;
  cancelUrl: string;
};

type OwnParams = Omit<Stripe.Checkout.SessionCreateParams, "client_reference_id" | "customer_email" | "success_url" | "cancel_url">;

/**
 * Opens a hosted page of Stripe's.
 * @param idempotencyKey derived from our own row, so that any repetition opens the same page
 * @returns the session's id and the page's address. Throws when Stripe refuses or can't be asked (`isStripeUnavailable`).
 */
export async function openCheckout(page: CheckoutPage, own: OwnParams, idempotencyKey: string): Promise<{ id: string; url: string }> {
  const session = await stripe().checkout.sessions.create(
    {
      ui_mode: "hosted_page",
      submit_type: "donate",
      locale: "en-GB",
      customer_email: page.email,
      client_reference_id: page.clientReferenceId,
      metadata: page.metadata,
      success_url: page.successUrl,
      cancel_url: page.cancelUrl,
      ...own,
    },
    { idempotencyKey },
  );
  if (!session.url) throw new Error("Stripe opened a payment page without an address");
  return { id: session.id, url: session.url };
}
