import type Stripe from "stripe";
import { change } from "../records";
import type { World } from "../world";

export type IntentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "processing"
  | "succeeded"
  | "canceled";

/** How a payment intent may move. A Direct Debit that fails days later asks for a payment method again. */
export const intentTransitions: Record<IntentStatus, IntentStatus[]> = {
  requires_payment_method: ["requires_payment_method", "requires_confirmation", "requires_action", "processing", "succeeded", "canceled"],
  requires_confirmation: ["requires_payment_method", "requires_action", "processing", "succeeded", "canceled"],
  requires_action: ["requires_payment_method", "requires_action", "processing", "succeeded", "canceled"],
  processing: ["requires_payment_method", "succeeded"],
  succeeded: [],
  canceled: [],
};

/** @throws Error on a move that is not in the table, which is a fault of the sandbox */
export function moveIntent(
  world: World,
  intent: Stripe.PaymentIntent,
  to: IntentStatus,
  changes: Partial<Stripe.PaymentIntent> = {},
): void {
  if (!intentTransitions[intent.status as IntentStatus].includes(to))
    throw new Error(`A payment intent can't move from ${intent.status} to ${to}`);
  change(world, intent, { next_action: null, ...changes, status: to });
}
