import type Stripe from "stripe";
import { invalid } from "../api/refusal";
import { change, find, idOf, make, need, save } from "../records";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";
import { balanceOf, move } from "./balance";
import { cardBehind } from "./instrument";

const day = 86_400;

type RefundParams = { amount?: number; reason?: string; metadata?: Record<string, string> };

const pounds = (pence: number) => `£${(pence / 100).toFixed(2)}`;

/**
 * Gives money of a charge back: at once for most cards, days later for a Direct Debit.
 * @throws Refusal as Stripe refuses what was given back already, is disputed, or is more than is left
 */
export function refundCharge(world: World, charge: Stripe.Charge, params: RefundParams): Stripe.Refund {
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = params.amount ?? left;
  if (charge.status !== "succeeded")
    throw invalid("This PaymentIntent does not have a successful charge to refund.", { param: "payment_intent" });
  if (charge.disputed) throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: "charge_disputed" });
  if (left === 0) throw invalid(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  if (amount < 1) throw invalid("Invalid positive integer", { param: "amount", code: "parameter_invalid_integer" });
  if (amount > left)
    throw invalid(`Refund amount (${pounds(amount)}) is greater than unrefunded amount on charge (${pounds(left)})`, { param: "amount" });

  balanceOf(world, charge);
  const debit = charge.payment_method_details?.type === "bacs_debit";
  const card = cardBehind(world, charge.payment_method ?? "");
  const refund = make(world, "refund", {
    amount,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    customer: charge.customer,
    currency: charge.currency,
    metadata: params.metadata ?? {},
    reason: params.reason ?? null,
    status: debit ? "pending" : "succeeded",
    ...(debit && { pending_reason: "processing" as const }),
    destination_details: debit
      ? { type: "bacs_debit" }
      : { type: "card", card: { type: "refund", reference_status: "pending", reference_type: "acquirer_reference_number" } },
  });
  const movement = move(world, {
    type: "refund",
    category: "refund",
    source: refund.id,
    amount: -amount,
    fee: 0,
    currency: charge.currency,
    description: charge.description ? `REFUND FOR CHARGE (${charge.description})` : "REFUND FOR CHARGE",
  });
  refund.balance_transaction = movement.id;
  save(world, refund);
  const refunded = charge.amount_refunded + amount;
  const previous = change(world, charge, { amount_refunded: refunded, refunded: refunded === charge.amount });
  emit(world, "refund.created", refund);
  emit(world, "charge.refunded", charge, previous);
  if (debit) plan(world, "finish a refund", refund.id, seconds(world) + world.settings.bacs.refundDays * day);
  if (card?.refundsFail) plan(world, "fail a refund", refund.id, seconds(world) + day);
  return refund;
}

/** The payer's bank could not take the money: it comes back, and the charge counts as not refunded by this sum. */
export function failRefund(world: World, refund: Stripe.Refund): void {
  if (refund.status !== "pending" && refund.status !== "succeeded") return;
  const charge = need(world, "charge", idOf(refund.charge) ?? "");
  const movement = move(world, {
    type: "refund_failure",
    category: "refund_failure",
    source: refund.id,
    amount: refund.amount,
    fee: 0,
    currency: refund.currency,
    description: "REFUND FAILURE",
  });
  const previous = change(world, refund, {
    status: "failed",
    failure_reason: "lost_or_stolen_card",
    failure_balance_transaction: movement.id,
  });
  delete refund.pending_reason;
  save(world, refund);
  change(world, charge, { amount_refunded: charge.amount_refunded - refund.amount, refunded: false });
  emit(world, "refund.updated", refund, previous);
  emit(world, "refund.failed", refund);
  emit(world, "charge.refund.updated", refund, previous);
}

export const refundSteps: Part = {
  tasks: {
    "finish a refund": (world, id) => {
      const refund = find(world, "refund", id);
      if (refund?.status !== "pending") return;
      const previous = change(world, refund, { status: "succeeded" });
      delete refund.pending_reason;
      save(world, refund);
      emit(world, "refund.updated", refund, previous);
    },
    "fail a refund": (world, id) => {
      const refund = find(world, "refund", id);
      if (refund) failRefund(world, refund);
    },
  },
};
