import type Stripe from "stripe";
import { page, shortList, within, wished } from "../api/list";
import { invalid } from "../api/refusal";
import { route } from "../api/route";
import { search } from "../api/search";
import { all, change, idOf, mergeMetadata, need } from "../records";
import type { Part } from "../parts";
import { refundCharge } from "../payments/refund";
import { emit } from "../webhooks/emit";
import type { World } from "../world";

function updateCharge(world: World, params: Stripe.ChargeUpdateParams, id: string): object {
  const charge = need(world, "charge", id);
  const previous = change(world, charge, {
    metadata: mergeMetadata(charge.metadata, params.metadata),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.receipt_email !== undefined && { receipt_email: params.receipt_email }),
  });
  emit(world, "charge.updated", charge, previous);
  return charge;
}

/** The charge that a refund is asked of, by itself or as its payment intent's latest. */
function chargeToRefund(world: World, params: Stripe.RefundCreateParams): Stripe.Charge {
  if (params.charge) return need(world, "charge", params.charge, "charge");
  if (!params.payment_intent)
    throw invalid("One of the following params should be provided for this request: payment_intent or charge.", {
      code: "parameter_missing",
    });
  const intent = need(world, "payment_intent", params.payment_intent, "payment_intent");
  const latest = idOf(intent.latest_charge);
  if (!latest) throw invalid("This PaymentIntent does not have a successful charge to refund.", { param: "payment_intent" });
  return need(world, "charge", latest);
}

const reference = (wish: string | undefined, found: string | { id: string } | null) => wished(wish, idOf(found));

export const charges: Part = {
  routes: [
    route<Stripe.ChargeListParams>("GET", "/v1/charges", (world, params) => {
      const fits = (row: Stripe.Charge) =>
        reference(params.customer, row.customer) &&
        reference(params.payment_intent, row.payment_intent) &&
        within(row.created, params.created);
      return page(world, all(world, "charge"), "/v1/charges", params, fits);
    }),
    route<Stripe.ChargeSearchParams>("GET", "/v1/charges/search", (world, params) =>
      search(all(world, "charge"), "/v1/charges/search", params),
    ),
    route("GET", "/v1/charges/{id}", (world, _params, id) => need(world, "charge", id)),
    route("POST", "/v1/charges/{id}", updateCharge),
  ],
  includes: {
    charge: {
      refunds: (world, id) =>
        shortList(
          all(world, "refund")
            .filter((refund) => refund.charge === id)
            .toReversed(),
          `/v1/charges/${id}/refunds`,
        ),
    },
  },
};

export const refunds: Part = {
  routes: [
    route<Stripe.RefundCreateParams>("POST", "/v1/refunds", (world, params) => {
      const { amount, reason } = params;
      return refundCharge(world, chargeToRefund(world, params), { amount, reason, metadata: mergeMetadata({}, params.metadata) });
    }),
    route<Stripe.RefundListParams>("GET", "/v1/refunds", (world, params) => {
      const fits = (row: Stripe.Refund) =>
        reference(params.charge, row.charge) && reference(params.payment_intent, row.payment_intent) && within(row.created, params.created);
      return page(world, all(world, "refund"), "/v1/refunds", params, fits);
    }),
    route("GET", "/v1/refunds/{id}", (world, _params, id) => need(world, "refund", id)),
    route<Stripe.RefundUpdateParams>("POST", "/v1/refunds/{id}", (world, params, id) => {
      const refund = need(world, "refund", id);
      emit(world, "refund.updated", refund, change(world, refund, { metadata: mergeMetadata(refund.metadata, params.metadata) }));
      return refund;
    }),
    route("POST", "/v1/refunds/{id}/cancel", (world, _params, id) => {
      const refund = need(world, "refund", id);
      throw invalid(`Refund ${id} has a status of ${refund.status}: only a refund that waits for the customer's action can be canceled.`);
    }),
  ],
};

export const balanceTransactions: Part = {
  routes: [
    route<Stripe.BalanceTransactionListParams>("GET", "/v1/balance_transactions", (world, params) => {
      const fits = (row: Stripe.BalanceTransaction) =>
        wished(params.type, row.type) &&
        reference(params.source, row.source as string | null) &&
        wished(params.currency, row.currency) &&
        within(row.created, params.created);
      return page(world, all(world, "balance_transaction"), "/v1/balance_transactions", params, fits);
    }),
    route("GET", "/v1/balance_transactions/{id}", (world, _params, id) => need(world, "balance_transaction", id)),
  ],
};
