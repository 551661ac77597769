import type Stripe from "stripe";
import { change, find, idOf, need } from "../records";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";
import { planFee } from "./balance";
import type { Declined } from "./charge";
import { paymentError, notifyParts } from "./confirm";
import { accountBehind } from "./instrument";
import { moveIntent } from "./intent-status";
import { endMandate, mandateOf } from "./mandate";
import { takeFailure } from "./verdict";

/**
 * The payer's bank answers a Direct Debit.
 * @param failure why it did not pay; null: it paid
 */
export function answerDebit(world: World, intent: Stripe.PaymentIntent, failure: Declined | null): void {
  const charge = find(world, "charge", idOf(intent.latest_charge) ?? "");
  if (intent.status !== "processing" || !charge) return;
  if (failure) failDebit(world, intent, charge, failure);
  else payDebit(world, intent, charge);
}

function payDebit(world: World, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  change(world, charge, {
    status: "succeeded",
    paid: true,
    captured: true,
    amount_captured: charge.amount,
    receipt_url: `${world.url}/receipts/${charge.id}`,
  });
  moveIntent(world, intent, "succeeded", { amount_received: intent.amount });
  emit(world, "charge.succeeded", charge);
  emit(world, "payment_intent.succeeded", intent);
  planFee(world, charge);
  notifyParts(world, intent, "succeeded");
  if (accountBehind(world, charge.payment_method ?? "")?.disputed) plan(world, "dispute a charge", charge.id, seconds(world) + 3600);
}

function failDebit(world: World, intent: Stripe.PaymentIntent, charge: Stripe.Charge, failure: Declined): void {
  const method = find(world, "payment_method", charge.payment_method ?? "") ?? null;
  change(world, charge, { status: "failed", failure_code: failure.code, failure_message: failure.message });
  moveIntent(world, intent, "requires_payment_method", {
    payment_method: null,
    last_payment_error: paymentError(method, failure, charge.id),
  });
  const mandate = method && mandateOf(world, method.id);
  if (mandate && failure.code === "debit_not_authorized") endMandate(world, mandate);
  emit(world, "charge.failed", charge);
  emit(world, "payment_intent.payment_failed", intent);
  notifyParts(world, intent, "failed");
}

export const debitSteps: Part = {
  tasks: {
    "answer a direct debit": (world, id) => {
      const intent = need(world, "payment_intent", id);
      const account = accountBehind(world, idOf(intent.payment_method) ?? "");
      answerDebit(world, intent, takeFailure(world, intent.id) ?? account?.fails ?? null);
    },
  },
};
