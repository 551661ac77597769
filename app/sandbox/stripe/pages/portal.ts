import type Stripe from "stripe";
import type { ApiReply, ApiRequest } from "../api/answer";
import { totalOf, periodOf, intervalOfSubscription } from "../billing/invoices/items";
import { intervalText } from "../billing/interval";
import { accountOf } from "../payments/bank-accounts";
import { cardOfNumber } from "../payments/cards";
import { makeBankAccount, makeCard } from "../payments/instrument";
import { confirmSetup, makeSetupIntent } from "../payments/setup";
import { all, change, find, idOf, need } from "../records";
import { emit } from "../webhooks/emit";
import { seconds, type World } from "../world";
import { checkInput, emptyInput, readInput, type CheckedInput, type FieldErrors, type Input } from "./checkout-form";
import { dateOf, mandateFor } from "./checkout-text";
import { goTo, page, pounds, sentence } from "./frame";
import { html, type Html } from "../../html";
import { fillPreset, methodFields, problems, testPresets } from "./payment-fields";

const methods = ["card", "bacs_debit"];
const openSeconds = 3600;

type Session = Stripe.BillingPortal.Session;
type State = { input: Input; errors?: FieldErrors; declined?: string };

/** The portal: what a customer gives, and a form for a new card or bank account, which becomes the customer's usual one. */
export function answerPortal(world: World, id: string, request: ApiRequest): ApiReply {
  const session = find(world, "billing_portal.session", id);
  const customer = session && find(world, "customer", session.customer);
  if (!session || !customer) return sentence(404, "No such page", "The address is wrong, or the customer is gone.");
  if (seconds(world) > session.created + openSeconds) {
    const back = session.return_url ? { to: session.return_url, text: "Back to where you came from" } : undefined;
    return sentence(410, "This page has expired", "Nothing was changed. You can begin again.", back);
  }
  const done = new URLSearchParams(request.query).has("done");
  const waiting = keepingIntent(world, customer.id, session.id);
  if (request.method !== "POST")
    return portalPage(world, session, customer, { input: beginning(waiting), declined: waiting?.last_setup_error?.message }, done);
  const { input, preset } = readInput(request.body);
  if (preset !== null) return portalPage(world, session, customer, { input: fillPreset(input, preset) });
  const checked = checkInput(input, methods, false, world.clock.now());
  if ("errors" in checked) return portalPage(world, session, customer, { input, errors: checked.errors });
  return give(world, session, customer, input, checked.checked);
}

function give(world: World, session: Session, customer: Stripe.Customer, input: Input, checked: CheckedInput): ApiReply {
  const method = methodFrom(world, customer, checked);
  const intent = makeSetupIntent(world, { customer: customer.id, payment_method_types: methods, metadata: { portal_session: session.id } });
  const outcome = confirmSetup(world, intent, method, { onSession: true, returnUrl: session.url });
  if (outcome === "requires_action") return goTo(`/3d-secure/${intent.id}`);
  if (outcome === "failed") return portalPage(world, session, customer, { input, declined: intent.last_setup_error?.message });
  return keep(world, session, customer, intent);
}

function methodFrom(world: World, { email }: Stripe.Customer, checked: CheckedInput): Stripe.PaymentMethod {
  const payer = { name: checked.name, email };
  if (checked.method === "card") return makeCard(world, cardOfNumber(checked.number), { billing: payer, expires: checked.expires });
  const account = accountOf(checked.sortCode, checked.number);
  if (!account) throw new Error("The form let an account pass that is none for testing");
  return makeBankAccount(world, account, { billing: { ...payer, address: { line1: checked.line1, postal_code: checked.postalCode } } });
}

/** The new method becomes the customer's usual one. A subscription that has its own keeps it. */
function keep(world: World, session: Session, customer: Stripe.Customer, intent: Stripe.SetupIntent): ApiReply {
  const settings = { ...customer.invoice_settings, default_payment_method: idOf(intent.payment_method) };
  emit(world, "customer.updated", customer, change(world, customer, { invoice_settings: settings }));
  const after = session.flow?.after_completion;
  if (after?.type === "redirect" && after.redirect) return goTo(after.redirect.return_url);
  return goTo(`/p/session/${session.id}?done`);
}

/** What was begun at this visit, before 3-D Secure or a decline. */
function keepingIntent(world: World, customer: string, session: string): Stripe.SetupIntent | undefined {
  return all(world, "setup_intent").findLast((intent) => idOf(intent.customer) === customer && intent.metadata?.portal_session === session);
}

/** The payer passed 3-D Secure for what they gave at a visit. @returns where to go on, or null where it was no visit's */
export function finishVisit(world: World, intent: Stripe.SetupIntent): ApiReply | null {
  const session = find(world, "billing_portal.session", intent.metadata?.portal_session ?? "");
  const customer = find(world, "customer", idOf(intent.customer) ?? "");
  return session && customer ? keep(world, session, customer, intent) : null;
}

const beginning = (waiting: Stripe.SetupIntent | undefined): Input => ({
  ...emptyInput(),
  method: waiting?.last_setup_error?.payment_method?.type ?? "card",
});

function portalPage(world: World, session: Session, customer: Stripe.Customer, state: State, done = false): ApiReply {
  const { input, errors = {}, declined } = state;
  const { merchant } = world.settings;
  const status = declined ? 402 : Object.keys(errors).length > 0 ? 400 : 200;
  const plans = all(world, "subscription").filter((subscription) => idOf(subscription.customer) === customer.id);
  const content = html`<div class="sides">
    <section class="card" aria-labelledby="what">
      ${session.return_url && html`<p><a href="${session.return_url}">Back to ${merchant}</a></p>`}
      <h1 id="what">Your payments to ${merchant}</h1>
      ${done && html`<p class="good" role="status">Your payment method was updated.</p>`}
      <p>Paid by ${usualMethod(world, customer)}.</p>
      <ul class="lines">
        ${plans.map(planLine)}
      </ul>
    </section>
    <section class="card" aria-labelledby="new">
      <h2 id="new">A new card or bank account</h2>
      ${problems(errors, declined)}
      <form method="post" action="/p/session/${session.id}" id="pay" novalidate>
        ${methodFields({ input, errors, methods, mandate: mandateFor(merchant, "your payments to come") })}
        <button class="main" name="pay" value="yes">Save</button>
      </form>
    </section>
    ${testPresets(methods)}
  </div>`;
  return page(status, `${status === 200 ? "" : "Error: "}Your payments to ${merchant}`, content);
}

function usualMethod(world: World, customer: Stripe.Customer): string {
  const id = idOf(customer.invoice_settings.default_payment_method);
  if (!id) return "what each payment was set up with";
  const { card, bacs_debit: account } = need(world, "payment_method", id);
  return card ? `card ending ${card.last4}` : `bank account ending ${account?.last4 ?? ""}`;
}

function planLine(subscription: Stripe.Subscription): Html {
  const often = `${pounds(totalOf(subscription.items.data))} ${intervalText(intervalOfSubscription(subscription))}`;
  const next = subscription.status === "active" && !subscription.cancel_at ? `, next on ${dateOf(periodOf(subscription).end)}` : "";
  return html`<li><span>${often}</span><span>${subscription.status}${next}</span></li>`;
}
