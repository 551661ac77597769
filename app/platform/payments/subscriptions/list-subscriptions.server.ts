import type Stripe from "stripe";
import { pence, type Pence } from "~/platform/money";
import { stripe } from "../stripe.server";
import { getId, ifExpanded, toUnixSeconds } from "../expandable";
import { listPages, type PageParams, type Throttle } from "../list-pages.server";

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

export type SubscriptionSummary = { id: string; clientReferenceId: string | null; fingerprint: string };

/**
 * Every subscription that there is or was, with its fingerprint, newest first: a hundred for one question, so that a hundred
 * thousand plans are compared with a thousand. In bounded memory.
 * @param after the subscription to go on after
 */
export async function* listSubscriptions(after: string | null, throttle: Throttle): AsyncGenerator<SubscriptionSummary[]> {
  const fetchPage = (params: PageParams) => stripe().subscriptions.list({ status: "all", expand: ["data.latest_invoice"], ...params });
  for await (const page of listPages(fetchPage, after, throttle))
    yield page.map((subscription) => ({
      id: subscription.id,
      clientReferenceId: subscription.metadata["reference"] ?? null,
      fingerprint: fingerprintOf(subscription),
    }));
}

export type InvoiceSummary = { id: string; subscriptionId: string | null; amountPaid: Pence };

/** Every invoice that was made since an instant and is paid, newest first, in the same way. */
export async function* listPaidInvoices(since: Date, after: string | null, throttle: Throttle): AsyncGenerator<InvoiceSummary[]> {
  const created = { gte: toUnixSeconds(since) };
  const fetchPage = (params: PageParams) => stripe().invoices.list({ status: "paid", created, ...params });
  for await (const page of listPages(fetchPage, after, throttle))
    yield page.map((invoice) => ({
      id: invoice.id,
      subscriptionId: getId(invoice.parent?.subscription_details?.subscription),
      amountPaid: pence(invoice.amount_paid),
    }));
}
