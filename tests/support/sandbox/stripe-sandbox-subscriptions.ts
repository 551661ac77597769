import type Stripe from "stripe";
import { idOf } from "~/sandbox/stripe/records";
import { harness, type SandboxHarness } from "./stripe-sandbox-harness";

export const weekSeconds = 7 * 86_400;

export type BillingInterval = { interval: "day" | "week" | "month" | "year"; interval_count?: number };
export const weekly: BillingInterval = { interval: "week" };
export const fourWeekly: BillingInterval = { interval: "week", interval_count: 4 };
export const monthly: BillingInterval = { interval: "month" };
export const yearly: BillingInterval = { interval: "year" };

/** What a session for a plan of so many pence asks for. */
export function planSessionParams(
  pence: number,
  recurring: BillingInterval,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "subscription",
    success_url: "http://127.0.0.1:3000/sponsor/thank-you?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://127.0.0.1:3000/sponsor",
    line_items: [{ price_data: { currency: "gbp", unit_amount: pence, recurring, product_data: { name: "Sponsor a room" } }, quantity: 1 }],
    allowed_payment_method_types: ["card", "bacs_debit"],
    client_reference_id: "plan_1",
    ...more,
  };
}

type JoinedSubscription = { session: Stripe.Checkout.Session; subscription: Stripe.Subscription };

/** Joins a plan through the hosted page's way, and forgets the events of that. */
export async function joinSubscription(
  desk: SandboxHarness,
  pence: number,
  recurring: BillingInterval,
  how: { card?: string; bacs?: string } = {},
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<JoinedSubscription> {
  const { id } = await desk.stripe.checkout.sessions.create(planSessionParams(pence, recurring, more));
  desk.control.completeSession(id, { challenge: "pass", ...how });
  const session = await desk.stripe.checkout.sessions.retrieve(id);
  const subscription = await desk.stripe.subscriptions.retrieve(idOf(session.subscription) ?? "");
  await desk.control.advance({ seconds: 60 });
  await desk.takeTypes();
  return { session, subscription };
}

/** An item's new price, at the same or another billing interval. */
export function withPrice(subscription: Stripe.Subscription, pence: number, recurring: BillingInterval): Stripe.SubscriptionUpdateParams {
  const [item] = subscription.items.data;
  const product = idOf(item?.price.product as string) ?? "";
  return {
    items: [{ id: item?.id ?? "", price_data: { currency: "gbp", unit_amount: pence, product, recurring } }],
    proration_behavior: "none",
  };
}

export const getPeriodEnd = (subscription: Stripe.Subscription): number => subscription.items.data[0]?.current_period_end ?? 0;

/** The events without the fee's, which come at their own time. */
export const withoutFees = (types: string[]): string[] => types.filter((type) => type !== "charge.updated");

export const paid = [
  "payment_intent.created",
  "charge.succeeded",
  "payment_intent.succeeded",
  "invoice_payment.paid",
  "invoice.paid",
  "invoice.payment_succeeded",
];
export const declined = ["charge.failed", "payment_intent.payment_failed", "invoice.payment_failed"];

/** The events of a renewal, in order. */
export const renewal = ["customer.subscription.updated", "invoice.created", "invoice.finalized", ...paid];

/** Lets time pass at the sandbox of the test that runs, and gives the events that came of it. */
export async function advanceSeconds(seconds: number): Promise<string[]> {
  await harness.control.advance({ seconds });
  return withoutFees(await harness.takeTypes());
}
