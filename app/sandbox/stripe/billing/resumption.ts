import type Stripe from "stripe";
import { change, save } from "../records";
import { emit } from "../webhooks/emit";
import { seconds, type World } from "../world";
import { inPeriod, planRenewal } from "./invoices/items";
import type { Period } from "./interval";
import { moveSubscription } from "./status";

/** A paused subscription that begins again in this period, once its invoice is paid. */
type Resumption = { id: string; invoice: string; period: Period };
const resumptions = (world: World) => world.store.table<Resumption>("_resumption");

export const awaitPayment = (world: World, subscription: string, invoice: string, period: Period): void =>
  void resumptions(world).put({ id: subscription, invoice, period });

/** The invoice whose payment a paused subscription waits for. */
export const awaitedInvoice = (world: World, subscription: string): string | undefined => resumptions(world).get(subscription)?.invoice;

/** Where this invoice is the one that a resumption waits for, the subscription begins again. @returns whether it was */
export function followResumption(world: World, invoice: Stripe.Invoice, subscription: Stripe.Subscription): boolean {
  const awaited = resumptions(world).get(subscription.id);
  if (awaited?.invoice !== invoice.id || subscription.status !== "paused") return false;
  resumeIn(world, subscription, awaited.period, awaited.period.start);
  return true;
}

/** The subscription goes on, in the given period. */
export function resumeIn(
  world: World,
  subscription: Stripe.Subscription,
  period: Period,
  anchor = subscription.billing_cycle_anchor,
): void {
  resumptions(world).remove(subscription.id);
  const trial = subscription.trial_end !== null && subscription.trial_end > seconds(world);
  delete subscription.status_details;
  save(world, subscription);
  const changes = { billing_cycle_anchor: anchor, items: inPeriod(subscription, period) };
  const previous = moveSubscription(world, subscription, trial ? "trialing" : "active", changes);
  emit(world, "customer.subscription.resumed", subscription);
  emit(world, "customer.subscription.updated", subscription, previous);
  planRenewal(world, subscription);
}

/** The subscription's own properties while it waits. */
export function pausedNow(world: World): Partial<Stripe.Subscription> {
  const paused = { type: "subscription", subscription: { type: "pause_requested" }, transitioned_at: seconds(world) };
  return { status_details: { paused } as Stripe.Subscription.StatusDetails };
}

/** Keeps a subscription as it is, but for what is named. */
export const amend = (world: World, subscription: Stripe.Subscription, changes: Partial<Stripe.Subscription>): void => {
  emit(world, "customer.subscription.updated", subscription, change(world, subscription, changes));
};
