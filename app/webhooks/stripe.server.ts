import { readEvent, type StripeEventSummary } from "~/platform/payments/events/read-event.server";
import type { Jobs } from "~/platform/jobs/job-types";
import { storeEvent, type EventJob } from "~/platform/payments/events/store-events.server";

/**
 * Stripe event -> work. Every event about a payment or a plan asks for the same: that its gift or plan be settled by
 * asking Stripe. Anything else is kept and does nothing, so a new kind of event is harmless.
 */
const subscriptionEvents = /^(customer\.subscription|invoice)\./;
const paymentMethodEvents = /^(payment_method|mandate|customer)\./;
const checkoutEvents = /^checkout\.session\./;
const paymentEvents = /^(checkout\.session|payment_intent|charge|refund)\./;

export function jobFor(event: StripeEventSummary): EventJob {
  const { type, mode, clientReferenceId, checkoutSessionId, paymentIntentId, subscriptionId, customerId } = event;
  if (subscriptionEvents.test(type)) {
    if (clientReferenceId) return syncPlanJob(clientReferenceId, { planId: clientReferenceId });
    return subscriptionId ? syncPlanJob(subscriptionId, { stripeSubscriptionId: subscriptionId }) : null;
  }
  if (paymentMethodEvents.test(type)) return customerId ? syncPlanJob(customerId, { stripeCustomerId: customerId }) : null;
  if (checkoutEvents.test(type) && mode === "subscription")
    return checkoutSessionId ? syncPlanJob(checkoutSessionId, { stripeCheckoutSessionId: checkoutSessionId }) : null;
  if (mode === "setup")
    return type === "checkout.session.completed" && checkoutSessionId
      ? {
          task: "attach-payment-method",
          payload: { stripeCheckoutSessionId: checkoutSessionId },
          jobKey: `attach-payment-method:${checkoutSessionId}`,
        }
      : null;
  if (!paymentEvents.test(type)) return null;
  if (clientReferenceId) return syncDonationJob(clientReferenceId, { donationId: clientReferenceId });
  if (checkoutSessionId) return syncDonationJob(checkoutSessionId, { stripeCheckoutSessionId: checkoutSessionId });
  // A gift's payment carries its reference: this one is a plan's first collection, or nothing of ours.
  if (type === "payment_intent.payment_failed" && paymentIntentId)
    return {
      task: "close-tested-plan-pages",
      payload: { stripePaymentIntentId: paymentIntentId },
      jobKey: `close-tested-plan-pages:${paymentIntentId}`,
    };
  return paymentIntentId ? syncDonationJob(paymentIntentId, { stripePaymentIntentId: paymentIntentId }) : null;
}

const syncDonationJob = (id: string, payload: Jobs["sync-donation"]): EventJob => ({
  task: "sync-donation",
  payload,
  jobKey: `sync-donation:${id}`,
});

const syncPlanJob = (id: string, payload: Jobs["sync-plan"]): EventJob => ({ task: "sync-plan", payload, jobKey: `sync-plan:${id}` });

/** Takes in a webhook: verified, then event and work are committed together, then answered. */
export async function handleStripeWebhook(
  rawBody: Buffer,
  signature: string | null,
): Promise<{ status: 200 | 400 | 401; message: string }> {
  if (!signature) return { status: 401, message: "Not signed: an event carries Stripe's signature" };
  const event = await readEvent(rawBody, signature);
  if (event === "invalid-signature") return { status: 400, message: "The signature is not Stripe's, or it is too old" };
  if (event === "malformed") return { status: 400, message: "The body is not an event" };
  await storeEvent(event, jobFor(event));
  return { status: 200, message: "kept" };
}
