import type Stripe from "stripe";
import type { Pence } from "../money";
import { toUnixSeconds } from "./expandable";
import { listPages, type Throttle } from "./list-pages.server";
import { openCheckout, type CheckoutPage } from "./open-checkout.server";
import { stripe } from "./stripe.server";

/** How long a payment page stays open: Stripe's own default. */
export const checkoutLifetimeHours = 24;

export type DonationCheckoutParams = CheckoutPage & { lineItems: { name: string; pence: Pence }[] };

/** Opens Stripe's page for one payment by card or Direct Debit, as `openCheckout` says. */
export const createDonationCheckout = (
  { lineItems, ...page }: DonationCheckoutParams,
  idempotencyKey: string,
): Promise<{ id: string; url: string }> =>
  openCheckout(
    page,
    {
      mode: "payment",
      allowed_payment_method_types: ["card", "bacs_debit"],
      customer_creation: "always",
      line_items: lineItems.map(({ name, pence }) => ({
        quantity: 1,
        price_data: { currency: "gbp", unit_amount: pence, product_data: { name } },
      })),
      payment_intent_data: { description: page.description, metadata: page.metadata },
    },
    idempotencyKey,
  );

/** Closes a payment page so that it can't be paid any more. One that is paid or closed stays as it is. */
export async function expireCheckout(checkoutSessionId: string, idempotencyKey: string): Promise<void> {
  const session = await stripe().checkout.sessions.retrieve(checkoutSessionId);
  if (session.status === "open") await stripe().checkout.sessions.expire(checkoutSessionId, {}, { idempotencyKey });
}

export type CheckoutSummary = Pick<Stripe.Checkout.Session, "id" | "client_reference_id" | "url">;

/** Every payment page opened since an instant, newest first, page by page in bounded memory. @param after the page to go on after */
export const listCheckouts = (since: Date, after: string | null, throttle: Throttle): AsyncGenerator<CheckoutSummary[]> =>
  listPages((params) => stripe().checkout.sessions.list({ created: { gte: toUnixSeconds(since) }, ...params }), after, throttle);
