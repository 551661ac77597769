import type Stripe from "stripe";
import { emptyObject } from "../../contract";
import { all, change, find, idOf, make, newId } from "../../records";
import { emit } from "../../webhooks/emit";
import { seconds, type World } from "../../world";
import { share, type Period } from "../interval";
import { moveInvoice } from "../status";

export type Reason = "subscription_create" | "subscription_cycle" | "subscription_update" | "upcoming";

export type Billing = {
  reason: Reason;
  /** What is paid for. */
  period: Period;
  /** The whole period that the price is for, where only a part of it is paid. */
  whole?: Period;
  /** Nothing is due yet: a trial, or the time until a first collection on a chosen day. */
  free?: boolean;
  /** Only looked at, and not kept. */
  preview?: boolean;
  /** What lay before, which Stripe gives as the invoice's own period. */
  before?: Period;
};

/** The least that Stripe takes, in pence: less than this is not collected. */
const least = 30;

/** Writes an invoice for a subscription's items, as a draft, without keeping it. */
export function draftOf(world: World, subscription: Stripe.Subscription, billing: Billing): Stripe.Invoice {
  const id = newId(billing.preview ? "upcoming_in" : "in");
  const lines = subscription.items.data.map((item) => lineOf(world, subscription, item, id, billing));
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const customer = find(world, "customer", idOf(subscription.customer) ?? "");
  const now = seconds(world);
  const own = billing.before ?? { start: billing.period.start, end: billing.period.start };
  const due = total < least ? 0 : total;
  return {
    ...(emptyObject(world.contract, "invoice") as unknown as Stripe.Invoice),
    id,
    account_country: "GB",
    account_name: world.settings.merchant,
    amount_due: due,
    amount_remaining: due,
    auto_advance: true,
    billing_reason: billing.reason,
    collection_method: "charge_automatically",
    created: now,
    currency: subscription.currency,
    customer: subscription.customer,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    issuer: { type: "self" },
    lines: { object: "list", data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    metadata: {},
    parent: {
      type: "subscription_details",
      quote_details: null,
      subscription_details: { metadata: { ...subscription.metadata }, subscription: subscription.id },
    },
    period_start: own.start,
    period_end: own.end,
    status: "draft",
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  };
}

/** Writes an invoice, keeps it and says so. A renewal's stays a draft for a while. */
export function draftInvoice(world: World, subscription: Stripe.Subscription, billing: Billing): Stripe.Invoice {
  const waits = billing.reason === "subscription_cycle";
  const invoice = make(world, "invoice", {
    ...draftOf(world, subscription, billing),
    automatically_finalizes_at: waits ? seconds(world) + world.settings.billing.draftSeconds : null,
    next_payment_attempt: waits ? seconds(world) + world.settings.billing.draftSeconds : null,
  });
  change(world, subscription, { latest_invoice: invoice.id });
  emit(world, "invoice.created", invoice);
  return invoice;
}

/** From now on the invoice can't be changed, and can be paid. */
export function finalizeInvoice(world: World, invoice: Stripe.Invoice): void {
  const page = `${world.url}/invoices/${invoice.id}`;
  const numbered = all(world, "invoice").filter((other) => other.number !== null).length;
  moveInvoice(world, invoice, "open", {
    automatically_finalizes_at: null,
    effective_at: seconds(world),
    hosted_invoice_url: page,
    invoice_pdf: `${page}/pdf`,
    number: `SANDBOX-${String(numbered + 1).padStart(4, "0")}`,
    status_transitions: { ...invoice.status_transitions, finalized_at: seconds(world) },
  });
  emit(world, "invoice.finalized", invoice);
}

/** Nothing of this invoice is to be paid any more. */
export function voidInvoice(world: World, invoice: Stripe.Invoice): void {
  moveInvoice(world, invoice, "void", {
    ...closed,
    status_transitions: { ...invoice.status_transitions, voided_at: seconds(world) },
  });
  emit(world, "invoice.voided", invoice);
}

export function giveInvoiceUp(world: World, invoice: Stripe.Invoice): void {
  moveInvoice(world, invoice, "uncollectible", {
    ...closed,
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: seconds(world) },
  });
  emit(world, "invoice.marked_uncollectible", invoice);
}

const closed = { auto_advance: false, next_payment_attempt: null };

function lineOf(
  world: World,
  subscription: Stripe.Subscription,
  item: Stripe.SubscriptionItem,
  invoice: string,
  billing: Billing,
): Stripe.InvoiceLineItem {
  const quantity = item.quantity ?? 1;
  const price = (item.price.unit_amount ?? 0) * quantity;
  const partly = billing.whole ? share(price, billing.whole, billing.period) : price;
  const amount = billing.free ? 0 : partly;
  const product = idOf(item.price.product) ?? "";
  return {
    ...(emptyObject(world.contract, "line_item") as unknown as Stripe.InvoiceLineItem),
    id: newId("il"),
    amount,
    currency: subscription.currency,
    description: `${quantity} × ${find(world, "product", product)?.name ?? "Sponsorship"}`,
    discount_amounts: [],
    discountable: true,
    invoice,
    metadata: { ...item.metadata },
    parent: {
      type: "subscription_item_details",
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: billing.whole !== undefined,
        proration_details: null,
        subscription: subscription.id,
        subscription_item: item.id,
      },
    },
    period: { start: billing.period.start, end: billing.period.end },
    pricing: {
      type: "price_details",
      price_details: { price: item.price.id, product },
      unit_amount_decimal: item.price.unit_amount_decimal,
    },
    quantity,
    quantity_decimal: String(quantity) as unknown as Stripe.Decimal,
    subscription: subscription.id,
    subtotal: amount,
  };
}
