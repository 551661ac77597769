import type Stripe from "stripe";
import { change, need } from "../records";
import { emit } from "../webhooks/emit";
import { seconds, type World } from "../world";
import { planBillingFee } from "./fee";
import { followResumption } from "./resumption";
import { moveInvoice, owesNothing, setStanding, subscriptionOf } from "./standing";

/**
 * What an invoice asks for was paid. A subscription that waited for it goes on.
 * @param payment null where nothing was due
 */
export function payInvoice(world: World, invoice: Stripe.Invoice, payment: Stripe.InvoicePayment | null): void {
  const now = seconds(world);
  moveInvoice(world, invoice, "paid", {
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, paid_at: now },
  });
  if (payment) {
    const transitions = { ...payment.status_transitions, paid_at: now };
    change(world, payment, { status: "paid", amount_paid: invoice.amount_due, status_transitions: transitions });
    emit(world, "invoice_payment.paid", payment);
    planBillingFee(world, invoice);
  }
  emit(world, "invoice.paid", invoice);
  emit(world, "invoice.payment_succeeded", invoice);
  const subscription = need(world, "subscription", subscriptionOf(invoice));
  if (!followResumption(world, invoice, subscription)) restore(world, subscription);
}

/** Where the latest invoice is settled, a subscription that waited for money is active again. */
export function restore(world: World, subscription: Stripe.Subscription): void {
  const waits = ["incomplete", "past_due", "unpaid"].includes(subscription.status);
  if (waits && owesNothing(world, subscription.id)) setStanding(world, subscription, "active");
}
