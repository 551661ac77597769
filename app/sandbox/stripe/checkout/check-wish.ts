import type Stripe from "stripe";
import { invalid } from "../api/refusal";
import { need } from "../records";
import { seconds, type World } from "../world";
import { modes, type Mode } from "./modes";

type Wish = Stripe.Checkout.SessionCreateParams;

/** What every mode takes. Other parameters that Stripe knows are refused, rather than taken and forgotten. */
const known = [
  "allowed_payment_method_types",
  "billing_address_collection",
  "branding_settings",
  "cancel_url",
  "client_reference_id",
  "currency",
  "customer",
  "customer_email",
  "expand",
  "expires_at",
  "line_items",
  "locale",
  "metadata",
  "mode",
  "success_url",
  "ui_mode",
];
const knownOfLine = ["price", "price_data", "quantity", "metadata"];
const knownOfIntent = ["capture_method", "description", "metadata", "receipt_email", "setup_future_usage", "statement_descriptor_suffix"];

/**
 * Holds the wish for a session to what Stripe checks beyond names and kinds.
 * @throws Refusal at the first mistake
 */
export function checkWish(world: World, wish: Wish): Mode {
  const mode = modes[wish.mode ?? "payment"];
  if (!mode) throw invalid(`This sandbox does not know checkout sessions of mode ${wish.mode}.`, { param: "mode" });
  refuseUnknown(wish, [...known, ...mode.takes], "");
  if (!wish.mode && wish.line_items) throw invalid("Missing required param: mode.", { param: "mode", code: "parameter_missing" });
  if (wish.ui_mode && wish.ui_mode !== "hosted_page") throw invalid("This sandbox knows ui_mode hosted_page only.", { param: "ui_mode" });
  if (!wish.success_url) throw invalid("Missing required param: success_url.", { param: "success_url", code: "parameter_missing" });
  checkUrl(wish.success_url, "success_url");
  if (wish.cancel_url) checkUrl(wish.cancel_url, "cancel_url");
  if (wish.customer && wish.customer_email)
    throw invalid("You may only specify one of these parameters: customer, customer_email.", { param: "customer_email" });
  if (wish.customer && wish.customer_creation)
    throw invalid("You may only specify one of these parameters: customer, customer_creation.", { param: "customer_creation" });
  if (wish.customer) need(world, "customer", wish.customer, "customer");
  if (wish.customer_email) checkEmail(wish.customer_email, "customer_email");
  if ((wish.client_reference_id ?? "").length > 200)
    throw invalid("Invalid string: must be at most 200 characters", { param: "client_reference_id" });
  const unknown = (wish.allowed_payment_method_types ?? []).find((type) => type !== "card" && type !== "bacs_debit");
  if (unknown) throw invalid(`This sandbox pays by card and bacs_debit, not by ${unknown}.`, { param: "allowed_payment_method_types" });
  checkExpiry(world, wish.expires_at);
  checkLines(wish);
  checkIntentData(wish);
  mode.check(world, wish);
  return mode;
}

function refuseUnknown(wish: object, names: string[], within: string): void {
  const stranger = Object.keys(wish).find((name) => !names.includes(name));
  if (!stranger) return;
  const param = within ? `${within}[${stranger}]` : stranger;
  throw invalid(`This sandbox does not know the parameter ${param} here, or the session's mode does not take it.`, { param });
}

function checkLines(wish: Wish): void {
  const lines = wish.line_items ?? [];
  if (wish.mode !== "setup" && lines.length === 0)
    throw invalid("Missing required param: line_items.", { param: "line_items", code: "parameter_missing" });
  if (lines.length > 100) throw invalid("A Checkout Session takes at most 100 line items.", { param: "line_items" });
  for (const [index, line] of lines.entries()) {
    const param = `line_items[${index}]`;
    refuseUnknown(line, knownOfLine, param);
    if (!line.price === !line.price_data)
      throw invalid("Each line item takes exactly one of price and price_data.", { param: `${param}[price]` });
    if (line.quantity === undefined)
      throw invalid(`Missing required param: ${param}[quantity].`, { param: `${param}[quantity]`, code: "parameter_missing" });
    if (line.quantity < 1) throw invalid("Invalid positive integer", { param: `${param}[quantity]`, code: "parameter_invalid_integer" });
  }
}

function checkIntentData(wish: Wish): void {
  const data = wish.payment_intent_data;
  if (!data) return;
  refuseUnknown(data, knownOfIntent, "payment_intent_data");
  if (data.receipt_email) checkEmail(data.receipt_email, "payment_intent_data[receipt_email]");
  const suffix = data.statement_descriptor_suffix;
  if (suffix !== undefined && (suffix.length > 22 || /[<>\\'"*]/.test(suffix))) {
    throw invalid("The statement descriptor suffix must be at most 22 characters, none of them <, >, \\, ', \" or *.", {
      param: "payment_intent_data[statement_descriptor_suffix]",
    });
  }
  if ((data.description ?? "").length > 1000)
    throw invalid("Invalid string: must be at most 1000 characters", { param: "payment_intent_data[description]" });
}

function checkExpiry(world: World, at: number | undefined): void {
  if (at === undefined) return;
  const ahead = at - seconds(world);
  // A little leeway for the time that a request takes, as Stripe gives.
  if (ahead < 30 * 60 - 60)
    throw invalid("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", { param: "expires_at" });
  if (ahead > 24 * 3600 + 60)
    throw invalid("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", { param: "expires_at" });
}

function checkUrl(text: string, param: string): void {
  const address = text.replaceAll("{CHECKOUT_SESSION_ID}", "id");
  if (!/^https?:\/\/[^\s]+$/.test(address) || !URL.canParse(address)) throw invalid("Not a valid URL", { param, code: "url_invalid" });
}

function checkEmail(text: string, param: string): void {
  if (!/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text))
    throw invalid(`Invalid email address: ${text.slice(0, 80)}`, { param, code: "email_invalid" });
}
