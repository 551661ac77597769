import type Stripe from "stripe";
import { invalid } from "../../api/refusal";
import { confirmPayment, paymentError, notifyParts } from "../../payments/confirm";
import { moveIntent } from "../../payments/intent-status";
import { isRevoked } from "../../payments/mandate";
import { failNextAttempt } from "../../payments/verdict";
import { change, find, idOf, need } from "../../records";
import { emit } from "../../webhooks/emit";
import { seconds, type Outcome, type Part, type World } from "../../world";
import { invoicePaymentOf } from "./invoice-payments";
import { defaultMethod, intentFor, intentOf } from "../payment-method";
import { payInvoice } from "./close-invoice";
import { afterFailure, retryTask } from "./retries";
import { setStatus, subscriptionOf } from "../status";

/** How an invoice is to be paid. */
export type Collection = {
  /** Asked for by somebody, and not by the schedule. */
  byHand?: boolean;
  onSession?: boolean;
  authenticated?: boolean;
  method?: Stripe.PaymentMethod;
  /** An intent that was begun already, such as on the hosted page. */
  intent?: Stripe.PaymentIntent;
};

/** A subscription whose next attempts are to fail on purpose. */
type Failing = { id: string; times: number };
const failing = (world: World) => world.store.table<Failing>("_failing");

/** Makes the next so many attempts to collect for a subscription fail. */
export const failNextCollections = (world: World, subscription: string, times: number): void =>
  void failing(world).put({ id: subscription, times });

/**
 * Tries to take what an open invoice asks for: by the given method, the subscription's or the customer's.
 * What follows from the outcome happens in `collections`, at once or days later.
 */
export function collect(world: World, invoice: Stripe.Invoice, how: Collection = {}): Outcome {
  const subscription = need(world, "subscription", subscriptionOf(invoice));
  if (invoice.amount_due === 0) {
    payInvoice(world, invoice, null);
    return "succeeded";
  }
  const count = how.byHand ? Math.max(invoice.attempt_count, 1) : invoice.attempt_count + 1;
  change(world, invoice, { attempted: true, attempt_count: count, ...(!how.byHand && { next_payment_attempt: null }) });
  const method = how.method ?? defaultMethod(world, subscription);
  if (!method) {
    afterFailure(world, invoice);
    return "failed";
  }
  const intent = intentFor(world, invoice, how.intent);
  failOnPurpose(world, subscription.id, intent.id);
  if (isRevoked(world, method.id)) return refuseMandate(world, intent, method);
  const { onSession = false, authenticated = false } = how;
  return confirmPayment(world, intent, method, { onSession, authenticated });
}

/** @throws Refusal of an invoice that can't be paid now */
export function checkPayable(world: World, invoice: Stripe.Invoice): void {
  if (invoice.status === "paid") throw invalid("Invoice is already paid", { code: "invoice_already_paid" });
  if (invoice.status === "void") throw invalid("Invoices that are void can't be paid.", { code: "invoice_not_editable" });
  if (intentOf(world, invoice)?.status === "processing")
    throw invalid("This invoice's payment is under way: the payer's bank has not answered yet.", {
      code: "payment_intent_unexpected_state",
    });
}

function failOnPurpose(world: World, subscription: string, intent: string): void {
  const { times = 0 } = failing(world).get(subscription) ?? {};
  if (times === 0) return;
  failNextCollections(world, subscription, times - 1);
  failNextAttempt(world, intent);
}

/** A Direct Debit whose permission was taken back is not even sent to the bank. */
function refuseMandate(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): Outcome {
  const message = "The mandate used for this PaymentIntent is invalid. Please provide another PaymentMethod.";
  const error = paymentError(method, { code: "payment_intent_mandate_invalid", message });
  moveIntent(world, intent, "requires_payment_method", { payment_method: null, last_payment_error: error });
  emit(world, "payment_intent.payment_failed", intent);
  notifyParts(world, intent, "failed");
  return "failed";
}

export const collections: Part = {
  onPayment(world, intent, outcome) {
    const payment = invoicePaymentOf(world, intent.id);
    const invoice = payment && find(world, "invoice", idOf(payment.invoice) ?? "");
    if (!payment || !invoice || invoice.status === "paid" || invoice.status === "void") return;
    if (outcome === "succeeded") payInvoice(world, invoice, payment);
    if (outcome === "failed") afterFailure(world, invoice);
    const subscription = find(world, "subscription", subscriptionOf(invoice));
    if (outcome === "processing" && subscription?.status === "incomplete") setStatus(world, subscription, "active");
  },
  tasks: {
    [retryTask]: (world, id) => {
      const invoice = find(world, "invoice", id);
      if (invoice?.status !== "open" || !invoice.auto_advance || invoice.next_payment_attempt === null) return;
      if (invoice.next_payment_attempt > seconds(world) || intentOf(world, invoice)?.status === "processing") return;
      collect(world, invoice);
    },
  },
};
