import type Stripe from "stripe";

/** What the sandbox keeps, by the value of `object`. A new kind of object is a line here and a file in resources/. */
export type Objects = {
  "billing_portal.session": Stripe.BillingPortal.Session;
  balance_transaction: Stripe.BalanceTransaction;
  charge: Stripe.Charge;
  "checkout.session": Stripe.Checkout.Session;
  customer: Stripe.Customer | Stripe.DeletedCustomer;
  dispute: Stripe.Dispute;
  event: Stripe.Event;
  invoice: Stripe.Invoice;
  invoice_payment: Stripe.InvoicePayment;
  item: Stripe.LineItem;
  mandate: Stripe.Mandate;
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  payout: Stripe.Payout;
  price: Stripe.Price;
  product: Stripe.Product | Stripe.DeletedProduct;
  refund: Stripe.Refund;
  setup_intent: Stripe.SetupIntent;
  subscription: Stripe.Subscription;
  webhook_endpoint: Stripe.WebhookEndpoint | Stripe.DeletedWebhookEndpoint;
};

export type Kind = keyof Objects;

/** How the ids of each kind begin. */
export const prefixes: Record<Kind, string> = {
  "billing_portal.session": "bps",
  balance_transaction: "txn",
  charge: "ch",
  "checkout.session": "cs_test",
  customer: "cus",
  dispute: "du",
  event: "evt",
  invoice: "in",
  invoice_payment: "inpay",
  item: "li",
  mandate: "mandate",
  payment_intent: "pi",
  payment_method: "pm",
  payout: "po",
  price: "price",
  product: "prod",
  refund: "re",
  setup_intent: "seti",
  subscription: "sub",
  webhook_endpoint: "we",
};
