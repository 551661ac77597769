import type Stripe from "stripe";
import { pence, type Pence } from "~/platform/money";
import { stripe } from "../stripe.server";

/** One collection of a plan, whatever became of it. Sums are pence; instants UTC. */
export type Collection = {
  invoice: string;
  state: "draft" | "open" | "paid" | "void" | "uncollectible";
  /** What was paid of it. */
  paid: Pence;
  currency: string;
  paymentIntent: string | null;
  createdAt: Date;
  paidAt: Date | null;
  /** When it was charged; asked for only where it was paid after the plan was to stop. */
  chargedAt: Date | null;
};

/** All that Stripe says of one plan, now, in our words. */
export type PlanReport = {
  session: "open" | "complete" | "expired" | null;
  subscription: "none" | "incomplete" | "trialing" | "active" | "past_due" | "unpaid" | "paused" | "ended";
  subscriptionId: string | null;
  customer: string | null;
  livemode: boolean;
  /** When the sponsor agreed at Stripe. */
  agreedAt: Date | null;
  method: "card" | "bacs_debit" | null;
  /** Such as "Visa ending 4242". */
  methodWords: string | null;
  /** The last month in which the card is good, such as 2027-03. */
  cardExpires: string | null;
  mandate: string | null;
  /** What one collection takes, at the present price. */
  price: Pence;
  every: { interval: string; count: number } | null;
  /** Until when is paid for, or would be. */
  periodEnd: Date | null;
  /** Collections before this instant are left out. */
  skipsUntil: Date | null;
  endedAt: Date | null;
  endedBy: "sponsor" | "failure" | null;
  /** The collection that waits to be paid, if any. */
  open: { invoice: string; onItsWay: boolean; retryAt: Date | null; failure: string | null } | null;
  /** Collections since the instant that was asked for, oldest first. */
  collections: Collection[];
  /** The same as long as nothing of the subscription changed: what a listing shows is compared with it. */
  seal: string;
};

const instant = (seconds: number | null | undefined): Date | null => (typeof seconds === "number" ? new Date(seconds * 1000) : null);
const loaded = <T extends object>(thing: string | T | null | undefined): T | null => (typeof thing === "object" ? thing : null);
const idOf = (thing: string | { id: string } | null | undefined): string | null =>
  typeof thing === "string" ? thing : (thing?.id ?? null);

/**
 * Asks Stripe how a plan stands.
 * @param plan by its subscription where it is known, else by its payment page
 * @param since collections from this instant on are reported
 */
export async function reportOnPlan(
  plan: { sessionId: string; subscription: string | null; stopAskedAt: Date | null },
  since: Date,
): Promise<PlanReport> {
  const report = await reportOn(plan, since);
  for (const collection of report.collections) {
    const isLate = plan.stopAskedAt && collection.paidAt && collection.paidAt > plan.stopAskedAt;
    if (isLate && collection.paymentIntent) collection.chargedAt = await chargedAt(collection.paymentIntent);
  }
  return report;
}

/** A Direct Debit is charged days before it is paid. */
async function chargedAt(paymentIntent: string): Promise<Date | null> {
  const intent = await stripe().paymentIntents.retrieve(paymentIntent, { expand: ["latest_charge"] });
  return instant(loaded(intent.latest_charge)?.created);
}

async function reportOn(plan: { sessionId: string; subscription: string | null }, since: Date): Promise<PlanReport> {
  if (plan.subscription) return await reportOnSubscription(plan.subscription, "complete", since);
  const session = await stripe().checkout.sessions.retrieve(plan.sessionId);
  const state = (["open", "complete", "expired"] as const).find((known) => known === session.status) ?? null;
  const subscription = idOf(session.subscription);
  if (subscription) return await reportOnSubscription(subscription, state, since);
  return { ...nothingAgreed, session: state, livemode: session.livemode };
}

const nothingAgreed: PlanReport = {
  session: null,
  subscription: "none",
  subscriptionId: null,
  customer: null,
  livemode: false,
  agreedAt: null,
  method: null,
  methodWords: null,
  cardExpires: null,
  mandate: null,
  price: pence(0),
  every: null,
  periodEnd: null,
  skipsUntil: null,
  endedAt: null,
  endedBy: null,
  open: null,
  collections: [],
  seal: "",
};

async function reportOnSubscription(id: string, session: PlanReport["session"], since: Date): Promise<PlanReport> {
  const subscription = await stripe().subscriptions.retrieve(id, { expand: ["default_payment_method", "latest_invoice"] });
  const collections: Collection[] = [];
  let open: Stripe.Invoice | null = null;
  const created = { gte: Math.floor(since.getTime() / 1000) };
  for await (const invoice of stripe().invoices.list({ subscription: id, created, limit: 100, expand: ["data.payments"] })) {
    collections.unshift(collectionOf(invoice));
    if (invoice.status === "open") open ??= invoice;
  }
  const item = subscription.items.data[0];
  const means = meansOf(loaded(subscription.default_payment_method));
  const ended = subscription.status === "canceled" || subscription.status === "incomplete_expired";
  return {
    session,
    subscription: stateOf(subscription.status),
    subscriptionId: subscription.id,
    customer: idOf(subscription.customer),
    livemode: subscription.livemode,
    agreedAt: instant(subscription.created),
    ...means,
    price: pence((item?.price.unit_amount ?? 0) * (item?.quantity ?? 1)),
    every: item?.price.recurring ? { interval: item.price.recurring.interval, count: item.price.recurring.interval_count } : null,
    periodEnd: instant(item?.current_period_end),
    skipsUntil: instant(subscription.pause_collection?.resumes_at),
    endedAt: instant(subscription.ended_at),
    endedBy: ended ? (subscription.cancellation_details?.reason === "payment_failed" ? "failure" : "sponsor") : null,
    open: open && (await openCollection(open)),
    collections,
    seal: sealOf(subscription),
  };
}

function stateOf(status: string): PlanReport["subscription"] {
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

function collectionOf(invoice: Stripe.Invoice): Collection {
  const payment = invoice.payments?.data.find(({ status }) => status === "paid") ?? invoice.payments?.data[0];
  return {
    invoice: invoice.id,
    state: (invoice.status ?? "draft") as Collection["state"],
    paid: pence(invoice.amount_paid),
    currency: invoice.currency,
    paymentIntent: idOf(payment?.payment.payment_intent),
    createdAt: instant(invoice.created) ?? new Date(0),
    paidAt: instant(invoice.status_transitions.paid_at),
    chargedAt: null,
  };
}

/** A Direct Debit on its way leaves its invoice open, as a refusal does: the payment tells them apart. */
async function openCollection(invoice: Stripe.Invoice): Promise<NonNullable<PlanReport["open"]>> {
  const { paymentIntent } = collectionOf(invoice);
  const intent = paymentIntent === null ? null : await stripe().paymentIntents.retrieve(paymentIntent);
  return {
    invoice: invoice.id,
    onItsWay: intent?.status === "processing",
    retryAt: instant(invoice.next_payment_attempt),
    failure: intent?.last_payment_error?.decline_code ?? intent?.last_payment_error?.code ?? null,
  };
}

const brands: Record<string, string> = { visa: "Visa", mastercard: "Mastercard", amex: "American Express" };

function meansOf(method: Stripe.PaymentMethod | null): Pick<PlanReport, "method" | "methodWords" | "cardExpires" | "mandate"> {
  const none = { method: null, methodWords: null, cardExpires: null, mandate: null };
  if (method?.card) {
    const { brand, last4, exp_month: month, exp_year: year } = method.card;
    const words = `${brands[brand] ?? "Card"} ending ${last4}`;
    return { ...none, method: "card", methodWords: words, cardExpires: `${year}-${String(month).padStart(2, "0")}` };
  }
  if (method?.bacs_debit) return { ...none, method: "bacs_debit", methodWords: `Bank account ending ${method.bacs_debit.last4 ?? ""}` };
  return none;
}

/** What of a subscription, as retrieved or listed with its latest invoice, makes it worth asking further. */
export function sealOf(subscription: Stripe.Subscription): string {
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
    idOf(subscription.default_payment_method),
    idOf(invoice),
    loaded(invoice)?.status,
    loaded(invoice)?.attempt_count,
  ];
  return parts.map((part) => part ?? "").join("|");
}

/** Waits until Stripe may be asked once more. */
export type InStep = () => Promise<void>;

export type ListedPlan = { id: string; reference: string | null; seal: string };

/**
 * Every subscription that there is or was, with its seal, newest first: a hundred for one question, so that a hundred
 * thousand plans are compared with a thousand. In bounded memory.
 * @param after the subscription to go on after
 */
export async function* everySubscription(after: string | null, inStep: InStep): AsyncGenerator<ListedPlan[]> {
  const ask = (cursor: string | null) =>
    stripe().subscriptions.list({
      status: "all",
      limit: 100,
      expand: ["data.latest_invoice"],
      ...(cursor && { starting_after: cursor }),
    });
  for await (const page of pagesOf(ask, after, inStep))
    yield page.map((subscription) => ({
      id: subscription.id,
      reference: subscription.metadata["reference"] ?? null,
      seal: sealOf(subscription),
    }));
}

export type ListedCollection = { id: string; subscription: string | null; paid: Pence };

/** Every invoice that was made since an instant and is paid, newest first, in the same way. */
export async function* everyPaidInvoice(since: Date, after: string | null, inStep: InStep): AsyncGenerator<ListedCollection[]> {
  const created = { gte: Math.floor(since.getTime() / 1000) };
  const ask = (cursor: string | null) =>
    stripe().invoices.list({ status: "paid", created, limit: 100, ...(cursor && { starting_after: cursor }) });
  for await (const page of pagesOf(ask, after, inStep))
    yield page.map((invoice) => ({
      id: invoice.id,
      subscription: idOf(invoice.parent?.subscription_details?.subscription),
      paid: pence(invoice.amount_paid),
    }));
}

/** The client's own paging would ask as fast as it can. */
async function* pagesOf<Row extends { id: string }>(
  ask: (cursor: string | null) => Promise<{ data: Row[]; has_more: boolean }>,
  after: string | null,
  inStep: InStep,
): AsyncGenerator<Row[]> {
  for (let cursor = after; ;) {
    await inStep();
    const { data, has_more: more } = await ask(cursor);
    if (data.length > 0) yield data;
    cursor = data.at(-1)?.id ?? null;
    if (!more || !cursor) return;
  }
}
