import type Stripe from "stripe";
import { Refusal } from "../../api/refusal";
import { cardVerdict } from "../../payments/verdict";
import { find, idOf } from "../../records";
import type { World } from "../../world";

/** Refuses beforehand what the card's bank would decline, where the request asks for all or nothing. */
export function refuseDeclined(world: World, customer: string, method: Stripe.PaymentMethod | undefined, onSession: boolean): void {
  const usual = idOf(find(world, "customer", customer)?.invoice_settings.default_payment_method);
  const chosen = method ?? find(world, "payment_method", usual ?? "");
  const verdict = chosen ? cardVerdict(world, chosen, { onSession }) : noMethod;
  if (verdict === null) return;
  const { code, declineCode, message } = verdict === "ask" ? asks : verdict;
  throw new Refusal(402, { type: "card_error", code, ...(declineCode && { decline_code: declineCode }), message });
}

const noMethod = {
  code: "resource_missing",
  declineCode: undefined,
  message: "This customer has no attached payment source or default payment method.",
};
const asks = {
  code: "subscription_payment_intent_requires_action",
  declineCode: undefined,
  message: "Payment for this subscription requires additional user action before it can be completed successfully.",
};
