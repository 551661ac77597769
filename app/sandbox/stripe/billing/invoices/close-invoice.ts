import type Stripe from "stripe";
import { invalid } from "../../api/refusal";
import { moveIntent } from "../../payments/intent-status";
import { change, find, need } from "../../records";
import { emit } from "../../webhooks/emit";
import { seconds, type World } from "../../world";
import { planBillingFee } from "../fee";
import { voidInvoice } from "./invoice";
import { invoicePaymentOf } from "./invoice-payments";
import { intentOf } from "../payment-method";
import { followResumption } from "../resumption";
import { moveInvoice, owesNothing, setStatus, subscriptionOf } from "../status";

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

/** A subscription that waited for money is active again once its latest invoice is paid or void. */
export function restore(world: World, subscription: Stripe.Subscription): void {
  const waits = ["incomplete", "past_due", "unpaid"].includes(subscription.status);
  if (waits && owesNothing(world, subscription.id)) setStatus(world, subscription, "active");
}

/**
 * Takes an open invoice back: it is not to be paid any more, nor is its intent.
 * @throws Refusal of one that is not open, or whose payment is under way
 */
export function withdraw(world: World, invoice: Stripe.Invoice): void {
  if (invoice.status !== "open" && invoice.status !== "uncollectible")
    throw invalid(`You can only pass in open or uncollectible invoices. This invoice isn't: it is ${invoice.status}.`, {
      code: "invoice_not_editable",
    });
  const intent = intentOf(world, invoice);
  if (intent?.status === "processing") throw invalid("You can't void an invoice whose payment is processing.");
  const payment = invoicePaymentOf(world, invoice.id);
  if (payment)
    change(world, payment, { status: "canceled", status_transitions: { ...payment.status_transitions, canceled_at: seconds(world) } });
  if (intent && intent.status !== "succeeded" && intent.status !== "canceled") {
    moveIntent(world, intent, "canceled", { canceled_at: seconds(world), cancellation_reason: "void_invoice" });
    emit(world, "payment_intent.canceled", intent);
  }
  voidInvoice(world, invoice);
  const subscription = find(world, "subscription", subscriptionOf(invoice));
  if (subscription && subscription.status !== "incomplete") restore(world, subscription);
}
