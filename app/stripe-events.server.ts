import { readEvent, type PaymentEvent } from "~/platform/payments/events.server";
import { keepEvent, type EventWork } from "~/platform/payments/keep-events.server";

/**
 * Stripe event -> work. Every event about a payment asks for the same: that its gift be settled by asking Stripe.
 * Anything else is kept and does nothing, so a new kind of event is harmless.
 */
const aboutGifts = /^(checkout\.session|payment_intent|charge|refund)\./;

export function workFor(event: PaymentEvent): EventWork {
  if (!aboutGifts.test(event.type)) return null;
  const settle = (of: "donation" | "session" | "payment", id: string) => ({
    task: "settle-donation",
    payload: { [of]: id },
    key: `settle-donation:${id}`,
  });
  if (event.reference) return settle("donation", event.reference);
  if (event.sessionId) return settle("session", event.sessionId);
  if (event.paymentIntent) return settle("payment", event.paymentIntent);
  return null;
}

/** Takes in a webhook: verified, then event and work are committed together, then answered. */
export async function takeStripeWebhook(rawBody: Buffer, signature: string | null): Promise<{ status: 200 | 400 | 401; words: string }> {
  if (!signature) return { status: 401, words: "Not signed: an event carries Stripe's signature" };
  const event = await readEvent(rawBody, signature);
  if (event === "forged") return { status: 400, words: "The signature is not Stripe's, or it is too old" };
  if (event === "not-an-event") return { status: 400, words: "The body is not an event" };
  await keepEvent(event, workFor(event));
  return { status: 200, words: "kept" };
}
