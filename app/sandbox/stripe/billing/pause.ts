import type Stripe from "stripe";
import { invalid } from "../api/refusal";
import { find, idOf } from "../records";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type World } from "../world";
import { collect } from "./invoices/collect";
import { draftInvoice, finalizeInvoice } from "./invoices/invoice";
import { inPeriod, periodOf, intervalOfSubscription } from "./invoices/items";
import { intentOf } from "./payment-method";
import { awaitedInvoice, awaitPayment, pausedNow, resumeIn } from "./resumption";
import { retryLater } from "./invoices/retries";
import { lastCollection, nextCollection, type Period } from "./interval";
import { moveSubscription } from "./status";
import { withdraw } from "./invoices/close-invoice";

const hour = 3600;
export const unpaidResumptionTask = "give a resumption up";

/** Nothing is collected until the subscription is resumed. What was paid for is not given back. */
export function pauseSubscription(world: World, subscription: Stripe.Subscription, asked: Stripe.SubscriptionPauseParams): void {
  if (subscription.status !== "active" && subscription.status !== "trialing")
    throw invalid(`Only subscriptions with a status of active or trialing can be paused. This one is ${subscription.status}.`);
  if (asked.bill_for?.unused_time_from?.type !== "none")
    throw invalid("This sandbox gives no credit for unused time: send bill_for[unused_time_from][type] none.", {
      param: "bill_for[unused_time_from][type]",
    });
  const previous = moveSubscription(world, subscription, "paused", pausedNow(world));
  emit(world, "customer.subscription.paused", subscription);
  emit(world, "customer.subscription.updated", subscription, previous);
}

/** Begins a paused subscription again: with a collection now, or at its next usual time. */
export function resumeSubscription(world: World, subscription: Stripe.Subscription, asked: Stripe.SubscriptionResumeParams): void {
  if (subscription.status !== "paused") throw invalid(`Only paused subscriptions can be resumed. This one is ${subscription.status}.`);
  dropEarlierAttempt(world, subscription);
  if (asked.billing_cycle_anchor?.type === "unchanged") resumeUnchanged(world, subscription, asked);
  else resumeNow(world, subscription, asked.payment_behavior === "resume_on_payment_success");
}

/** The period that a resumption with collection now begins. */
export function resumedPeriod(world: World, subscription: Stripe.Subscription): Period {
  const now = seconds(world);
  return { start: now, end: nextCollection(intervalOfSubscription(subscription), now, now) };
}

function resumeNow(world: World, subscription: Stripe.Subscription, onSuccess: boolean): void {
  const period = resumedPeriod(world, subscription);
  const shown = { ...subscription, items: inPeriod(subscription, period) };
  const invoice = draftInvoice(world, shown, { reason: "subscription_update", period, before: periodOf(subscription) });
  subscription.latest_invoice = invoice.id;
  world.store.table<Stripe.Subscription>("subscription").put(subscription);
  awaitPayment(world, subscription.id, invoice.id, period);
  finalizeInvoice(world, invoice);
  collect(world, invoice);
  if (!isStillPaused(world, subscription)) return;
  if (onSuccess) {
    plan(world, unpaidResumptionTask, invoice.id, seconds(world) + world.settings.billing.incompleteHours * hour);
    return;
  }
  resumeIn(world, subscription, period, period.start);
  if (intentOf(world, invoice)?.status !== "processing") retryLater(world, invoice, subscription);
}

/** The time between is free, so that there is nothing to collect before the next usual time. */
function resumeUnchanged(world: World, subscription: Stripe.Subscription, asked: Stripe.SubscriptionResumeParams): void {
  const now = seconds(world);
  const before = periodOf(subscription);
  if (before.end > now) {
    resumeIn(world, subscription, before);
    return;
  }
  if (asked.proration_behavior !== "none")
    throw invalid("This sandbox charges nothing in part: send proration_behavior none.", { param: "proration_behavior" });
  const { billing_cycle_anchor: anchor } = subscription;
  const interval = intervalOfSubscription(subscription);
  resumeIn(world, subscription, { start: lastCollection(interval, anchor, now), end: nextCollection(interval, anchor, now) });
}

/** A resumption that was asked for before and is not paid yet gives way to the new one. */
function dropEarlierAttempt(world: World, subscription: Stripe.Subscription): void {
  const earlier = find(world, "invoice", awaitedInvoice(world, subscription.id) ?? "");
  if (earlier?.status === "open") withdraw(world, earlier);
}

const isStillPaused = (world: World, { id }: Stripe.Subscription) => find(world, "subscription", id)?.status === "paused";

/** An invoice that a resumption waits for was not paid in time: the subscription stays paused. */
export function giveResumptionUp(world: World, id: string): void {
  const invoice = find(world, "invoice", id);
  const subscription = find(world, "subscription", idOf(invoice?.parent?.subscription_details?.subscription) ?? "");
  if (invoice?.status !== "open" || subscription?.status !== "paused") return;
  if (intentOf(world, invoice)?.status !== "processing") withdraw(world, invoice);
}
