import type Stripe from "stripe";
import { all, change, find } from "../../records";
import { plan } from "../../schedule";
import { emit } from "../../webhooks/emit";
import { seconds, type World } from "../../world";
import { cancelSubscription } from "../cancel";
import { periodOf } from "./items";
import { defaultMethod, intentOf } from "../payment-method";
import { setStatus, subscriptionOf } from "../status";

const day = 86_400;
export const retryTask = "retry an invoice";

/** An attempt to collect failed: says so, plans the next by the schedule, or gives up after the last. */
export function afterFailure(world: World, invoice: Stripe.Invoice): void {
  const subscription = find(world, "subscription", subscriptionOf(invoice));
  if (!subscription) return;
  const over = planRetry(world, invoice, subscription) === "over";
  emit(world, "invoice.payment_failed", invoice);
  if (isRunning(subscription)) setStatus(world, subscription, "past_due");
  if (over) giveUp(world, subscription);
}

/** What a subscription owes since it was resumed was not paid: it is collected again by the schedule. */
export function retryLater(world: World, invoice: Stripe.Invoice, subscription: Stripe.Subscription): void {
  if (invoice.status !== "open") return;
  setStatus(world, subscription, "past_due");
  if (planRetry(world, invoice, subscription) === "over") giveUp(world, subscription);
}

/** Open invoices whose next attempt lies beyond their plan's next collection: the schedule is too long for its interval. */
export function lateRetries(world: World): Stripe.Invoice[] {
  return all(world, "invoice").filter(({ id, status, next_payment_attempt: next, ...invoice }) => {
    if (status !== "open" || next === null) return false;
    const subscription = find(world, "subscription", subscriptionOf(invoice as Stripe.Invoice));
    return subscription !== undefined && (subscription.latest_invoice !== id || next >= periodOf(subscription).end);
  });
}

const isRunning = ({ status }: Stripe.Subscription) => status === "active" || status === "trialing";

/** @returns "over" where the schedule has no further attempt */
function planRetry(world: World, invoice: Stripe.Invoice, subscription: Stripe.Subscription): "planned" | "over" | "none" {
  if (!invoice.auto_advance || invoice.status !== "open") return "none";
  if (!isRunning(subscription) && subscription.status !== "past_due") return "none";
  // Somebody tried by hand: the schedule stays as it was.
  if (invoice.next_payment_attempt !== null && invoice.next_payment_attempt > seconds(world)) return "none";
  const { retryDays } = world.settings.billing;
  const wait = (isByDebit(world, invoice, subscription) ? retryDays.bacs : retryDays.card)[invoice.attempt_count - 1];
  const at = wait === undefined ? null : seconds(world) + Math.round(wait * day);
  change(world, invoice, { next_payment_attempt: at });
  if (at === null) return "over";
  plan(world, retryTask, invoice.id, at);
  return "planned";
}

function isByDebit(world: World, invoice: Stripe.Invoice, subscription: Stripe.Subscription): boolean {
  const tried = intentOf(world, invoice)?.last_payment_error?.payment_method;
  return (tried ?? defaultMethod(world, subscription))?.type === "bacs_debit";
}

function giveUp(world: World, subscription: Stripe.Subscription): void {
  const { afterRetries } = world.settings.billing;
  if (afterRetries === "cancel") cancelSubscription(world, subscription, { reason: "payment_failed" });
  if (afterRetries === "unpaid") setStatus(world, subscription, "unpaid");
}
