import type Stripe from "stripe";
import { stripe } from "../stripe.server";
import { getId, ifExpanded } from "../expandable";

export type PaymentMethodDetails = {
  paymentMethodId: string | null;
  paymentMethod: "card" | "bacs_debit" | null;
  /** Such as "Visa ending 4242". */
  paymentMethodLabel: string | null;
  /** The last month in which the card is good, such as 2027-03. */
  cardExpires: string | null;
};

/**
 * What a subscription is collected by: its own payment method, else its customer's, as Stripe does.
 * One that was taken away counts as none.
 * @param subscription with its own method expanded
 */
export async function fetchPaymentMethod(subscription: Stripe.Subscription): Promise<PaymentMethodDetails> {
  const own = ifExpanded(subscription.default_payment_method);
  const hasEnded = subscription.status === "canceled" || subscription.status === "incomplete_expired";
  return toDetails(own?.customer || hasEnded ? own : await fetchCustomersMethod(getId(subscription.customer)));
}

async function fetchCustomersMethod(customerId: string | null): Promise<Stripe.PaymentMethod | null> {
  const customer = customerId === null ? null : await stripe().customers.retrieve(customerId);
  const id = customer && !customer.deleted ? getId(customer.invoice_settings.default_payment_method) : null;
  const method = id === null ? null : await stripe().paymentMethods.retrieve(id);
  return method?.customer ? method : null;
}

const cardBrands: Record<string, string> = { visa: "Visa", mastercard: "Mastercard", amex: "American Express" };

function toDetails(method: Stripe.PaymentMethod | null): PaymentMethodDetails {
  const none = { paymentMethodId: method?.id ?? null, paymentMethod: null, paymentMethodLabel: null, cardExpires: null };
  if (method?.card) {
    const { brand, last4, exp_month: month, exp_year: year } = method.card;
    const label = `${cardBrands[brand] ?? "Card"} ending ${last4}`;
    return { ...none, paymentMethod: "card", paymentMethodLabel: label, cardExpires: `${year}-${String(month).padStart(2, "0")}` };
  }
  if (method?.bacs_debit)
    return { ...none, paymentMethod: "bacs_debit", paymentMethodLabel: `Bank account ending ${method.bacs_debit.last4 ?? ""}` };
  return none;
}
