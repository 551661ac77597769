import type Stripe from "stripe";
import type { Pence } from "../money";
import { toUnixSeconds } from "./expandable";
import { listPages, type Throttle } from "./list-pages.server";
import { stripe } from "./stripe.server";

export type DonationCheckoutParams = {
  /** Ours: it comes back in every list and event. */
  clientReferenceId: string;
  lineItems: { name: string; pence: Pence }[];
  email: string;
  /** Shown to staff at Stripe and kept on the payment: never personal data. */
  metadata: Record<string, string>;
  description: string;
  successUrl: string;
  cancelUrl: string;
};

/** How long a payment page stays open: Stripe's own default. */
export const checkoutLifetimeHours = 24;

/**
 * Opens Stripe's hosted page for one payment by card or Direct Debit.
 * @param idempotencyKey derived from our own row, so that any repetition opens the same page
 * @returns the session's id and the page's address. Throws when Stripe refuses or can't be asked (`isStripeUnavailable`).
 */
export async function createDonationCheckout(params: DonationCheckoutParams, idempotencyKey: string): Promise<{ id: string; url: string }> {
  const session = await stripe().checkout.sessions.create(
    {
      mode: "payment",
      ui_mode: "hosted_page",
      submit_type: "donate",
      locale: "en-GB",
      allowed_payment_method_types: ["card", "bacs_debit"],
      customer_creation: "always",
      customer_email: params.email,
      client_reference_id: params.clientReferenceId,
      line_items: params.lineItems.map(({ name, pence }) => ({
        quantity: 1,
        price_data: { currency: "gbp", unit_amount: pence, product_data: { name } },
      })),
      metadata: params.metadata,
      payment_intent_data: { description: params.description, metadata: params.metadata },
      success_url: params.successUrl,
      cancel_url: params.cancelUrl,
    },
    { idempotencyKey },
  );
  if (!session.url) throw new Error("Stripe opened a payment page without an address");
  return { id: session.id, url: session.url };
}

/** Closes a payment page so that it can't be paid any more. One that is paid or closed stays as it is. */
export async function expireCheckout(checkoutSessionId: string, idempotencyKey: string): Promise<void> {
  const session = await stripe().checkout.sessions.retrieve(checkoutSessionId);
  if (session.status === "open") await stripe().checkout.sessions.expire(checkoutSessionId, {}, { idempotencyKey });
}

export type CheckoutSummary = Pick<Stripe.Checkout.Session, "id" | "client_reference_id" | "url">;

/** Every payment page opened since an instant, newest first, page by page in bounded memory. @param after the page to go on after */
export const listCheckouts = (since: Date, after: string | null, throttle: Throttle): AsyncGenerator<CheckoutSummary[]> =>
  listPages((params) => stripe().checkout.sessions.list({ created: { gte: toUnixSeconds(since) }, ...params }), after, throttle);
