import type Stripe from "stripe";
import { pence, type Pence } from "~/platform/money";
import { stripe } from "../stripe.server";

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
export type SubscriptionDetails = {
  checkoutStatus: "open" | "complete" | "expired" | null;
  subscriptionStatus: "none" | "incomplete" | "trialing" | "active" | "past_due" | "unpaid" | "paused" | "ended";
  subscriptionId: string | null;
  customerId: string | null;
  livemode: boolean;
  /** When the sponsor agreed at Stripe. */
  agreedAt: Date | null;
  paymentMethod: "card" | "bacs_debit" | null;
  /** Such as "Visa ending 4242". */
  paymentMethodLabel: string | null;
  /** The last month in which the card is good, such as 2027-03. */
  cardExpires: string | null;
  mandateId: string | null;
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

const fromUnixSeconds = (seconds: number | null | undefined): Date | null =>
  typeof seconds === "number" ? new Date(seconds * 1000) : null;
const ifExpanded = <T extends object>(expandable: string | T | null | undefined): T | null =>
  typeof expandable === "object" ? expandable : null;
const getId = (expandable: string | { id: string } | null | undefined): string | null =>
  typeof expandable === "string" ? expandable : (expandable?.id ?? null);

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
  paymentMethod: null,
  paymentMethodLabel: null,
  cardExpires: null,
  mandateId: null,
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
  const paymentMethod = toPaymentMethodDetails(ifExpanded(subscription.default_payment_method));
  const hasEnded = subscription.status === "canceled" || subscription.status === "incomplete_expired";
  return {
    checkoutStatus,
    subscriptionStatus: toSubscriptionStatus(subscription.status),
    subscriptionId: subscription.id,
    customerId: getId(subscription.customer),
    livemode: subscription.livemode,
    agreedAt: fromUnixSeconds(subscription.created),
    ...paymentMethod,
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

const cardBrands: Record<string, string> = { visa: "Visa", mastercard: "Mastercard", amex: "American Express" };

function toPaymentMethodDetails(
  method: Stripe.PaymentMethod | null,
): Pick<SubscriptionDetails, "paymentMethod" | "paymentMethodLabel" | "cardExpires" | "mandateId"> {
  const none = { paymentMethod: null, paymentMethodLabel: null, cardExpires: null, mandateId: null };
  if (method?.card) {
    const { brand, last4, exp_month: month, exp_year: year } = method.card;
    const label = `${cardBrands[brand] ?? "Card"} ending ${last4}`;
    return { ...none, paymentMethod: "card", paymentMethodLabel: label, cardExpires: `${year}-${String(month).padStart(2, "0")}` };
  }
  if (method?.bacs_debit)
    return { ...none, paymentMethod: "bacs_debit", paymentMethodLabel: `Bank account ending ${method.bacs_debit.last4 ?? ""}` };
  return none;
}

/** What of a subscription, as retrieved or listed with its latest invoice, makes it worth asking further. */
export function fingerprintOf(subscription: Stripe.Subscription): string {
  const item = subscription.items.data[0];
  const invoice = subscription.latest_invoice;
  const parts = [
    subscription.status,
    item?.current_period_end,
    item?.price.unit_amount,
    item?.price.recurring?.interval,
    item?.price.recurring?.interval_count,
    subscription.pause_collection?.resumes_at,
    subscription.ended_at,
    subscription.trial_end,
    getId(subscription.default_payment_method),
    getId(invoice),
    ifExpanded(invoice)?.status,
    ifExpanded(invoice)?.attempt_count,
  ];
  return parts.map((part) => part ?? "").join("|");
}

/** Waits until Stripe may be asked once more. */
export type Throttle = () => Promise<void>;

export type SubscriptionSummary = { id: string; clientReferenceId: string | null; fingerprint: string };

/**
 * Every subscription that there is or was, with its fingerprint, newest first: a hundred for one question, so that a hundred
 * thousand plans are compared with a thousand. In bounded memory.
 * @param after the subscription to go on after
 */
export async function* listSubscriptions(after: string | null, throttled: Throttle): AsyncGenerator<SubscriptionSummary[]> {
  const fetchPage = (cursor: string | null) =>
    stripe().subscriptions.list({
      status: "all",
      limit: 100,
      expand: ["data.latest_invoice"],
      ...(cursor && { starting_after: cursor }),
    });
  for await (const page of paginate(fetchPage, after, throttled))
    yield page.map((subscription) => ({
      id: subscription.id,
      clientReferenceId: subscription.metadata["reference"] ?? null,
      fingerprint: fingerprintOf(subscription),
    }));
}

export type InvoiceSummary = { id: string; subscriptionId: string | null; amountPaid: Pence };

/** Every invoice that was made since an instant and is paid, newest first, in the same way. */
export async function* listPaidInvoices(since: Date, after: string | null, throttled: Throttle): AsyncGenerator<InvoiceSummary[]> {
  const created = { gte: Math.floor(since.getTime() / 1000) };
  const fetchPage = (cursor: string | null) =>
    stripe().invoices.list({ status: "paid", created, limit: 100, ...(cursor && { starting_after: cursor }) });
  for await (const page of paginate(fetchPage, after, throttled))
    yield page.map((invoice) => ({
      id: invoice.id,
      subscriptionId: getId(invoice.parent?.subscription_details?.subscription),
      amountPaid: pence(invoice.amount_paid),
    }));
}

/** The client's own paging would ask as fast as it can. */
async function* paginate<Row extends { id: string }>(
  fetchPage: (cursor: string | null) => Promise<{ data: Row[]; has_more: boolean }>,
  after: string | null,
  throttled: Throttle,
): AsyncGenerator<Row[]> {
  for (let cursor = after; ;) {
    await throttled();
    const { data, has_more: hasMore } = await fetchPage(cursor);
    if (data.length > 0) yield data;
    cursor = data.at(-1)?.id ?? null;
    if (!hasMore || !cursor) return;
  }
}
