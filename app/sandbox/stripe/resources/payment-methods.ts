import type Stripe from "stripe";
import { invalid, Refusal } from "../api/refusal";
import { route } from "../api/route";
import { change, idOf, need } from "../records";
import { accountOf } from "../payments/bank-accounts";
import { cardOfNumber } from "../payments/cards";
import { cardBehind, cardOfToken, makeBankAccount, makeCard, methodOf, type BillingDetails } from "../payments/instrument";
import { emit } from "../webhooks/emit";
import type { Part, World } from "../world";

const path = "/v1/payment_methods";

/** Keeps a payment method for a customer's later payments. @throws Refusal of a card that its bank declines */
export function attach(world: World, method: Stripe.PaymentMethod, customer: string): void {
  const declined = cardBehind(world, method.id)?.declines;
  if (declined) {
    const { code, declineCode, message } = declined;
    throw new Refusal(402, { type: "card_error", code, ...(declineCode && { decline_code: declineCode }), message });
  }
  if (idOf(method.customer) === customer) return;
  if (method.customer) throw invalid("The payment method you provided has already been attached to a customer.");
  change(world, method, { customer });
  emit(world, "payment_method.attached", method);
}

function create(world: World, params: Stripe.PaymentMethodCreateParams): object {
  const extras = { billing: params.billing_details as BillingDetails, metadata: params.metadata };
  if (params.type === "bacs_debit") {
    const { sort_code: sortCode = "", account_number: number = "" } = params.bacs_debit ?? {};
    const account = accountOf(sortCode, number);
    if (!account)
      throw invalid("The bank account number is incorrect: this sandbox knows only those for testing.", {
        param: "bacs_debit[account_number]",
      });
    return makeBankAccount(world, account, extras);
  }
  if (params.type !== "card" || !params.card)
    throw invalid("This sandbox makes payment methods of type card and bacs_debit.", { param: "type" });
  if ("token" in params.card && params.card.token) return makeCard(world, cardOfToken(params.card.token), extras);
  const {
    number,
    exp_month: month,
    exp_year: year,
  } = params.card as Stripe.PaymentMethodCreateParams.Card & { number?: string; exp_month?: number; exp_year?: number };
  if (!number || !month || !year)
    throw invalid("Missing required param: card[number], card[exp_month] and card[exp_year].", {
      param: "card",
      code: "parameter_missing",
    });
  return makeCard(world, cardOfNumber(number), { ...extras, expires: { month, year } });
}

export const paymentMethods: Part = {
  routes: [
    route("POST", path, create),
    route("GET", `${path}/{id}`, (world, _params, id) => methodOf(world, id)),
    route<Stripe.PaymentMethodAttachParams>("POST", `${path}/{id}/attach`, (world, params, id) => {
      const method = methodOf(world, id);
      attach(world, method, need(world, "customer", params.customer ?? "", "customer").id);
      return method;
    }),
    route("POST", `${path}/{id}/detach`, (world, _params, id) => {
      const method = need(world, "payment_method", id);
      if (!method.customer) throw invalid("The payment method you provided is not attached to a customer so detachment is impossible.");
      emit(world, "payment_method.detached", method, change(world, method, { customer: null }));
      return method;
    }),
  ],
};
