import type Stripe from "stripe";
import { pence, type Pence } from "../money";
import { getId, ifExpanded } from "./expandable";
import { stripe } from "./stripe.server";

/** All that Stripe says of one payment, now, in our words. Sums are pence; instants UTC. */
export type PaymentDetails = {
  checkoutStatus: "open" | "complete" | "expired" | null;
  paymentStatus: "none" | "awaiting-payment" | "processing" | "succeeded" | "declined" | "canceled";
  paymentIntentId: string | null;
  chargeId: string | null;
  paymentMethod: "card" | "bacs_debit" | null;
  currency: string | null;
  received: Pence;
  /** Null until Stripe has worked it out, which is after the payment itself. */
  fee: Pence | null;
  refunded: Pence;
  chargedAt: Date | null;
  failureCode: string | null;
  /** How many cards were refused, as long as none was taken; at most 100 are counted. */
  refusedCards: number;
  livemode: boolean;
  disputeStatus: "none" | "open" | "won" | "lost";
  refunds: { id: string; pence: Pence; status: string; reason: string | null; createdAt: Date }[];
  disputes: { id: string; pence: Pence; status: string; reason: string; createdAt: Date }[];
};

const fromUnixSeconds = (seconds: number) => new Date(seconds * 1000);

/** A payment is asked after by its page, or, where it was collected for a plan, by itself. */
export type PaymentLookup = { checkoutSessionId: string } | { paymentIntentId: string };

const expandPaths = ["latest_charge.balance_transaction"];

/**
 * Asks Stripe how a payment stands and, where money moved, what became of it.
 * @param hadRefunds whether refunds are known of: a charge does not show those that failed later
 */
export async function fetchPayment(lookup: PaymentLookup, { hadRefunds: hasKnownRefunds = false } = {}): Promise<PaymentDetails> {
  if ("paymentIntentId" in lookup) {
    const intent = await stripe().paymentIntents.retrieve(lookup.paymentIntentId, { expand: expandPaths });
    return {
      checkoutStatus: null,
      ...(await fetchIntentDetails(intent, hasKnownRefunds)),
      currency: intent.currency,
      livemode: intent.livemode,
    };
  }
  const session = await stripe().checkout.sessions.retrieve(lookup.checkoutSessionId, {
    expand: expandPaths.map((path) => `payment_intent.${path}`),
  });
  const intent = ifExpanded(session.payment_intent);
  const { currency, livemode } = session;
  return {
    checkoutStatus: toCheckoutStatus(session.status),
    ...(await fetchIntentDetails(intent, hasKnownRefunds)),
    paymentIntentId: getId(session.payment_intent),
    currency,
    livemode,
  };
}

async function fetchIntentDetails(
  intent: Stripe.PaymentIntent | null,
  hasKnownRefunds: boolean,
): Promise<Omit<PaymentDetails, "checkoutStatus" | "currency" | "livemode">> {
  const charge = ifExpanded(intent?.latest_charge);
  const refunds = charge && (hasKnownRefunds || charge.refunded || charge.amount_refunded > 0) ? await listRefunds(charge.id) : [];
  const disputes = charge?.disputed ? await listDisputes(charge.id) : [];
  const paymentStatus = toPaymentStatus(intent);
  return {
    paymentStatus,
    refusedCards: intent && paymentStatus === "declined" ? await countRefusedCharges({ payment_intent: intent.id }) : 0,
    paymentIntentId: intent?.id ?? null,
    chargeId: charge?.id ?? null,
    paymentMethod: toPaymentMethod(charge),
    received: pence(intent?.amount_received ?? 0),
    fee: toFee(charge),
    refunded: pence(
      refunds.filter(({ status }) => status !== "failed" && status !== "canceled").reduce((sum, refund) => sum + refund.pence, 0),
    ),
    chargedAt: charge ? fromUnixSeconds(charge.created) : null,
    failureCode: intent?.last_payment_error?.decline_code ?? intent?.last_payment_error?.code ?? charge?.failure_code ?? null,
    disputeStatus: toDisputeStatus(disputes),
    refunds,
    disputes,
  };
}

/**
 * Who tries to pay a first collection, which is all that ties a refused one to its page: it carries no reference of ours.
 * @returns null: the payment was not refused, or nobody is behind it
 */
export async function fetchRefusedPayer(paymentIntentId: string): Promise<{ email: string; refusedCards: number } | null> {
  const intent = await stripe().paymentIntents.retrieve(paymentIntentId, { expand: ["customer"] });
  const customer = ifExpanded(intent.customer);
  if (toPaymentStatus(intent) !== "declined" || !customer || customer.deleted || !customer.email) return null;
  return { email: customer.email, refusedCards: await countRefusedCharges({ customer: customer.id }) };
}

/** Each try of a card on Stripe's page is a charge of its own. */
async function countRefusedCharges(of: { payment_intent: string } | { customer: string }): Promise<number> {
  const { data } = await stripe().charges.list({ ...of, limit: 100 });
  return data.filter(({ status }) => status === "failed").length;
}

function toPaymentStatus(intent: Stripe.PaymentIntent | null): PaymentDetails["paymentStatus"] {
  switch (intent?.status) {
    case undefined:
      return "none";
    case "succeeded":
      return "succeeded";
    case "processing":
      return "processing";
    case "canceled":
      return "canceled";
    case "requires_payment_method":
      return intent.last_payment_error ? "declined" : "awaiting-payment";
    default:
      return "awaiting-payment";
  }
}

const toCheckoutStatus = (status: string | null): PaymentDetails["checkoutStatus"] =>
  status === "open" || status === "complete" || status === "expired" ? status : null;

function toPaymentMethod(charge: Stripe.Charge | null): PaymentDetails["paymentMethod"] {
  const type = charge?.payment_method_details?.type;
  return type === "card" || type === "bacs_debit" ? type : null;
}

function toFee(charge: Stripe.Charge | null): Pence | null {
  const transaction = ifExpanded(charge?.balance_transaction);
  return transaction ? pence(transaction.fee) : null;
}

async function listRefunds(chargeId: string): Promise<PaymentDetails["refunds"]> {
  const all: PaymentDetails["refunds"] = [];
  for await (const refund of stripe().refunds.list({ charge: chargeId, limit: 100 })) {
    all.push({
      id: refund.id,
      pence: pence(refund.amount),
      status: refund.status ?? "pending",
      reason: refund.reason,
      createdAt: fromUnixSeconds(refund.created),
    });
  }
  return all;
}

async function listDisputes(chargeId: string): Promise<PaymentDetails["disputes"]> {
  const all: PaymentDetails["disputes"] = [];
  for await (const dispute of stripe().disputes.list({ charge: chargeId, limit: 100 })) {
    all.push({
      id: dispute.id,
      pence: pence(dispute.amount),
      status: dispute.status,
      reason: dispute.reason,
      createdAt: fromUnixSeconds(dispute.created),
    });
  }
  return all;
}

/** An enquiry (`warning_…`) and a claim that was prevented take no money. */
function toDisputeStatus(disputes: PaymentDetails["disputes"]): PaymentDetails["disputeStatus"] {
  const statuses = disputes.map(({ status }) => status);
  if (statuses.includes("lost")) return "lost";
  if (statuses.some((status) => status === "needs_response" || status === "under_review")) return "open";
  return statuses.includes("won") ? "won" : "none";
}
