import type Stripe from "stripe";
import { onlyKnown } from "../api/known";
import { invalid } from "../api/refusal";
import { need } from "../records";
import { seconds, type World } from "../world";
import type { Mode } from "./mode";
import { modes } from "./modes";

type Params = Stripe.Checkout.SessionCreateParams;

/** What every mode takes. Other parameters that Stripe knows are refused, rather than taken and forgotten. */
const known = [
  "allowed_payment_method_types",
  "billing_address_collection",
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
 * Holds the params for a session to what Stripe checks beyond names and kinds.
 * @throws Refusal at the first error
 */
export function checkParams(world: World, params: Params): Mode {
  const mode = modes[params.mode ?? "payment"];
  if (!mode) throw invalid(`This sandbox does not know checkout sessions of mode ${params.mode}.`, { param: "mode" });
  onlyKnown(params, [...known, ...mode.takes]);
  if (!params.mode && params.line_items) throw invalid("Missing required param: mode.", { param: "mode", code: "parameter_missing" });
  if (params.ui_mode && params.ui_mode !== "hosted_page")
    throw invalid("This sandbox knows ui_mode hosted_page only.", { param: "ui_mode" });
  if (!params.success_url) throw invalid("Missing required param: success_url.", { param: "success_url", code: "parameter_missing" });
  checkUrl(params.success_url, "success_url");
  if (params.cancel_url) checkUrl(params.cancel_url, "cancel_url");
  if (params.customer && params.customer_email)
    throw invalid("You may only specify one of these parameters: customer, customer_email.", { param: "customer_email" });
  if (params.customer && params.customer_creation)
    throw invalid("You may only specify one of these parameters: customer, customer_creation.", { param: "customer_creation" });
  if (params.customer) need(world, "customer", params.customer, "customer");
  if (params.customer_email) checkEmail(params.customer_email, "customer_email");
  if ((params.client_reference_id ?? "").length > 200)
    throw invalid("Invalid string: must be at most 200 characters", { param: "client_reference_id" });
  const unknown = (params.allowed_payment_method_types ?? []).find((type) => type !== "card" && type !== "bacs_debit");
  if (unknown) throw invalid(`This sandbox pays by card and bacs_debit, not by ${unknown}.`, { param: "allowed_payment_method_types" });
  checkExpiry(world, params.expires_at);
  checkLines(params);
  checkIntentData(params);
  mode.check(world, params);
  return mode;
}

function checkLines(params: Params): void {
  const lines = params.line_items ?? [];
  if (params.mode !== "setup" && lines.length === 0)
    throw invalid("Missing required param: line_items.", { param: "line_items", code: "parameter_missing" });
  if (lines.length > 100) throw invalid("A Checkout Session takes at most 100 line items.", { param: "line_items" });
  for (const [index, line] of lines.entries()) {
    const param = `line_items[${index}]`;
    onlyKnown(line, knownOfLine, param);
    if (!line.price === !line.price_data)
      throw invalid("Each line item takes exactly one of price and price_data.", { param: `${param}[price]` });
    if (line.quantity === undefined)
      throw invalid(`Missing required param: ${param}[quantity].`, { param: `${param}[quantity]`, code: "parameter_missing" });
    if (line.quantity < 1) throw invalid("Invalid positive integer", { param: `${param}[quantity]`, code: "parameter_invalid_integer" });
  }
}

function checkIntentData(params: Params): void {
  const data = params.payment_intent_data;
  if (!data) return;
  onlyKnown(data, knownOfIntent, "payment_intent_data");
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
