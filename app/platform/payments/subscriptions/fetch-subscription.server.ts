import type Stripe from "stripe";
import { pence, type Pence } from "~/platform/money";
import { stripe } from "../stripe.server";
import { fromUnixSeconds, getId, ifExpanded } from "../expandable";
import { fetchPaymentMethod, type PaymentMethodDetails } from "./fetch-payment-method.server";
import { fingerprintOf } from "./list-subscriptions.server";

/** One collection of a plan, whatever became of it. Sums are pence; instants UTC. */
export type SubscriptionInvoice = {
  invoiceId: string;
  status: "draft" | "open" | "paid" | "void" | "uncollectible";
  /** What was paid of it. */
  amountPaid: Pence;
  currency: string;
  paymentIntentId: string | null;
  createdAt: Date;
  paidAt: Date | null;
  /** When it was charged; asked for only where it was paid after the plan was to stop. */
  chargedAt: Date | null;
};

/** All that Stripe says of one plan, now, in our words. */
export type SubscriptionDetails = PaymentMethodDetails & {
  checkoutStatus: "open" | "complete" | "expired" | null;
  subscriptionStatus: "none" | "incomplete" | "trialing" | "active" | "past_due" | "unpaid" | "paused" | "ended";
  subscriptionId: string | null;
  customerId: string | null;
  livemode: boolean;
  /** When the sponsor agreed at Stripe. */
  agreedAt: Date | null;
  /** What one collection takes, at the present price. */
  price: Pence;
  recurring: { interval: string; count: number } | null;
  /** Until when is paid for, or would be. */
  periodEnd: Date | null;
  /** Collections before this instant are left out. */
  skipsUntil: Date | null;
  endedAt: Date | null;
  endedBy: "sponsor" | "failure" | null;
  /** The collection that waits to be paid, if any. */
  openInvoice: { invoiceId: string; isProcessing: boolean; nextAttemptAt: Date | null; failureCode: string | null } | null;
  /** Collections since the instant that was asked for, oldest first. */
  invoices: SubscriptionInvoice[];
  /** The same as long as nothing of the subscription changed: what a listing shows is compared with it. */
  fingerprint: string;
};

/**
 * Asks Stripe how a plan stands.
 * @param plan by its subscription where it is known, else by its payment page
 * @param since collections from this instant on are reported
 */
export async function fetchSubscription(
  plan: { sessionId: string; subscription: string | null; stopAskedAt: Date | null },
  since: Date,
): Promise<SubscriptionDetails> {
  const details = await fetchByIdOrCheckout(plan, since);
  for (const invoice of details.invoices) {
    const isLate = plan.stopAskedAt && invoice.paidAt && invoice.paidAt > plan.stopAskedAt;
    if (isLate && invoice.paymentIntentId) invoice.chargedAt = await fetchChargedAt(invoice.paymentIntentId);
  }
  return details;
}

/** A Direct Debit is charged days before it is paid. */
async function fetchChargedAt(paymentIntentId: string): Promise<Date | null> {
  const intent = await stripe().paymentIntents.retrieve(paymentIntentId, { expand: ["latest_charge"] });
  return fromUnixSeconds(ifExpanded(intent.latest_charge)?.created);
}

async function fetchByIdOrCheckout(plan: { sessionId: string; subscription: string | null }, since: Date): Promise<SubscriptionDetails> {
  if (plan.subscription) return await fetchSubscriptionDetails(plan.subscription, "complete", since);
  const session = await stripe().checkout.sessions.retrieve(plan.sessionId);
  const checkoutStatus = (["open", "complete", "expired"] as const).find((status) => status === session.status) ?? null;
  const subscription = getId(session.subscription);
  if (subscription) return await fetchSubscriptionDetails(subscription, checkoutStatus, since);
  return { ...noSubscription, checkoutStatus, livemode: session.livemode };
}

const noSubscription: SubscriptionDetails = {
  checkoutStatus: null,
  subscriptionStatus: "none",
  subscriptionId: null,
  customerId: null,
  livemode: false,
  agreedAt: null,
  paymentMethodId: null,
  paymentMethod: null,
  paymentMethodLabel: null,
  cardExpires: null,
  price: pence(0),
  recurring: null,
  periodEnd: null,
  skipsUntil: null,
  endedAt: null,
  endedBy: null,
  openInvoice: null,
  invoices: [],
  fingerprint: "",
};

async function fetchSubscriptionDetails(
  id: string,
  checkoutStatus: SubscriptionDetails["checkoutStatus"],
  since: Date,
): Promise<SubscriptionDetails> {
  const subscription = await stripe().subscriptions.retrieve(id, { expand: ["default_payment_method", "latest_invoice"] });
  const invoices: SubscriptionInvoice[] = [];
  let openInvoice: Stripe.Invoice | null = null;
  const created = { gte: Math.floor(since.getTime() / 1000) };
  for await (const invoice of stripe().invoices.list({ subscription: id, created, limit: 100, expand: ["data.payments"] })) {
    invoices.unshift(toSubscriptionInvoice(invoice));
    if (invoice.status === "open") openInvoice ??= invoice;
  }
  const item = subscription.items.data[0];
  const hasEnded = subscription.status === "canceled" || subscription.status === "incomplete_expired";
  return {
    checkoutStatus,
    subscriptionStatus: toSubscriptionStatus(subscription.status),
    subscriptionId: subscription.id,
    customerId: getId(subscription.customer),
    livemode: subscription.livemode,
    agreedAt: fromUnixSeconds(subscription.created),
    ...(await fetchPaymentMethod(subscription)),
    price: pence((item?.price.unit_amount ?? 0) * (item?.quantity ?? 1)),
    recurring: item?.price.recurring ? { interval: item.price.recurring.interval, count: item.price.recurring.interval_count } : null,
    periodEnd: fromUnixSeconds(item?.current_period_end),
    skipsUntil: fromUnixSeconds(subscription.pause_collection?.resumes_at),
    endedAt: fromUnixSeconds(subscription.ended_at),
    endedBy: hasEnded ? (subscription.cancellation_details?.reason === "payment_failed" ? "failure" : "sponsor") : null,
    openInvoice: openInvoice && (await describeOpenInvoice(openInvoice)),
    invoices,
    fingerprint: fingerprintOf(subscription),
  };
}

function toSubscriptionStatus(status: string): SubscriptionDetails["subscriptionStatus"] {
  switch (status) {
    case "incomplete":
    case "trialing":
    case "active":
    case "past_due":
    case "unpaid":
    case "paused":
      return status;
    case "canceled":
    case "incomplete_expired":
      return "ended";
    default:
      throw new Error(`Stripe has a subscription in a state that is not known here: ${status}`);
  }
}

function toSubscriptionInvoice(invoice: Stripe.Invoice): SubscriptionInvoice {
  const payment = invoice.payments?.data.find(({ status }) => status === "paid") ?? invoice.payments?.data[0];
  return {
    invoiceId: invoice.id,
    status: (invoice.status ?? "draft") as SubscriptionInvoice["status"],
    amountPaid: pence(invoice.amount_paid),
    currency: invoice.currency,
    paymentIntentId: getId(payment?.payment.payment_intent),
    createdAt: fromUnixSeconds(invoice.created) ?? new Date(0),
    paidAt: fromUnixSeconds(invoice.status_transitions.paid_at),
    chargedAt: null,
  };
}

/** A Direct Debit on its way leaves its invoice open, as a refusal does: the payment tells them apart. */
async function describeOpenInvoice(invoice: Stripe.Invoice): Promise<NonNullable<SubscriptionDetails["openInvoice"]>> {
  const { paymentIntentId } = toSubscriptionInvoice(invoice);
  const intent = paymentIntentId === null ? null : await stripe().paymentIntents.retrieve(paymentIntentId);
  return {
    invoiceId: invoice.id,
    isProcessing: intent?.status === "processing",
    nextAttemptAt: fromUnixSeconds(invoice.next_payment_attempt),
    failureCode: intent?.last_payment_error?.decline_code ?? intent?.last_payment_error?.code ?? null,
  };
}
