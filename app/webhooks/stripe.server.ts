import { readEvent, type PaymentEvent } from "~/platform/payments/events/read-event.server";
import { keepEvent, type EventWork } from "~/platform/payments/events/store-events.server";

/**
 * Stripe event -> work. Every event about a payment or a plan asks for the same: that its gift or plan be settled by
 * asking Stripe. Anything else is kept and does nothing, so a new kind of event is harmless.
 */
const aboutPlans = /^(customer\.subscription|invoice)\./;
const aboutMeans = /^(payment_method|mandate|customer)\./;
const aboutPages = /^checkout\.session\./;
const aboutGifts = /^(checkout\.session|payment_intent|charge|refund)\./;

export function workFor(event: PaymentEvent): EventWork {
  const { type, mode, reference, sessionId, paymentIntent, subscription, customer } = event;
  if (aboutPlans.test(type))
    return reference ? settlePlanWork("plan", reference) : subscription ? settlePlanWork("subscription", subscription) : null;
  if (aboutMeans.test(type)) return customer ? settlePlanWork("customer", customer) : null;
  if (aboutPages.test(type) && mode === "subscription") return sessionId ? settlePlanWork("session", sessionId) : null;
  if (mode === "setup")
    return type === "checkout.session.completed" && sessionId
      ? { task: "adopt-card", payload: { session: sessionId }, key: `adopt-card:${sessionId}` }
      : null;
  if (!aboutGifts.test(type)) return null;
  if (reference) return settleGiftWork("donation", reference);
  if (sessionId) return settleGiftWork("session", sessionId);
  return paymentIntent ? settleGiftWork("payment", paymentIntent) : null;
}

const settleGiftWork = (of: "donation" | "session" | "payment", id: string): EventWork => ({
  task: "settle-donation",
  payload: { [of]: id },
  key: `settle-donation:${id}`,
});

const settlePlanWork = (of: "plan" | "session" | "subscription" | "customer", id: string): EventWork => ({
  task: "settle-plan",
  payload: { [of]: id },
  key: `settle-plan:${id}`,
});

/** Takes in a webhook: verified, then event and work are committed together, then answered. */
export async function takeStripeWebhook(rawBody: Buffer, signature: string | null): Promise<{ status: 200 | 400 | 401; words: string }> {
  if (!signature) return { status: 401, words: "Not signed: an event carries Stripe's signature" };
  const event = await readEvent(rawBody, signature);
  if (event === "forged") return { status: 400, words: "The signature is not Stripe's, or it is too old" };
  if (event === "not-an-event") return { status: 400, words: "The body is not an event" };
  await keepEvent(event, workFor(event));
  return { status: 200, words: "kept" };
}
