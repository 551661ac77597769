import type Stripe from "stripe";
import { invalid } from "../api/refusal";
import { confirmPayment } from "../payments/confirm";
import { find, idOf, mergeMetadata, need, save } from "../records";
import { makeIntent } from "../resources/payment-intents";
import { attach } from "../resources/payment-methods";
import type { World } from "../world";
import type { Memory, Mode } from "./mode";
import { payerOf } from "./payer";

const least = 30;

/** Paying once. */
export const paymentMode: Mode = {
  takes: ["payment_intent_data", "customer_creation", "submit_type"],

  check(world, params) {
    for (const [index, line] of (params.line_items ?? []).entries()) {
      const recurring =
        line.price_data?.recurring ?? (line.price ? need(world, "price", line.price, `line_items[${index}][price]`).recurring : null);
      if (recurring)
        throw invalid(
          "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
          { param: "line_items" },
        );
    }
    if (params.payment_intent_data?.capture_method === "manual") {
      throw invalid("This sandbox takes payments at once: capture_method manual is not known to it.", {
        param: "payment_intent_data[capture_method]",
      });
    }
  },

  dueNow: (_world, _params, lines) => lines.reduce((sum, line) => sum + line.amount_total, 0),

  attempt(world, session, memory, method, authenticated) {
    const intent = intentFor(world, session, memory);
    const customer = idOf(intent.customer);
    const outcome = confirmPayment(world, intent, method, { onSession: true, authenticated, returnUrl: session.success_url });
    if ((outcome === "succeeded" || outcome === "processing") && customer && intent.setup_future_usage) attach(world, method, customer);
    return outcome;
  },
};

/** @throws Refusal of a total that is too small to be taken */
export function checkTotal(pence: number): void {
  if (pence >= least) return;
  throw invalid("The Checkout Session's total amount due must add up to at least £0.30 gbp", {
    code: "amount_too_small",
    param: "line_items",
  });
}

/** The session's intent: made at the first attempt, and the same at every further one. */
function intentFor(world: World, session: Stripe.Checkout.Session, memory: Memory): Stripe.PaymentIntent {
  const known = find(world, "payment_intent", idOf(session.payment_intent) ?? "");
  if (known) return known;
  const data = memory.params.payment_intent_data;
  const intent = makeIntent(world, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "gbp",
    customer: customerFor(world, session, memory),
    description: data?.description ?? null,
    metadata: mergeMetadata({}, data?.metadata),
    receipt_email: data?.receipt_email ?? null,
    setup_future_usage: data?.setup_future_usage ?? null,
    statement_descriptor_suffix: data?.statement_descriptor_suffix ?? null,
    allowed_payment_method_types: session.allowed_payment_method_types,
    payment_method_types: session.payment_method_types,
  });
  session.payment_intent = intent.id;
  save(world, session);
  return intent;
}

/** The customer that pays, made where the session asks for one. A guest is none. */
function customerFor(world: World, session: Stripe.Checkout.Session, memory: Memory): string | null {
  const needed = session.customer_creation === "always" || memory.params.payment_intent_data?.setup_future_usage !== undefined;
  return session.customer || needed ? payerOf(world, session, memory) : null;
}
