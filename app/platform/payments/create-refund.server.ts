import Stripe from "stripe";
import type { Pence } from "../money";
import { stripe } from "./stripe.server";

export type RefundOutcome = { stripeRefundId: string } | { refused: string };

/** How long Stripe surely knows an idempotency key: it keeps them for 24 hours at least. */
const idempotencyHours = 20;

/**
 * Sends money of a payment back, once for each request.
 * @param request its id is the idempotency key, and stands on the refund: after Stripe has forgotten the key it is found by that
 * @returns Stripe's id, or its code for saying no. Throws where Stripe can't be asked (`isStripeUnavailable`).
 */
export async function createRefund(
  request: { id: string; stripePaymentIntentId: string; pence: Pence; reason: Stripe.RefundCreateParams.Reason; requestedAt: Date },
  askedAt: Date,
): Promise<RefundOutcome> {
  const { id, stripePaymentIntentId: payment_intent, pence: amount, reason } = request;
  if (askedAt.getTime() - request.requestedAt.getTime() > idempotencyHours * 3_600_000) {
    for await (const refund of stripe().refunds.list({ payment_intent, limit: 100 }))
      if (refund.metadata?.["refund_request"] === id) return { stripeRefundId: refund.id };
  }
  try {
    const refund = await stripe().refunds.create(
      { payment_intent, amount, reason, metadata: { refund_request: id } },
      { idempotencyKey: `refund:${id}` },
    );
    return { stripeRefundId: refund.id };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return { refused: error.code ?? "invalid_request" };
    throw error;
  }
}
