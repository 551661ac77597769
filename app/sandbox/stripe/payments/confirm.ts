import type Stripe from "stripe";
import { copyOf, idOf, save } from "../records";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type Outcome, type World } from "../world";
import { planFee } from "./balance";
import { makeCharge, type Declined } from "./charge";
import { accountBehind, cardBehind } from "./instrument";
import { moveIntent } from "./intent-status";
import { mandateFor } from "./mandate";
import { cardVerdict, takeFailure } from "./verdict";

const day = 86_400;

export type How = {
  /** The payer is there, and can be asked. */
  onSession: boolean;
  /** The payer has passed 3-D Secure. */
  authenticated?: boolean;
  /** Where the payer goes after 3-D Secure. */
  returnUrl?: string | null;
};

/** Tries to take an intent's amount by a payment method: at once by card, days later by Direct Debit. */
export function confirmPayment(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod, how: How): Outcome {
  const outcome = attempt(world, intent, method, how);
  notifyParts(world, intent, outcome);
  return outcome;
}

/** The payer failed 3-D Secure. */
export function failAuthentication(world: World, intent: Stripe.PaymentIntent): void {
  const message = "We are unable to authenticate your payment method. Please choose a different payment method and try again.";
  moveIntent(world, intent, "requires_payment_method", {
    payment_method: null,
    last_payment_error: paymentError(null, { code: "payment_intent_authentication_failure", message }),
  });
  emit(world, "payment_intent.payment_failed", intent);
  notifyParts(world, intent, "failed");
}

/** Lets the other parts follow what became of a payment. */
export function notifyParts(world: World, intent: Stripe.PaymentIntent, outcome: Outcome): void {
  for (const part of world.parts) part.onPayment?.(world, intent, outcome);
}

/** Why a payment failed, as an intent tells it. */
export function paymentError(
  method: Stripe.PaymentMethod | null,
  declined: Declined,
  charge?: string,
): Stripe.PaymentIntent.LastPaymentError {
  return {
    type: declined.code === "payment_intent_authentication_failure" ? "invalid_request_error" : "card_error",
    code: declined.code as Stripe.PaymentIntent.LastPaymentError["code"],
    ...(declined.declineCode && { decline_code: declined.declineCode }),
    message: declined.message,
    doc_url: `https://stripe.com/docs/error-codes/${declined.code.replaceAll("_", "-")}`,
    ...(charge && { charge }),
    ...(method && { payment_method: copyOf(method) }),
  };
}

function attempt(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod, how: How): Outcome {
  if (accountBehind(world, method.id)) return debit(world, intent, method);
  const verdict = takeFailure(world, intent.id) ?? cardVerdict(world, method, how);
  if (verdict === "ask") return askForAuthentication(world, intent, method, how.returnUrl ?? null);
  if (verdict) return decline(world, intent, method, verdict);

  const charge = makeCharge(world, intent, method, { status: "succeeded" }, null);
  moveIntent(world, intent, "succeeded", {
    payment_method: method.id,
    latest_charge: charge.id,
    amount_received: intent.amount,
    last_payment_error: null,
  });
  emit(world, "charge.succeeded", charge);
  emit(world, "payment_intent.succeeded", intent);
  planFee(world, charge);
  if (cardBehind(world, method.id)?.disputed) plan(world, "dispute a charge", charge.id, seconds(world) + 60);
  return "succeeded";
}

function decline(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod, declined: Declined): Outcome {
  const charge = makeCharge(world, intent, method, { status: "failed", declined }, null);
  moveIntent(world, intent, "requires_payment_method", {
    payment_method: null,
    latest_charge: charge.id,
    last_payment_error: paymentError(method, declined, charge.id),
  });
  emit(world, "charge.failed", charge);
  emit(world, "payment_intent.payment_failed", intent);
  return "failed";
}

function askForAuthentication(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod, returnUrl: string | null): Outcome {
  moveIntent(world, intent, "requires_action", {
    payment_method: method.id,
    next_action: { type: "redirect_to_url", redirect_to_url: { return_url: returnUrl, url: `${world.url}/3d-secure/${intent.id}` } },
  });
  emit(world, "payment_intent.requires_action", intent);
  return "requires_action";
}

/** A Direct Debit: the charge waits until the payer's bank has answered. */
function debit(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): Outcome {
  const charge = makeCharge(world, intent, method, { status: "pending" }, null);
  moveIntent(world, intent, "processing", { payment_method: method.id, latest_charge: charge.id, last_payment_error: null });
  emit(world, "payment_intent.processing", intent);
  emit(world, "charge.pending", charge);
  const mandate = mandateFor(world, method);
  if (charge.payment_method_details?.bacs_debit) charge.payment_method_details.bacs_debit.mandate = idOf(mandate);
  save(world, charge);
  plan(world, "answer a direct debit", intent.id, seconds(world) + world.settings.bacs.debitDays * day);
  return "processing";
}
