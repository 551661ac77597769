import type Stripe from "stripe";
import { all, change, find, idOf } from "../records";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";
import { hasEnded, invoicesOf, moveSubscription } from "./status";

type Why = { reason: "cancellation_requested" | "payment_failed" | "payment_disputed"; comment?: string; feedback?: string };

const task = "cancel a subscription";

/** Ends a subscription now. What it still owes is not collected any more, unless somebody pays it by hand. */
export function cancelSubscription(world: World, subscription: Stripe.Subscription, why: Why): void {
  const now = seconds(world);
  const before = subscription.cancellation_details;
  moveSubscription(world, subscription, "canceled", {
    canceled_at: subscription.canceled_at ?? now,
    ended_at: now,
    cancellation_details: {
      comment: why.comment ?? before?.comment ?? null,
      feedback: (why.feedback as Stripe.Subscription.CancellationDetails.Feedback) ?? before?.feedback ?? null,
      feedback_option: null,
      reason: why.reason,
    },
  });
  if (subscription.status_details) {
    delete subscription.status_details;
    change(world, subscription, {});
  }
  emit(world, "customer.subscription.deleted", subscription);
  for (const invoice of invoicesOf(world, subscription.id)) {
    if (invoice.status !== "open" && invoice.status !== "draft") continue;
    const previous = change(world, invoice, { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null });
    emit(world, "invoice.updated", invoice, previous);
  }
}

/** A customer who is deleted is not charged any more. */
export function cancelAllOf(world: World, customer: string): void {
  for (const subscription of all(world, "subscription"))
    if (idOf(subscription.customer) === customer && !hasEnded(subscription))
      cancelSubscription(world, subscription, { reason: "cancellation_requested" });
}

/** The subscription is to end at a time. Where that was taken back until then, nothing happens. */
export function planCancellation(world: World, subscription: Stripe.Subscription, at: number): void {
  plan(world, task, subscription.id, at);
}

export const cancellations: Part = {
  tasks: {
    [task]: (world, id) => {
      const subscription = find(world, "subscription", id);
      if (!subscription || hasEnded(subscription) || subscription.cancel_at === null || subscription.cancel_at > seconds(world)) return;
      cancelSubscription(world, subscription, { reason: "cancellation_requested" });
    },
  },
};
