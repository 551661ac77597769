import type Stripe from "stripe";
import { all, change, idOf } from "../records";
import { emit } from "../webhooks/emit";
import type { World } from "../world";

export type SubscriptionStatus =
  | "incomplete"
  | "incomplete_expired"
  | "trialing"
  | "active"
  | "past_due"
  | "unpaid"
  | "paused"
  | "canceled";

/** How a subscription may move. What has ended never comes back. */
export const subscriptionTransitions: Record<SubscriptionStatus, SubscriptionStatus[]> = {
  incomplete: ["active", "incomplete_expired", "canceled"],
  incomplete_expired: [],
  trialing: ["active", "past_due", "paused", "canceled"],
  active: ["trialing", "past_due", "paused", "canceled"],
  past_due: ["active", "unpaid", "trialing", "canceled"],
  unpaid: ["active", "canceled"],
  paused: ["active", "trialing", "canceled"],
  canceled: [],
};

export type InvoiceStatus = "draft" | "open" | "paid" | "void" | "uncollectible";

export const invoiceTransitions: Record<InvoiceStatus, InvoiceStatus[]> = {
  draft: ["open"],
  open: ["paid", "void", "uncollectible"],
  uncollectible: ["paid", "void"],
  paid: [],
  void: [],
};

/** @returns what the changed properties were. @throws Error on a move that is not in the table, a fault of the sandbox */
export function moveSubscription(
  world: World,
  subscription: Stripe.Subscription,
  to: SubscriptionStatus,
  changes: Partial<Stripe.Subscription> = {},
): Partial<Stripe.Subscription> {
  if (!subscriptionTransitions[subscription.status as SubscriptionStatus].includes(to))
    throw new Error(`A subscription can't move from ${subscription.status} to ${to}`);
  return change(world, subscription, { ...changes, status: to });
}

/** @throws Error on a move that is not in the table */
export function moveInvoice(world: World, invoice: Stripe.Invoice, to: InvoiceStatus, changes: Partial<Stripe.Invoice> = {}): void {
  if (!invoiceTransitions[invoice.status as InvoiceStatus].includes(to))
    throw new Error(`An invoice can't move from ${invoice.status} to ${to}`);
  change(world, invoice, { ...changes, status: to });
}

/** Moves it where it may go there, and says so. */
export function setStatus(world: World, subscription: Stripe.Subscription, to: SubscriptionStatus): void {
  if (subscription.status === to) return;
  emit(world, "customer.subscription.updated", subscription, moveSubscription(world, subscription, to));
}

export const hasEnded = (subscription: Stripe.Subscription): boolean =>
  subscription.status === "canceled" || subscription.status === "incomplete_expired";

/** Which subscription an invoice is of. */
export const subscriptionOf = (invoice: Stripe.Invoice): string => idOf(invoice.parent?.subscription_details?.subscription) ?? "";

/** A subscription's invoices, the oldest first. */
export function invoicesOf(world: World, subscription: string): Stripe.Invoice[] {
  return all(world, "invoice").filter((invoice) => subscriptionOf(invoice) === subscription);
}

/** Whether the latest invoice that still counts is paid, or is not due yet. */
export function owesNothing(world: World, subscription: string): boolean {
  const counting = invoicesOf(world, subscription).filter(
    ({ status }) => status === "open" || status === "paid" || status === "uncollectible",
  );
  return counting.at(-1)?.status !== "open";
}
