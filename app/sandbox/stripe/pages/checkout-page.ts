import type Stripe from "stripe";
import type { ApiReply } from "../api/answer";
import { lineItems } from "../checkout/sessions";
import type { World } from "../world";
import type { FieldErrors, Input } from "./checkout-form";
import { textOf } from "./checkout-text";
import { page, pounds } from "./frame";
import { html, type Html } from "../../html";
import { textField, methodFields, problems, testPresets } from "./payment-fields";

type State = { input: Input; errors?: FieldErrors; /** Why the payment failed. */ declined?: string };

/** The hosted page of an open session: what is paid for, and a form to pay by card or Direct Debit. */
export function checkoutPage(world: World, session: Stripe.Checkout.Session, { input, errors = {}, declined }: State): ApiReply {
  const { merchant, heading, total, interval, button, title, mandate } = textOf(world, session);
  const methods = session.payment_method_types;
  const status = declined ? 402 : Object.keys(errors).length > 0 ? 400 : 200;
  const email = asksEmail(session)
    ? textField("email", input.email, errors.email, { type: "email", autocomplete: "email" })
    : html`<p><strong>Email</strong><br />${emailOf(world, session)}</p>`;
  const content = html`<div class="sides">
    <section class="card" aria-labelledby="what">
      ${session.cancel_url && html`<p><a href="${session.cancel_url}">Back to ${merchant}</a></p>`}
      <h1 id="what">${heading}</h1>
      ${total && html`<p class="total">${total}</p>`} ${interval && html`<p class="interval">${interval}</p>`}
      <ul class="lines">
        ${lineItems(world, session.id).map(line)}
      </ul>
    </section>
    <section class="card" aria-label="Payment">
      ${problems(errors, declined)}
      <form method="post" id="pay" novalidate>
        ${email} ${methodFields({ input, errors, methods, mandate })}
        <button class="main" name="pay" value="yes">${button}</button>
      </form>
    </section>
    ${testPresets(methods)}
  </div>`;
  return page(status, `${status === 200 ? "" : "Error: "}${title}`, content);
}

/** The page asks for an address only where the session has none. */
export const asksEmail = (session: Stripe.Checkout.Session): boolean => !session.customer_email && !session.customer;

export function emailOf(world: World, session: Stripe.Checkout.Session): string {
  if (session.customer_email) return session.customer_email;
  const customer =
    typeof session.customer === "string" ? world.store.table<Stripe.Customer>("customer").get(session.customer) : session.customer;
  return (customer && "email" in customer && customer.email) || "";
}

function line(item: Stripe.LineItem): Html {
  const quantity = item.quantity ?? 1;
  return html`<li>
    <span>${item.description}${quantity > 1 && html` <span class="soft">× ${quantity}</span>`}</span
    ><span>${pounds(item.amount_total)}</span>
  </li>`;
}
