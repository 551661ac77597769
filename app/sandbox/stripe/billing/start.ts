import type Stripe from "stripe";
import { invalid } from "../api/refusal";
import { emptyObject } from "../contract";
import { change, make, newId } from "../records";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type Outcome, type World } from "../world";
import { collect, type Collection } from "./invoices/collect";
import { draftInvoice, finalizeInvoice, type Billing } from "./invoices/invoice";
import { itemList, makeItem, intervalOf, totalOf, type NewItem, planRenewal } from "./invoices/items";
import { lastCollection, nextCollection, share, type BillingInterval } from "./interval";
import { setStatus } from "./status";

const hour = 3600;
const day = 86_400;
export const incompleteTask = "expire an incomplete subscription";
export const trialNoticeTask = "say that a trial will end";

/** When a subscription is collected for the first time: now, or on a chosen later day. */
export type Beginning = {
  /** Nothing is due until then, and the collections are counted from then. */
  trialEnd?: number;
  /** The collections are counted from then; the time until then is paid in part, or free. */
  anchor?: number;
  prorate?: boolean;
};

export type NewSubscription = Beginning & {
  customer: string;
  items: NewItem[];
  metadata: Record<string, string>;
  description?: string | null;
  method?: string | null;
  methodTypes?: string[] | null;
};

/**
 * Holds a beginning to what Stripe checks.
 * @param within the parameter that holds it, for refusals @param leastTrial how far ahead a trial must end, in seconds
 */
export function checkBeginning(world: World, beginning: Beginning, interval: BillingInterval, within = "", leastTrial = 0): void {
  const { trialEnd, anchor } = beginning;
  const now = seconds(world);
  const param = (name: string) => ({ param: within ? `${within}[${name}]` : name });
  if (trialEnd !== undefined && anchor !== undefined)
    throw invalid("This sandbox takes either trial_end or billing_cycle_anchor, not both.", param("billing_cycle_anchor"));
  if (trialEnd !== undefined && trialEnd - now < leastTrial)
    throw invalid("The `trial_end` date has to be at least 2 days in the future.", param("trial_end"));
  if (trialEnd !== undefined && trialEnd <= now)
    throw invalid("Invalid timestamp: must be an integer Unix time in the future.", param("trial_end"));
  if (trialEnd !== undefined && trialEnd > now + 730 * day)
    throw invalid("Invalid timestamp: can be no more than two years in the future.", param("trial_end"));
  if (anchor === undefined) return;
  if (anchor <= now) throw invalid("billing_cycle_anchor must be in the future.", param("billing_cycle_anchor"));
  const natural = nextCollection(interval, now, now);
  if (anchor > natural)
    throw invalid(
      `billing_cycle_anchor cannot be later than next natural billing date (${natural}) for plan`,
      param("billing_cycle_anchor"),
    );
}

/** What the first invoice is for. */
export function firstBilling(now: number, { trialEnd, anchor, prorate = true }: Beginning, interval: BillingInterval): Billing {
  const reason = "subscription_create";
  if (trialEnd !== undefined) return { reason, period: { start: now, end: trialEnd }, free: true };
  if (anchor === undefined) return { reason, period: { start: now, end: nextCollection(interval, now, now) } };
  const whole = { start: lastCollection(interval, anchor, now), end: anchor };
  return { reason, period: { start: now, end: anchor }, ...(prorate ? { whole } : { free: true }) };
}

/** What is to be paid at once, in pence. */
export function dueAtOnce(now: number, beginning: Beginning, items: { price: Stripe.Price; quantity?: number }[]): number {
  const [first] = items;
  if (!first) return 0;
  const { period, whole, free } = firstBilling(now, beginning, intervalOf(first.price));
  if (free) return 0;
  return whole ? items.reduce((sum, item) => sum + share(totalOf([item]), whole, period), 0) : totalOf(items);
}

/** Writes a subscription as it begins, without keeping it. */
export function draftSubscription(world: World, given: NewSubscription): { subscription: Stripe.Subscription; billing: Billing } {
  const id = newId("sub");
  const now = seconds(world);
  const [first] = given.items;
  if (!first) throw new Error("A subscription begins with at least one item");
  const billing = firstBilling(now, given, intervalOf(first.price));
  const subscription: Stripe.Subscription = {
    ...(emptyObject(world.contract, "subscription") as unknown as Stripe.Subscription),
    id,
    billing_cycle_anchor: given.trialEnd ?? given.anchor ?? now,
    billing_mode: { type: "flexible", flexible: { proration_discounts: "included" }, updated_at: now },
    collection_method: "charge_automatically",
    created: now,
    currency: first.price.currency,
    customer: given.customer,
    default_payment_method: given.method ?? null,
    description: given.description ?? null,
    invoice_settings: { account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: { type: "self" } },
    items: itemList(
      id,
      given.items.map((item) => makeItem(world, id, item, billing.period)),
    ),
    metadata: given.metadata,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: (given.methodTypes ?? null) as Stripe.Subscription.PaymentSettings["payment_method_types"],
      save_default_payment_method: "off",
    },
    start_date: now,
    status: given.trialEnd === undefined ? "incomplete" : "trialing",
    trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: "create_invoice" } },
    ...(given.trialEnd !== undefined && { trial_start: now, trial_end: given.trialEnd }),
  };
  return { subscription, billing };
}

/** Begins a subscription: its first invoice is written and paid at once, or waits for its payment. */
export function startSubscription(
  world: World,
  given: NewSubscription,
  collection: Collection,
): { subscription: Stripe.Subscription; invoice: Stripe.Invoice; outcome: Outcome } {
  const written = draftSubscription(world, given);
  const subscription = make(world, "subscription", written.subscription);
  emit(world, "customer.subscription.created", subscription);
  const invoice = draftInvoice(world, subscription, written.billing);
  finalizeInvoice(world, invoice);
  const outcome = collect(world, invoice, collection);
  if (subscription.status === "incomplete") waitForPayment(world, subscription, invoice);
  planRenewal(world, subscription);
  if (given.trialEnd !== undefined) plan(world, trialNoticeTask, subscription.id, Math.max(seconds(world), given.trialEnd - 3 * day));
  return { subscription, invoice, outcome };
}

function waitForPayment(world: World, subscription: Stripe.Subscription, invoice: Stripe.Invoice): void {
  if (invoice.amount_due === 0) return setStatus(world, subscription, "active");
  change(world, invoice, { next_payment_attempt: null });
  plan(world, incompleteTask, subscription.id, seconds(world) + world.settings.billing.incompleteHours * hour);
}
