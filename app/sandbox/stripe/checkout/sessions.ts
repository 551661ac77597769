import type Stripe from "stripe";
import { page, shortList, within, matches } from "../api/list";
import { invalid } from "../api/refusal";
import { route } from "../api/route";
import { all, change, find, idOf, make, mergeMetadata, need, newId } from "../records";
import { moveIntent } from "../payments/intent-status";
import { makePrice, type PriceParams } from "../resources/products-and-prices";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";
import { checkParams } from "./check-params";
import { followPayment, intentBehind, memories, memoryOf } from "./complete";
import { checkTotal } from "./payment-mode";

const path = "/v1/checkout/sessions";
const day = 86_400;

type Params = Stripe.Checkout.SessionCreateParams;

function create(world: World, params: Params): object {
  const mode = checkParams(world, params);
  const items = (params.line_items ?? []).map((line, index) => makeLine(world, line, index));
  const total = mode.dueNow(world, params, items);
  const paysNow = params.mode !== "setup";
  // Of a subscription that is first collected later, nothing is due yet.
  if (paysNow) checkTotal(total || items.reduce((sum, item) => sum + item.amount_total, 0));
  const id = newId("cs_test");
  const session = make(world, "checkout.session", {
    id,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: paysNow ? total : null,
    amount_total: paysNow ? total : null,
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    currency: items[0]?.currency ?? params.currency ?? "gbp",
    customer: params.customer ?? null,
    customer_creation: params.customer ? null : customerCreation(params),
    customer_email: params.customer_email ?? null,
    expires_at: params.expires_at ?? seconds(world) + day,
    locale: params.locale ?? null,
    metadata: mergeMetadata({}, params.metadata),
    mode: params.mode ?? "payment",
    payment_method_collection: params.mode === "subscription" ? "always" : "if_required",
    payment_method_types: params.allowed_payment_method_types ?? ["card", "bacs_debit"],
    payment_status: paysNow ? "unpaid" : "no_payment_required",
    status: "open",
    submit_type: params.submit_type ?? null,
    success_url: params.success_url ?? null,
    total_details: paysNow ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    ui_mode: "hosted_page",
    url: `${world.url}/c/pay/${id}`,
  });
  memories(world).put({ id, params, items: items.map((item) => item.id) });
  plan(world, "expire a checkout session", id, session.expires_at);
  return session;
}

function customerCreation(params: Params): Stripe.Checkout.Session.CustomerCreation | null {
  if (params.mode === "subscription") return "always";
  return params.mode === "setup" ? (params.customer_creation ?? null) : (params.customer_creation ?? "if_required");
}

function makeLine(world: World, line: NonNullable<Params["line_items"]>[number], index: number): Stripe.LineItem {
  const param = `line_items[${index}]`;
  const price = line.price
    ? need(world, "price", line.price, `${param}[price]`)
    : makePrice(world, line.price_data as PriceParams, `${param}[price_data]`);
  const product = need(world, "product", idOf(price.product) ?? "");
  const quantity = line.quantity ?? 1;
  const amount = (price.unit_amount ?? 0) * quantity;
  return make(world, "item", {
    amount_subtotal: amount,
    amount_total: amount,
    currency: price.currency,
    description: product.name,
    metadata: mergeMetadata({}, line.metadata),
    price,
    quantity,
  });
}

/** What a session is to be paid for. */
export function lineItems(world: World, session: string): Stripe.LineItem[] {
  return (memoryOf(world, session).items ?? []).flatMap((id) => find(world, "item", id) ?? []);
}

/** Ends an open session: nothing can be paid through it any more. */
export function expireSession(world: World, session: Stripe.Checkout.Session): void {
  const previous = change(world, session, { status: "expired", url: null });
  const intent = find(world, "payment_intent", intentBehind(world, session)?.id ?? "");
  if (intent && (intent.status === "requires_payment_method" || intent.status === "requires_action")) {
    moveIntent(world, intent, "canceled", { canceled_at: seconds(world), cancellation_reason: "automatic" });
    emit(world, "payment_intent.canceled", intent);
  }
  emit(world, "checkout.session.expired", session, previous);
}

export const checkoutSessions: Part = {
  routes: [
    route("POST", path, create),
    route<Stripe.Checkout.SessionListParams>("GET", path, (world, params) => {
      const fits = (row: Stripe.Checkout.Session) =>
        matches(params.customer, idOf(row.customer)) &&
        matches(params.payment_intent, idOf(row.payment_intent)) &&
        matches(params.subscription, idOf(row.subscription)) &&
        matches(params.status, row.status) &&
        matches(params.customer_details?.email, row.customer_details?.email ?? null) &&
        within(row.created, params.created);
      return page(all(world, "checkout.session"), path, params, fits);
    }),
    route("GET", `${path}/{id}`, (world, _params, id) => need(world, "checkout.session", id)),
    route("POST", `${path}/{id}/expire`, (world, _params, id) => {
      const session = need(world, "checkout.session", id);
      if (session.status !== "open") {
        throw invalid(
          `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
        );
      }
      expireSession(world, session);
      return session;
    }),
    route<Stripe.Checkout.SessionListLineItemsParams>("GET", `${path}/{id}/line_items`, (world, params, id) => {
      need(world, "checkout.session", id);
      return page(lineItems(world, id).toReversed(), `${path}/${id}/line_items`, params);
    }),
  ],
  includes: {
    "checkout.session": { line_items: (world, id) => shortList(lineItems(world, id), `${path}/${id}/line_items`) },
  },
  tasks: {
    "expire a checkout session": (world, id) => {
      const session = find(world, "checkout.session", id);
      if (session?.status === "open") expireSession(world, session);
    },
  },
  onPayment: followPayment,
};
