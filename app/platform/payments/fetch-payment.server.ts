import type Stripe from "stripe";
import { pence, type Pence } from "../money";
import { stripe } from "./stripe.server";

/** All that Stripe says of one payment, now, in our words. Sums are pence; instants UTC. */
export type PaymentReport = {
  session: "open" | "complete" | "expired" | null;
  payment: "none" | "waiting" | "processing" | "succeeded" | "refused" | "canceled";
  paymentIntent: string | null;
  charge: string | null;
  method: "card" | "bacs_debit" | null;
  currency: string | null;
  received: Pence;
  /** Null until Stripe has worked it out, which is after the payment itself. */
  fee: Pence | null;
  refunded: Pence;
  chargedAt: Date | null;
  failure: string | null;
  livemode: boolean;
  dispute: "none" | "open" | "won" | "lost";
  refunds: { id: string; pence: Pence; state: string; reason: string | null; at: Date }[];
  disputes: { id: string; pence: Pence; state: string; reason: string; at: Date }[];
};

const instant = (seconds: number) => new Date(seconds * 1000);
const idOf = (thing: string | { id: string } | null | undefined): string | null =>
  typeof thing === "string" ? thing : (thing?.id ?? null);
const loaded = <T extends object>(thing: string | T | null | undefined): T | null => (typeof thing === "object" ? thing : null);

/** A payment is asked after by its page, or, where it was collected for a plan, by itself. */
export type PaymentPlace = { session: string } | { payment: string };

const expansions = ["latest_charge.balance_transaction"];

/**
 * Asks Stripe how a payment stands and, where money moved, what became of it.
 * @param hadRefunds whether refunds are known of: a charge does not show those that failed later
 */
export async function reportOn(place: PaymentPlace, { hadRefunds = false } = {}): Promise<PaymentReport> {
  if ("payment" in place) {
    const intent = await stripe().paymentIntents.retrieve(place.payment, { expand: expansions });
    return { session: null, ...(await reportOnIntent(intent, hadRefunds)), currency: intent.currency, livemode: intent.livemode };
  }
  const session = await stripe().checkout.sessions.retrieve(place.session, { expand: expansions.map((path) => `payment_intent.${path}`) });
  const intent = loaded(session.payment_intent);
  const { currency, livemode } = session;
  return {
    session: sessionOf(session.status),
    ...(await reportOnIntent(intent, hadRefunds)),
    paymentIntent: idOf(session.payment_intent),
    currency,
    livemode,
  };
}

async function reportOnIntent(
  intent: Stripe.PaymentIntent | null,
  hadRefunds: boolean,
): Promise<Omit<PaymentReport, "session" | "currency" | "livemode">> {
  const charge = loaded(intent?.latest_charge);
  const refunds = charge && (hadRefunds || charge.refunded || charge.amount_refunded > 0) ? await refundsOf(charge.id) : [];
  const disputes = charge?.disputed ? await disputesOf(charge.id) : [];
  return {
    payment: paymentOf(intent),
    paymentIntent: intent?.id ?? null,
    charge: charge?.id ?? null,
    method: methodOf(charge),
    received: pence(intent?.amount_received ?? 0),
    fee: feeOf(charge),
    refunded: pence(
      refunds.filter(({ state }) => state !== "failed" && state !== "canceled").reduce((sum, refund) => sum + refund.pence, 0),
    ),
    chargedAt: charge ? instant(charge.created) : null,
    failure: intent?.last_payment_error?.decline_code ?? intent?.last_payment_error?.code ?? charge?.failure_code ?? null,
    dispute: disputeOf(disputes),
    refunds,
    disputes,
  };
}

function paymentOf(intent: Stripe.PaymentIntent | null): PaymentReport["payment"] {
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
      return intent.last_payment_error ? "refused" : "waiting";
    default:
      return "waiting";
  }
}

const sessionOf = (status: string | null): PaymentReport["session"] =>
  status === "open" || status === "complete" || status === "expired" ? status : null;

function methodOf(charge: Stripe.Charge | null): PaymentReport["method"] {
  const type = charge?.payment_method_details?.type;
  return type === "card" || type === "bacs_debit" ? type : null;
}

function feeOf(charge: Stripe.Charge | null): Pence | null {
  const transaction = loaded(charge?.balance_transaction);
  return transaction ? pence(transaction.fee) : null;
}

async function refundsOf(charge: string): Promise<PaymentReport["refunds"]> {
  const all: PaymentReport["refunds"] = [];
  for await (const refund of stripe().refunds.list({ charge, limit: 100 })) {
    all.push({
      id: refund.id,
      pence: pence(refund.amount),
      state: refund.status ?? "pending",
      reason: refund.reason,
      at: instant(refund.created),
    });
  }
  return all;
}

async function disputesOf(charge: string): Promise<PaymentReport["disputes"]> {
  const all: PaymentReport["disputes"] = [];
  for await (const dispute of stripe().disputes.list({ charge, limit: 100 })) {
    all.push({ id: dispute.id, pence: pence(dispute.amount), state: dispute.status, reason: dispute.reason, at: instant(dispute.created) });
  }
  return all;
}

/** An enquiry (`warning_…`) and a claim that was prevented take no money. */
function disputeOf(disputes: PaymentReport["disputes"]): PaymentReport["dispute"] {
  const states = disputes.map(({ state }) => state);
  if (states.includes("lost")) return "lost";
  if (states.some((state) => state === "needs_response" || state === "under_review")) return "open";
  return states.includes("won") ? "won" : "none";
}
