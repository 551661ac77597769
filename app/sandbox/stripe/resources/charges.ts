import type Stripe from "stripe";
import { page, shortList, within, matches } from "../api/list";
import { invalid } from "../api/refusal";
import { route } from "../api/route";
import { all, idOf, mergeMetadata, need } from "../records";
import { refundCharge } from "../payments/refund";
import type { Part, World } from "../world";

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

const reference = (wanted: string | undefined, found: string | { id: string } | null) => matches(wanted, idOf(found));

export const charges: Part = {
  routes: [
    route<Stripe.ChargeListParams>("GET", "/v1/charges", (world, params) => {
      const fits = (row: Stripe.Charge) =>
        reference(params.customer, row.customer) &&
        reference(params.payment_intent, row.payment_intent) &&
        within(row.created, params.created);
      return page(all(world, "charge"), "/v1/charges", params, fits);
    }),
    route("GET", "/v1/charges/{id}", (world, _params, id) => need(world, "charge", id)),
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
      return page(all(world, "refund"), "/v1/refunds", params, fits);
    }),
    route("POST", "/v1/refunds/{id}/cancel", (world, _params, id) => {
      const refund = need(world, "refund", id);
      throw invalid(`Refund ${id} has a status of ${refund.status}: only a refund that waits for the customer's action can be canceled.`);
    }),
  ],
};
