import type Stripe from "stripe";
import { invalid } from "../api/refusal";
import { failAuthentication } from "../payments/confirm";
import { failSetup } from "../payments/setup";
import { all, change, find, idOf, need } from "../records";
import { emit } from "../webhooks/emit";
import type { Outcome, World } from "../world";
import type { Memory, Payer } from "./mode";
import { modes } from "./modes";

export const memories = (world: World) => world.store.table<Memory>("_checkout");

export function memoryOf(world: World, session: string): Memory {
  const memory = memories(world).get(session);
  if (!memory) throw new Error(`Nothing is remembered of checkout session ${session}`);
  return memory;
}

/**
 * The payer presses the button of the hosted page. Declined and challenged sessions stay open.
 * @throws Refusal when the session is over
 */
export function payFor(world: World, session: Stripe.Checkout.Session, method: Stripe.PaymentMethod, payer: Payer): Outcome {
  refuseOver(session);
  if (!session.payment_method_types.includes(method.type)) throw invalid(`This Checkout Session is not paid by ${method.type}.`);
  const memory = memoryOf(world, session.id);
  memory.payer = payer;
  return attempt(world, session, memory, method, false);
}

/** The payer passed or failed 3-D Secure. @returns what came of the payment */
export function answerChallenge(world: World, session: Stripe.Checkout.Session, passed: boolean): Outcome {
  refuseOver(session);
  const intent = intentBehind(world, session);
  if (intent?.status !== "requires_action") throw invalid("This payment does not wait for an authentication.");
  if (!passed) {
    if (intent.object === "setup_intent") failSetup(world, intent);
    else failAuthentication(world, intent);
    return "failed";
  }
  const method = need(world, "payment_method", idOf(intent.payment_method) ?? "");
  return attempt(world, session, memoryOf(world, session.id), method, true);
}

/** The intent by which a session is paid, or its payment method kept; made at the first attempt. */
export function intentBehind(world: World, session: Stripe.Checkout.Session): Stripe.PaymentIntent | Stripe.SetupIntent | undefined {
  const id = memoryOf(world, session.id).intent ?? idOf(session.payment_intent) ?? "";
  return find(world, "payment_intent", id) ?? find(world, "setup_intent", id);
}

/** The session of a payment or setup intent. */
export function sessionOf(world: World, intent: string): Stripe.Checkout.Session | undefined {
  const remembered = memories(world)
    .all()
    .find((memory) => memory.intent === intent);
  if (remembered) return find(world, "checkout.session", remembered.id);
  return all(world, "checkout.session").find((session) => session.payment_intent === intent);
}

/** The message of the last failed attempt. */
export function problemOf(world: World, session: Stripe.Checkout.Session): string | undefined {
  const intent = intentBehind(world, session);
  return (intent?.object === "setup_intent" ? intent.last_setup_error : intent?.last_payment_error)?.message;
}

/** Where a payer goes after paying. */
export function afterwards(session: Stripe.Checkout.Session): string {
  return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

/** A Direct Debit through a session is paid or fails days after the session, which has events for that. */
export function followPayment(world: World, intent: Stripe.PaymentIntent, outcome: Outcome): void {
  const session = sessionOf(world, intent.id);
  if (session?.status !== "complete" || session.payment_status !== "unpaid") return;
  if (outcome === "succeeded") {
    change(world, session, { payment_status: "paid" });
    emit(world, "checkout.session.async_payment_succeeded", session);
  }
  if (outcome === "failed") emit(world, "checkout.session.async_payment_failed", session);
}

function attempt(
  world: World,
  session: Stripe.Checkout.Session,
  memory: Memory,
  method: Stripe.PaymentMethod,
  authenticated: boolean,
): Outcome {
  const mode = modes[session.mode];
  if (!mode) throw new Error(`There is no checkout mode ${session.mode}`);
  const outcome = mode.attempt(world, session, memory, method, authenticated);
  memories(world).put(memory);
  if (outcome === "succeeded" || outcome === "processing") complete(world, session, memory, outcome);
  return outcome;
}

function complete(world: World, session: Stripe.Checkout.Session, memory: Memory, outcome: Outcome): void {
  const { email = null, name = null } = memory.payer ?? {};
  const address = memory.payer?.address;
  change(world, session, {
    status: "complete",
    payment_status: !session.amount_total ? "no_payment_required" : outcome === "succeeded" ? "paid" : "unpaid",
    url: null,
    ...(memory.customer && { customer: memory.customer }),
    customer_details: {
      address: {
        city: address?.city ?? null,
        country: "GB",
        line1: address?.line1 ?? null,
        line2: null,
        postal_code: address?.postal_code ?? null,
        state: null,
      },
      business_name: null,
      email,
      individual_name: null,
      name,
      phone: null,
      tax_exempt: "none",
      tax_ids: [],
    },
  });
  emit(world, "checkout.session.completed", session);
}

function refuseOver(session: Stripe.Checkout.Session): void {
  if (session.status === "complete") throw invalid("This Checkout Session has been paid already.");
  if (session.status === "expired") throw invalid("This Checkout Session has expired.");
}
