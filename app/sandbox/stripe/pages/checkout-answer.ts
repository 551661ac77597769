import type Stripe from "stripe";
import type { ApiReply, ApiRequest } from "../api/answer";
import { afterwards, intentBehind, memoryOf, payFor, problemOf } from "../checkout/complete";
import { accountOf } from "../payments/bank-accounts";
import { cardOfNumber } from "../payments/cards";
import { makeBankAccount, makeCard } from "../payments/instrument";
import { find } from "../records";
import type { World } from "../world";
import { checkInput, emptyInput, readInput, type CheckedInput, type Input } from "./checkout-form";
import { asksEmail, checkoutPage, emailOf } from "./checkout-page";
import { goTo, sentence } from "./frame";
import { fillPreset } from "./payment-fields";

/** The hosted page: shows the form, fills in a test card, or pays. */
export function answerCheckout(world: World, id: string, request: ApiRequest): ApiReply {
  const session = find(world, "checkout.session", id);
  if (!session) return sentence(404, "No such payment page", "The address is wrong, or the pretend Stripe was emptied since.");
  if (session.status !== "open") return over(session, request.method);
  if (request.method !== "POST")
    return checkoutPage(world, session, { input: beginning(world, session), declined: lastProblem(world, session, request) });

  const { input, preset } = readInput(request.body);
  if (preset !== null) return checkoutPage(world, session, { input: fillPreset(input, preset) });
  const checked = checkInput(input, session.payment_method_types, asksEmail(session), world.clock.now());
  if ("errors" in checked) return checkoutPage(world, session, { input, errors: checked.errors });
  return pay(world, session, input, checked.checked);
}

function pay(world: World, session: Stripe.Checkout.Session, input: Input, checked: CheckedInput): ApiReply {
  const payer = { name: checked.name, email: asksEmail(session) ? checked.email : emailOf(world, session) };
  if (checked.method === "bacs_debit") {
    const account = accountOf(checked.sortCode, checked.number);
    if (!account) return checkoutPage(world, session, { input, errors: { account_number: "This is not an account for testing." } });
    const address = { line1: checked.line1, postal_code: checked.postalCode };
    payFor(world, session, makeBankAccount(world, account, { billing: { ...payer, address } }), { ...payer, address });
    return goTo(afterwards(session));
  }
  const card = makeCard(world, cardOfNumber(checked.number), { billing: payer, expires: checked.expires });
  const outcome = payFor(world, session, card, payer);
  if (outcome === "failed") return checkoutPage(world, session, { input, declined: problemOf(world, session) });
  return goTo(outcome === "requires_action" ? `/3d-secure/${intentBehind(world, session)?.id}` : afterwards(session));
}

/** A finished session's page says so. A form that is sent twice goes where the first went. */
function over(session: Stripe.Checkout.Session, method: string): ApiReply {
  if (session.status === "expired") {
    const back = session.cancel_url ? { to: session.cancel_url, text: "Back to where you came from" } : undefined;
    return sentence(410, "This payment page has expired", "Nothing was taken. You can begin again.", back);
  }
  if (method === "POST") return goTo(afterwards(session));
  const [title, text] = session.amount_total
    ? ["You have paid already", "This payment went through, and nothing more is taken."]
    : ["You are done here", "What you gave was kept, and nothing was taken."];
  return sentence(200, title, text, {
    to: afterwards(session),
    text: "Go on",
  });
}

/** The form as it first stands, or as the payer comes back to it from 3-D Secure. */
function beginning(world: World, session: Stripe.Checkout.Session): Input {
  const { payer } = memoryOf(world, session.id);
  const only = session.payment_method_types[0] ?? "card";
  return { ...emptyInput(), method: only, email: payer?.email ?? "", name: payer?.name ?? "", account_name: payer?.name ?? "" };
}

function lastProblem(world: World, session: Stripe.Checkout.Session, request: ApiRequest): string | undefined {
  return new URLSearchParams(request.query).has("problem") ? problemOf(world, session) : undefined;
}
