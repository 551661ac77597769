import type Stripe from "stripe";
import { change, idOf, make, newId } from "../records";
import { attach } from "../resources/payment-methods";
import { emit } from "../webhooks/emit";
import type { Outcome, World } from "../world";
import type { Declined } from "./charge";
import { paymentError, type How } from "./confirm";
import { mandateFor } from "./mandate";
import { cardVerdict, setUp } from "./verdict";

/** Makes an intent to keep a payment method for payments to come, and says so. */
export function makeSetupIntent(world: World, given: Partial<Stripe.SetupIntent>): Stripe.SetupIntent {
  const id = newId("seti");
  const intent = make(world, "setup_intent", {
    client_secret: `${id}_secret_${newId("").slice(1)}`,
    metadata: {},
    payment_method_types: ["card"],
    usage: "off_session",
    ...given,
    id,
    status: "requires_payment_method",
  });
  emit(world, "setup_intent.created", intent);
  return intent;
}

/** Tries to keep a payment method; nothing is taken. Its bank may decline it, or ask for 3-D Secure. */
export function confirmSetup(world: World, intent: Stripe.SetupIntent, method: Stripe.PaymentMethod, how: How): Outcome {
  const verdict = method.type === "card" ? cardVerdict(world, method, how) : null;
  if (verdict === "ask") {
    const redirect = { return_url: how.returnUrl ?? null, url: `${world.url}/3d-secure/${intent.id}` };
    change(world, intent, {
      status: "requires_action",
      payment_method: method.id,
      next_action: { type: "redirect_to_url", redirect_to_url: redirect },
    });
    emit(world, "setup_intent.requires_action", intent);
    return "requires_action";
  }
  if (verdict) {
    failSetup(world, intent, verdict, method);
    return "failed";
  }
  const customer = idOf(intent.customer);
  if (customer) attach(world, method, customer);
  const mandate = method.type === "bacs_debit" ? mandateFor(world, method).id : null;
  setUp(world, method.id);
  change(world, intent, { status: "succeeded", payment_method: method.id, next_action: null, last_setup_error: null, mandate });
  emit(world, "setup_intent.succeeded", intent);
  return "succeeded";
}

const unauthenticated: Declined = {
  code: "setup_intent_authentication_failure",
  message: "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
};

/** The bank declined the method, or the payer failed 3-D Secure. */
export function failSetup(
  world: World,
  intent: Stripe.SetupIntent,
  declined: Declined = unauthenticated,
  method: Stripe.PaymentMethod | null = null,
): void {
  change(world, intent, {
    status: "requires_payment_method",
    payment_method: null,
    next_action: null,
    last_setup_error: paymentError(method, declined) as Stripe.SetupIntent.LastSetupError,
  });
  emit(world, "setup_intent.setup_failed", intent);
}
