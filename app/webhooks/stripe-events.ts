import type { StripeEventSummary, StripeEventType } from "~/platform/payments/events/read-event.server";
import type { EventJob } from "~/platform/payments/events/store-events.server";
import type { Jobs } from "~/platform/jobs/job-types";

type Rule = (event: StripeEventSummary) => EventJob;

/**
 * Stripe event -> work, which is always the same: that its gift, plan or payout be synced by asking Stripe. A site registers exactly these
 * (README lists them); any other is kept and does nothing. `invoice.created` is left out on purpose: a draft changes nothing here, and
 * Stripe holds a collection back for up to three days while an endpoint that is registered for it does not answer.
 */
const rules = {
  "checkout.session.completed": checkoutJob,
  "checkout.session.async_payment_succeeded": checkoutJob,
  "checkout.session.async_payment_failed": checkoutJob,
  "checkout.session.expired": checkoutJob,
  "payment_intent.processing": paymentJob,
  "payment_intent.succeeded": paymentJob,
  "payment_intent.payment_failed": failedPaymentJob,
  "payment_intent.canceled": paymentJob,
  "charge.succeeded": paymentJob,
  "charge.failed": paymentJob,
  // Only now the fee is known.
  "charge.updated": paymentJob,
  "charge.refunded": paymentJob,
  "charge.refund.updated": paymentJob,
  "charge.dispute.created": paymentJob,
  "charge.dispute.updated": paymentJob,
  "charge.dispute.closed": paymentJob,
  "charge.dispute.funds_withdrawn": paymentJob,
  "charge.dispute.funds_reinstated": paymentJob,
  "refund.created": paymentJob,
  "refund.updated": paymentJob,
  "refund.failed": paymentJob,
  "customer.subscription.created": subscriptionJob,
  "customer.subscription.updated": subscriptionJob,
  "customer.subscription.paused": subscriptionJob,
  "customer.subscription.resumed": subscriptionJob,
  "customer.subscription.deleted": subscriptionJob,
  "invoice.finalized": subscriptionJob,
  "invoice.updated": subscriptionJob,
  "invoice.paid": subscriptionJob,
  "invoice.payment_failed": subscriptionJob,
  "invoice.payment_action_required": subscriptionJob,
  "invoice.voided": subscriptionJob,
  "invoice.marked_uncollectible": subscriptionJob,
  // A card's new number or expiry, by the sponsor or by its bank; and one that was taken away.
  "payment_method.updated": customerJob,
  "payment_method.automatically_updated": customerJob,
  "payment_method.detached": customerJob,
  "mandate.updated": mandateJob,
  "customer.updated": customerJob,
  "customer.deleted": customerJob,
  "payout.paid": payoutJob,
  "payout.failed": payoutJob,
  "payout.canceled": payoutJob,
  // Only now all that a payout is made of is known.
  "payout.reconciliation_completed": payoutJob,
} satisfies Partial<Record<StripeEventType, Rule>>;

/** The types of event that a site registers at Stripe, in the order of README's list. */
export const stripeEventTypes = Object.keys(rules) as (keyof typeof rules)[];

/** @returns the job that an event asks for; null: none, be it of a type that is not listed or about nothing of ours */
export function jobFor(event: StripeEventSummary): EventJob {
  return Object.hasOwn(rules, event.type) ? rules[event.type as keyof typeof rules](event) : null;
}

function checkoutJob(event: StripeEventSummary): EventJob {
  const { type, mode, checkoutSessionId } = event;
  if (mode !== "subscription" && mode !== "setup") return paymentJob(event);
  if (!checkoutSessionId) return null;
  const payload = { stripeCheckoutSessionId: checkoutSessionId };
  if (mode === "subscription") return syncPlanJob(checkoutSessionId, payload);
  if (type !== "checkout.session.completed") return null;
  return { task: "attach-payment-method", payload, jobKey: `attach-payment-method:${checkoutSessionId}` };
}

function paymentJob({ clientReferenceId, checkoutSessionId, paymentIntentId }: StripeEventSummary): EventJob {
  if (clientReferenceId) return syncDonationJob(clientReferenceId, { donationId: clientReferenceId });
  if (checkoutSessionId) return syncDonationJob(checkoutSessionId, { stripeCheckoutSessionId: checkoutSessionId });
  return paymentIntentId ? syncDonationJob(paymentIntentId, { stripePaymentIntentId: paymentIntentId }) : null;
}

/** A gift's payment carries its reference: one without is a plan's first collection, or nothing of ours. */
function failedPaymentJob(event: StripeEventSummary): EventJob {
  const { clientReferenceId, checkoutSessionId, paymentIntentId } = event;
  if (clientReferenceId || checkoutSessionId || !paymentIntentId) return paymentJob(event);
  return {
    task: "close-tested-plan-pages",
    payload: { stripePaymentIntentId: paymentIntentId },
    jobKey: `close-tested-plan-pages:${paymentIntentId}`,
  };
}

function subscriptionJob({ clientReferenceId, subscriptionId }: StripeEventSummary): EventJob {
  if (clientReferenceId) return syncPlanJob(clientReferenceId, { planId: clientReferenceId });
  return subscriptionId ? syncPlanJob(subscriptionId, { stripeSubscriptionId: subscriptionId }) : null;
}

function customerJob({ customerId }: StripeEventSummary): EventJob {
  return customerId ? syncPlanJob(customerId, { stripeCustomerId: customerId }) : null;
}

function mandateJob({ objectType, objectId }: StripeEventSummary): EventJob {
  if (objectType !== "mandate" || !objectId) return null;
  return { task: "check-mandate", payload: { stripeMandateId: objectId }, jobKey: `check-mandate:${objectId}` };
}

function payoutJob({ objectType, objectId }: StripeEventSummary): EventJob {
  if (objectType !== "payout" || !objectId) return null;
  return { task: "sync-payout", payload: { stripePayoutId: objectId }, jobKey: `sync-payout:${objectId}` };
}

const syncDonationJob = (id: string, payload: Jobs["sync-donation"]): EventJob => ({
  task: "sync-donation",
  payload,
  jobKey: `sync-donation:${id}`,
});

const syncPlanJob = (id: string, payload: Jobs["sync-plan"]): EventJob => ({ task: "sync-plan", payload, jobKey: `sync-plan:${id}` });
