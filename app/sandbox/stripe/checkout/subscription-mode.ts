import type Stripe from "stripe";
import { onlyKnown } from "../api/known";
import { invalid } from "../api/refusal";
import { checkIntervals, intervalOf } from "../billing/invoices/items";
import { intentOf } from "../billing/payment-method";
import { checkBeginning, dueAtOnce, startSubscription, type Beginning } from "../billing/start";
import { confirmPayment } from "../payments/confirm";
import { confirmSetup, makeSetupIntent } from "../payments/setup";
import { cardVerdict, setUp } from "../payments/verdict";
import { change, find, mergeMetadata, need } from "../records";
import { makeIntent } from "../resources/payment-intents";
import { attach } from "../resources/payment-methods";
import { seconds, type Outcome, type World } from "../world";
import type { Memory, Mode } from "./mode";
import { payerOf } from "./payer";

const day = 86_400;
const known = ["billing_cycle_anchor", "billing_mode", "description", "metadata", "proration_behavior", "trial_end"];

type Params = Stripe.Checkout.SessionCreateParams;

/** Paying again and again: a subscription begins when its first collection is paid, or when its payment method is kept. */
export const subscriptionMode: Mode = {
  takes: ["subscription_data", "submit_type"],

  check(world, params) {
    onlyKnown(params.subscription_data ?? {}, known, "subscription_data");
    if (params.submit_type && !["auto", "donate", "subscribe"].includes(params.submit_type))
      throw invalid("`submit_type` can only be auto, donate or subscribe in subscription mode.", { param: "submit_type" });
    if (params.subscription_data?.billing_mode && params.subscription_data.billing_mode.type !== "flexible")
      throw invalid("This sandbox knows billing_mode flexible only.", { param: "subscription_data[billing_mode][type]" });
    const named = (params.line_items ?? []).flatMap((line, index) =>
      line.price ? need(world, "price", line.price, `line_items[${index}][price]`) : [],
    );
    const recurring = (params.line_items ?? []).every((line) => line.price !== undefined || line.price_data?.recurring);
    if (!recurring || named.some((price) => !price.recurring))
      throw invalid("This sandbox takes recurring prices only in subscription mode.", { param: "line_items" });
  },

  dueNow(world, params, lines) {
    const prices = lines.flatMap(({ price }) => price ?? []);
    checkIntervals(prices);
    const [first] = prices;
    if (!first) return 0;
    const beginning = beginningOf(params);
    checkBeginning(world, beginning, intervalOf(first), "subscription_data", 2 * day - 60);
    return dueAtOnce(seconds(world), beginning, itemsOf(lines));
  },

  attempt(world, session, memory, method, authenticated) {
    const how = { onSession: true, authenticated, returnUrl: session.success_url };
    const customer = payerOf(world, session, memory) ?? "";
    if (!session.amount_total) {
      const intent = keepingIntent(world, session, memory, customer);
      const outcome = confirmSetup(world, intent, method, how);
      return outcome === "succeeded" ? begin(world, session, memory, customer, method) : outcome;
    }
    const asksOrDeclines = method.type === "card" && cardVerdict(world, method, how) !== null;
    if (asksOrDeclines) return confirmPayment(world, payingIntent(world, session, memory, customer), method, how);
    attach(world, method, customer);
    if (authenticated) setUp(world, method.id);
    return begin(world, session, memory, customer, method, authenticated);
  },
};

function begin(
  world: World,
  session: Stripe.Checkout.Session,
  memory: Memory,
  customer: string,
  method: Stripe.PaymentMethod,
  authenticated = false,
): Outcome {
  const data = memory.params.subscription_data;
  const subscription = {
    ...beginningOf(memory.params),
    customer,
    items: itemsOf(memory.items.flatMap((id) => find(world, "item", id) ?? [])),
    metadata: mergeMetadata({}, data?.metadata),
    description: data?.description ?? null,
    method: method.id,
    methodTypes: session.allowed_payment_method_types,
  };
  const intent = find(world, "payment_intent", memory.intent ?? "");
  const begun = startSubscription(world, subscription, { onSession: true, authenticated, ...(intent && { intent }) });
  memory.intent = intentOf(world, begun.invoice)?.id ?? memory.intent;
  change(world, session, { subscription: begun.subscription.id, invoice: begun.invoice.id });
  return begun.outcome;
}

/** The first collection's intent, where an attempt fails or is challenged before there is a subscription. */
function payingIntent(world: World, session: Stripe.Checkout.Session, memory: Memory, customer: string): Stripe.PaymentIntent {
  const begun = find(world, "payment_intent", memory.intent ?? "");
  if (begun) return begun;
  const intent = makeIntent(world, {
    amount: session.amount_total ?? 0,
    customer,
    description: "Subscription creation",
    setup_future_usage: "off_session",
    payment_method_types: session.payment_method_types,
  });
  memory.intent = intent.id;
  return intent;
}

/** Where nothing is due yet, the payment method is kept for the first collection. */
function keepingIntent(world: World, session: Stripe.Checkout.Session, memory: Memory, customer: string): Stripe.SetupIntent {
  const begun = find(world, "setup_intent", memory.intent ?? "");
  if (begun) return begun;
  const intent = makeSetupIntent(world, { customer, payment_method_types: session.payment_method_types });
  memory.intent = intent.id;
  return intent;
}

/** When the first collection is, as the session's parameters say it. */
export function beginningOf(params: Params): Beginning {
  const { trial_end: trialEnd, billing_cycle_anchor: anchor, proration_behavior: behavior } = params.subscription_data ?? {};
  return { ...(trialEnd !== undefined && { trialEnd }), ...(anchor !== undefined && { anchor }), prorate: behavior !== "none" };
}

const itemsOf = (lines: Stripe.LineItem[]) =>
  lines.flatMap(({ price, quantity, metadata }) => (price ? { price, quantity: quantity ?? 1, metadata: { ...metadata } } : []));
