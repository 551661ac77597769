import type Stripe from "stripe";
import { invalid } from "../api/refusal";
import { moveIntent } from "../payments/intent-moves";
import { change, find } from "../records";
import { emit } from "../webhooks/emit";
import { seconds, type World } from "../world";
import { voidInvoice } from "./invoice";
import { invoicePaymentOf } from "./invoice-payments";
import { intentOf } from "./means";
import { restore } from "./paid";
import { subscriptionOf } from "./standing";

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
