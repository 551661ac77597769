import type Stripe from "stripe";
import { page, within, matches } from "../api/list";
import { invalid, Refusal } from "../api/refusal";
import { route } from "../api/route";
import { search } from "../api/search";
import { invoicePaymentOf } from "../billing/invoices/invoice-payments";
import { all, change, copyOf, idOf, make, mergeMetadata, need, newId } from "../records";
import { confirmPayment } from "../payments/confirm";
import { methodOf } from "../payments/instrument";
import { moveIntent } from "../payments/intent-status";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";
import { attach } from "./payment-methods";

const path = "/v1/payment_intents";

type NewIntent = Partial<Stripe.PaymentIntent> & { amount: number };

/** Makes an intent to take an amount of pence, and says so. */
export function makeIntent(world: World, given: NewIntent): Stripe.PaymentIntent {
  const id = newId("pi");
  const intent = make(world, "payment_intent", {
    currency: "gbp",
    capture_method: "automatic_async",
    confirmation_method: "automatic",
    client_secret: `${id}_secret_${newId("").slice(1)}`,
    metadata: {},
    payment_method_types: ["card"],
    ...given,
    id,
    status: "requires_payment_method",
  });
  emit(world, "payment_intent.created", intent);
  return intent;
}

/** Refuses what Stripe does with an answer of 402: the payment failed. */
export function refuseFailed(intent: Stripe.PaymentIntent): void {
  const error = intent.last_payment_error;
  if (!error) return;
  const { type, message = "Your card was declined.", ...rest } = error;
  throw new Refusal(402, { type, message, ...rest, payment_intent: copyOf(intent) });
}

function create(world: World, params: Stripe.PaymentIntentCreateParams): object {
  checkAmount(params.amount);
  if (params.currency !== "gbp") throw invalid(`Invalid currency: ${params.currency}. This sandbox takes gbp only.`, { param: "currency" });
  if (params.capture_method === "manual")
    throw invalid("This sandbox takes payments at once: capture_method manual is not known to it.", { param: "capture_method" });
  const intent = makeIntent(world, {
    amount: params.amount,
    customer: params.customer ? need(world, "customer", params.customer, "customer").id : null,
    description: params.description ?? null,
    metadata: mergeMetadata({}, params.metadata),
    receipt_email: params.receipt_email || null,
    setup_future_usage: params.setup_future_usage ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    payment_method_types: params.allowed_payment_method_types ?? ["card", "bacs_debit"],
    automatic_payment_methods: params.allowed_payment_method_types ? null : { enabled: true, allow_redirects: "always" },
  });
  if (params.payment_method) choose(world, intent, params.payment_method);
  if (params.confirm)
    return confirm(world, intent, {
      off_session: params.off_session === true || typeof params.off_session === "string",
      return_url: params.return_url,
    });
  return intent;
}

function choose(world: World, intent: Stripe.PaymentIntent, id: string): void {
  moveIntent(world, intent, "requires_confirmation", { payment_method: methodOf(world, id, "payment_method").id });
}

function confirm(world: World, intent: Stripe.PaymentIntent, how: { off_session?: boolean; return_url?: string }): object {
  if (intent.status === "succeeded") throw unexpectedState(intent, "confirm");
  if (!["requires_payment_method", "requires_confirmation", "requires_action"].includes(intent.status))
    throw unexpectedState(intent, "confirm");
  const chosen = idOf(intent.payment_method);
  if (!chosen) {
    const message = "You cannot confirm this PaymentIntent because it's missing a payment method.";
    throw invalid(message, { code: "payment_intent_unexpected_state" });
  }
  const method = need(world, "payment_method", chosen);
  const outcome = confirmPayment(world, intent, method, { onSession: !how.off_session, returnUrl: how.return_url ?? null });
  if (outcome === "failed") refuseFailed(intent);
  const customer = idOf(intent.customer);
  if (customer && intent.setup_future_usage) attach(world, method, customer);
  return intent;
}

function update(world: World, params: Stripe.PaymentIntentUpdateParams, id: string): object {
  const intent = need(world, "payment_intent", id);
  const open = ["requires_payment_method", "requires_confirmation", "requires_action"].includes(intent.status);
  if (params.amount !== undefined) {
    if (!open) throw unexpectedState(intent, "update");
    checkAmount(params.amount);
    change(world, intent, { amount: params.amount });
  }
  if (params.payment_method) {
    if (!open) throw unexpectedState(intent, "update");
    choose(world, intent, params.payment_method);
  }
  change(world, intent, {
    metadata: mergeMetadata(intent.metadata, params.metadata),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.receipt_email !== undefined && { receipt_email: params.receipt_email || null }),
  });
  return intent;
}

function cancel(world: World, params: Stripe.PaymentIntentCancelParams, id: string): object {
  const intent = need(world, "payment_intent", id);
  if (invoicePaymentOf(world, id))
    throw invalid("You cannot cancel this PaymentIntent because it pays an invoice. Void the invoice instead.");
  const session = all(world, "checkout.session").find((candidate) => candidate.payment_intent === id && candidate.status === "open");
  if (session)
    throw invalid("You cannot cancel this PaymentIntent because it was created by a Checkout Session. Expire the session instead.");
  if (!["requires_payment_method", "requires_confirmation", "requires_action"].includes(intent.status))
    throw unexpectedState(intent, "cancel");
  moveIntent(world, intent, "canceled", { canceled_at: seconds(world), cancellation_reason: params.cancellation_reason ?? null });
  emit(world, "payment_intent.canceled", intent);
  return intent;
}

function checkAmount(pence: number): void {
  if (pence < 30) throw invalid("Amount must be at least £0.30 gbp", { param: "amount", code: "amount_too_small" });
  if (pence > 99_999_999) throw invalid("Amount must be no more than £999,999.99", { param: "amount", code: "amount_too_large" });
}

function unexpectedState(intent: Stripe.PaymentIntent, verb: string): Refusal {
  const message = `This PaymentIntent could not be ${verb === "cancel" ? "canceled" : `${verb}ed`} because it has a status of ${intent.status}.`;
  return new Refusal(400, {
    type: "invalid_request_error",
    code: "payment_intent_unexpected_state",
    message,
    payment_intent: copyOf(intent),
  });
}

export const paymentIntents: Part = {
  routes: [
    route("POST", path, create),
    route<Stripe.PaymentIntentListParams>("GET", path, (world, params) => {
      const fits = (row: Stripe.PaymentIntent) => matches(params.customer, idOf(row.customer)) && within(row.created, params.created);
      return page(all(world, "payment_intent"), path, params, fits);
    }),
    route<Stripe.PaymentIntentSearchParams>("GET", `${path}/search`, (world, params) =>
      search(all(world, "payment_intent"), `${path}/search`, params),
    ),
    route("GET", `${path}/{id}`, (world, _params, id) => need(world, "payment_intent", id)),
    route("POST", `${path}/{id}`, update),
    route<Stripe.PaymentIntentConfirmParams>("POST", `${path}/{id}/confirm`, (world, params, id) => {
      const intent = need(world, "payment_intent", id);
      if (params.payment_method && intent.status !== "succeeded") choose(world, intent, params.payment_method);
      return confirm(world, intent, {
        off_session: params.off_session === true || typeof params.off_session === "string",
        return_url: params.return_url,
      });
    }),
    route("POST", `${path}/{id}/cancel`, cancel),
  ],
};
