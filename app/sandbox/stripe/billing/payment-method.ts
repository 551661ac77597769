import type Stripe from "stripe";
import { find, idOf, make, need } from "../records";
import { makeIntent } from "../resources/payment-intents";
import type { World } from "../world";
import { invoicePaymentOf, linkPayment } from "./invoices/invoice-payments";
import { subscriptionOf } from "./status";

/** The intent by which an invoice is being paid, or was. */
export function intentOf(world: World, invoice: Stripe.Invoice): Stripe.PaymentIntent | undefined {
  return find(world, "payment_intent", idOf(invoicePaymentOf(world, invoice.id)?.payment.payment_intent) ?? "");
}

/**
 * The invoice's own intent, made at the first attempt.
 * @param begun one that was begun already, such as on the hosted page
 */
export function intentFor(world: World, invoice: Stripe.Invoice, begun?: Stripe.PaymentIntent): Stripe.PaymentIntent {
  const known = intentOf(world, invoice);
  if (known) return known;
  const intent = begun ?? makeInvoiceIntent(world, invoice);
  const payment = make(world, "invoice_payment", {
    amount_requested: invoice.amount_due,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    payment: { type: "payment_intent", payment_intent: intent.id },
    status: "open",
  });
  linkPayment(world, payment, intent.id, invoice.id);
  return intent;
}

function makeInvoiceIntent(world: World, invoice: Stripe.Invoice): Stripe.PaymentIntent {
  const { payment_settings: settings } = need(world, "subscription", subscriptionOf(invoice));
  const first = invoice.billing_reason === "subscription_create";
  return makeIntent(world, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: idOf(invoice.customer),
    description: first ? "Subscription creation" : "Subscription update",
    payment_method_types: settings?.payment_method_types ?? ["card", "bacs_debit"],
    ...(first && { setup_future_usage: "off_session" as const }),
  });
}

/** What a subscription is paid by: its own method, or else its customer's. One that was taken away counts as none. */
export function defaultMethod(world: World, subscription: Stripe.Subscription): Stripe.PaymentMethod | undefined {
  const customer = find(world, "customer", idOf(subscription.customer) ?? "");
  const candidates = [subscription.default_payment_method, customer?.invoice_settings.default_payment_method];
  const methods = candidates.map((candidate) => find(world, "payment_method", idOf(candidate) ?? ""));
  return methods.find((method) => method && idOf(method.customer) === customer?.id);
}
