import type Stripe from "stripe";
import { getId, ifExpanded, toUnixSeconds } from "./expandable";
import { listPages, type PageParams, type Throttle } from "./list-pages.server";
import { stripe } from "./stripe.server";

/** Stripe's balance: what moves money in it, and what goes from it to the bank. Each function throws when Stripe can't be asked (`isStripeUnavailable`). */

export const payoutStatuses = ["pending", "in_transit", "paid", "failed", "canceled"] as const;

/** Money on its way to the charity's bank, in whole pence; below zero where Stripe takes what it is owed. */
export type PayoutDetails = {
  id: string;
  status: (typeof payoutStatuses)[number];
  pence: number;
  currency: string;
  /** Of another Stripe does not say what it is made of. */
  automatic: boolean;
  /** Whether Stripe has all of what it is made of together. */
  hasAllLines: boolean;
  failureCode: string | null;
  createdAt: Date;
  /** The date at which Stripe expects it at the bank (YYYY-MM-DD). */
  arrivesOn: string;
};

export const balanceTransactionKinds = [
  "charge",
  "charge_failure",
  "refund",
  "refund_failure",
  "dispute",
  "dispute_reversal",
  "fee",
  "payout",
  "payout_reversal",
  "adjustment",
] as const;

/** One movement, in whole pence: `pence` less `feePence` is what the balance changed by. */
export type BalanceTransactionDetails = {
  id: string;
  kind: (typeof balanceTransactionKinds)[number];
  category: string;
  pence: number;
  feePence: number;
  sourceId: string | null;
  /** The payment behind it. */
  chargeId: string | null;
  description: string | null;
  createdAt: Date;
};

export const fetchPayout = async (id: string): Promise<PayoutDetails> => toPayoutDetails(await stripe().payouts.retrieve(id));

/** Every payout made since an instant, newest first, page by page. @param after the payout to go on after */
export async function* listPayouts(since: Date | null, after: string | null, throttle: Throttle): AsyncGenerator<PayoutDetails[]> {
  const fetchPage = (params: PageParams) => stripe().payouts.list({ ...createdSince(since), ...params });
  for await (const page of listPages(fetchPage, after, throttle)) yield page.map(toPayoutDetails);
}

/**
 * Movements, newest first, page by page in bounded memory: those since an instant (null: all), or those that an automatic payout is made of,
 * its own among them. @param after the movement to go on after
 */
export async function* listBalanceTransactions(
  of: { since: Date | null } | { payoutId: string },
  after: string | null,
  throttle: Throttle,
): AsyncGenerator<BalanceTransactionDetails[]> {
  const filter = "payoutId" in of ? { payout: of.payoutId } : createdSince(of.since);
  const fetchPage = (params: PageParams) => stripe().balanceTransactions.list({ ...filter, expand: ["data.source"], ...params });
  for await (const page of listPages(fetchPage, after, throttle)) yield page.map(toTransactionDetails);
}

const createdSince = (since: Date | null) => since && { created: { gte: toUnixSeconds(since) } };

function toPayoutDetails(payout: Stripe.Payout): PayoutDetails {
  return {
    id: payout.id,
    status: payoutStatuses.find((status) => status === payout.status) ?? "pending",
    pence: payout.amount,
    currency: payout.currency,
    automatic: payout.automatic,
    hasAllLines: payout.automatic && (payout.reconciliation_status === "completed" || isOver(payout.status)),
    failureCode: payout.failure_code,
    createdAt: new Date(payout.created * 1000),
    // Stripe's dates of arrival are midnights of UTC.
    arrivesOn: new Date(payout.arrival_date * 1000).toISOString().slice(0, 10),
  };
}

const isOver = (status: string): boolean => status === "failed" || status === "canceled";

function toTransactionDetails(transaction: Stripe.BalanceTransaction): BalanceTransactionDetails {
  return {
    id: transaction.id,
    kind: toKind(transaction.reporting_category),
    category: transaction.reporting_category,
    pence: transaction.amount,
    feePence: transaction.fee,
    sourceId: getId(transaction.source),
    chargeId: toChargeId(ifExpanded(transaction.source)),
    description: transaction.description,
    createdAt: new Date(transaction.created * 1000),
  };
}

/** https://docs.stripe.com/reports/reporting-categories; what is not named here is shown under Stripe's own word. */
function toKind(category: string): BalanceTransactionDetails["kind"] {
  if (category === "partial_capture_reversal") return "refund";
  if (category === "network_cost" || category === "tax") return "fee";
  return balanceTransactionKinds.find((kind) => kind === category) ?? "adjustment";
}

function toChargeId(source: Stripe.BalanceTransactionSource | null): string | null {
  switch (source?.object) {
    case "charge":
      return source.id;
    case "refund":
    case "dispute":
      return getId(source.charge);
    default:
      return null;
  }
}
