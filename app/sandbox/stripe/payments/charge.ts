import type Stripe from "stripe";
import { copyOf, make, newId } from "../records";
import type { World } from "../world";

export type Declined = { code: string; declineCode?: string; message: string };

type Result = { status: "succeeded" | "pending" } | { status: "failed"; declined: Declined };

/** Writes one attempt to take an intent's amount by a payment method. */
export function makeCharge(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  result: Result,
  mandate: string | null,
): Stripe.Charge {
  const paid = result.status === "succeeded";
  const declined = result.status === "failed" ? result.declined : null;
  const id = newId(method.type === "bacs_debit" ? "py" : "ch");
  return make(world, "charge", {
    id,
    amount: intent.amount,
    amount_captured: paid ? intent.amount : 0,
    billing_details: copyOf(method.billing_details),
    calculated_statement_descriptor: descriptor(intent),
    captured: paid,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    failure_code: declined?.code ?? null,
    failure_message: declined?.message ?? null,
    metadata: copyOf(intent.metadata),
    outcome: outcome(declined),
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: details(method, mandate),
    receipt_email: intent.receipt_email,
    receipt_url: paid ? `${world.url}/receipts/${id}` : null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: result.status,
  });
}

function descriptor(intent: Stripe.PaymentIntent): string {
  const suffix = intent.statement_descriptor_suffix;
  return (suffix ? `ROOMLIGHT* ${suffix}` : "ROOMLIGHT").toUpperCase().slice(0, 22);
}

function outcome(declined: Declined | null): Stripe.Charge.Outcome {
  return {
    advice_code: declined ? "try_again_later" : null,
    network_advice_code: null,
    network_decline_code: declined ? "05" : null,
    network_status: declined ? "declined_by_network" : "approved_by_network",
    reason: declined?.declineCode ?? declined?.code ?? null,
    risk_level: "normal",
    seller_message: declined ? "The bank did not return any further details with this decline." : "Payment complete.",
    type: declined ? "issuer_declined" : "authorized",
  };
}

function details(method: Stripe.PaymentMethod, mandate: string | null): Stripe.Charge.PaymentMethodDetails {
  const { bacs_debit: account, card } = method;
  if (account) return { type: "bacs_debit", bacs_debit: { ...account, mandate } };
  if (!card) return { type: method.type };
  return {
    type: "card",
    card: {
      amount_authorized: null,
      authorization_code: null,
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint,
      funding: card.funding,
      installments: null,
      last4: card.last4,
      mandate: null,
      moto: null,
      network: card.brand,
      network_token: { used: false },
      network_transaction_id: null,
      regulated_status: card.regulated_status,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}
