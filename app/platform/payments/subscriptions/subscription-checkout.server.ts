import type Stripe from "stripe";
import type { Pence } from "~/platform/money";
import { openCheckout, type CheckoutPage } from "../open-checkout.server";

/** A page on which somebody agrees to pay the same sum again and again. */
export type SubscriptionCheckoutParams = CheckoutPage & {
  /** What each collection is for, as Stripe's page and receipts have it. */
  productName: string;
  /** One collection, whole. */
  amountPence: Pence;
  recurring: { interval: "week" | "month" | "year"; interval_count: number };
  paymentMethodTypes: ("card" | "bacs_debit")[];
  /** When the first collection is taken; null: as soon as it is agreed to. */
  startsAt: Date | null;
  /** When our row was written. The request depends on it and not on the clock, or its repetition would be another request. */
  createdAt: Date;
};

const hourMs = 60 * 60 * 1000;
/** For so long after our row was written the same form may still ask for its page. */
const formReuseHours = 12;
/** Stripe takes a trial's end from 48 hours ahead; an hour more for clocks that differ. */
const minTrialHours = 49;

/** How near a first day may be when its page is opened: the page has to close before it. */
export const minHoursAhead = 3;

const toUnixSeconds = (instant: Date | number) => Math.floor(Number(instant) / 1000);

/**
 * Opens Stripe's page for a plan, as `openCheckout` says. Both sums of a collection, gift and fee cover, are one line of one price,
 * so that a change of amount changes one thing.
 */
export const createSubscriptionCheckout = (
  params: SubscriptionCheckoutParams,
  idempotencyKey: string,
): Promise<{ id: string; url: string }> =>
  openCheckout(
    params,
    {
      mode: "subscription",
      allowed_payment_method_types: params.paymentMethodTypes,
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: "gbp",
            unit_amount: params.amountPence,
            recurring: params.recurring,
            product_data: { name: params.productName },
          },
        },
      ],
      subscription_data: {
        billing_mode: { type: "flexible" },
        description: params.description,
        metadata: params.metadata,
        ...(params.startsAt && firstCollectionParams(params.startsAt, params.createdAt)),
      },
      ...(params.startsAt && { expires_at: checkoutExpiresAt(params.startsAt, params.createdAt) }),
    },
    idempotencyKey,
  );

/** A first day further ahead is a trial's end; for a nearer one, which Stripe refuses as that, the collections are anchored to it. */
function firstCollectionParams(startsAt: Date, createdAt: Date): Stripe.Checkout.SessionCreateParams.SubscriptionData {
  const hoursAhead = (startsAt.getTime() - createdAt.getTime()) / hourMs;
  return hoursAhead >= minTrialHours + formReuseHours
    ? { trial_end: toUnixSeconds(startsAt) }
    : { billing_cycle_anchor: toUnixSeconds(startsAt), proration_behavior: "none" };
}

/** A page may not be open when its first day has come, nor for longer than Stripe's 24 hours. */
const checkoutExpiresAt = (startsAt: Date, createdAt: Date): number =>
  toUnixSeconds(Math.min(startsAt.getTime() - hourMs, createdAt.getTime() + 24 * hourMs - 60_000));
