import type Stripe from "stripe";
import type { ApiReply } from "../api/answer";
import { lineItems } from "../checkout/sessions";
import { memoryOf } from "../checkout/complete";
import { testAccounts, testSortCode } from "../payments/bank-accounts";
import { testCards } from "../payments/cards";
import type { World } from "../world";
import type { Field, Mistakes, Typed } from "./checkout-form";
import { page, pounds } from "./frame";
import { attributes, html, type Html } from "./html";

type State = { typed: Typed; mistakes?: Mistakes; /** Why the payment failed. */ declined?: string };

const verbs: Record<string, string> = { donate: "Donate", book: "Book", subscribe: "Subscribe" };
const labels: Record<Field, string> = {
  method: "How to pay",
  email: "Email",
  number: "Card number",
  expiry: "Expiry (MM / YY)",
  cvc: "Security code (CVC)",
  name: "Name on card",
  sort_code: "Sort code",
  account_number: "Account number",
  account_name: "Name on account",
  line1: "Address line 1",
  postal_code: "Postcode",
};

/** The hosted page of an open session: what is paid for, and a form to pay by card or Direct Debit. */
export function checkoutPage(world: World, session: Stripe.Checkout.Session, { typed, mistakes = {}, declined }: State): ApiReply {
  const merchant = memoryOf(world, session.id).wish.branding_settings?.display_name ?? world.settings.merchant;
  const verb = verbs[session.submit_type ?? ""] ?? "Pay";
  const total = pounds(session.amount_total ?? 0);
  const both = session.payment_method_types.length > 1;
  const takes = (type: string) => session.payment_method_types.includes(type);
  const status = declined ? 402 : Object.keys(mistakes).length > 0 ? 400 : 200;
  const field = (name: Field, extra: Record<string, string> = {}) => input(name, typed[name], mistakes[name], extra);
  const content = html`<div class="sides">
    <section class="card" aria-labelledby="what">
      ${session.cancel_url && html`<p><a href="${session.cancel_url}">Back to ${merchant}</a></p>`}
      <h1 id="what">${verb} to ${merchant}</h1>
      <p class="total">${total}</p>
      <ul class="lines">
        ${lineItems(world, session.id).map(line)}
      </ul>
    </section>
    <section class="card" aria-label="Payment">
      ${problems(mistakes, declined)}
      <form method="post" id="pay" novalidate>
        ${asksEmail(session) ? field("email", { type: "email", autocomplete: "email" }) : html`<p><strong>Email</strong><br />${emailOf(world, session)}</p>`}
        ${both ? methodChoice(typed.method, mistakes.method) : html`<input type="hidden" name="method" value="${session.payment_method_types[0]}" />`}
        ${
          takes("card") &&
          html`<fieldset class="by-card">
            <legend>Card</legend>
            ${field("number", { inputmode: "numeric", autocomplete: "cc-number" })}
            <div class="pair">
              ${field("expiry", { autocomplete: "cc-exp" })} ${field("cvc", { inputmode: "numeric", autocomplete: "cc-csc" })}
            </div>
            ${field("name", { autocomplete: "cc-name" })}
          </fieldset>`
        }
        ${
          takes("bacs_debit") &&
          html`<fieldset class="by-bacs">
            <legend>Bacs Direct Debit</legend>
            <div class="pair">${field("sort_code", { inputmode: "numeric" })} ${field("account_number", { inputmode: "numeric" })}</div>
            ${field("account_name", { autocomplete: "name" })} ${field("line1", { autocomplete: "address-line1" })}
            ${field("postal_code", { autocomplete: "postal-code" })}
            <p class="soft">
              By confirming you let Stripe, for ${merchant}, take this payment from your account. The Direct Debit Guarantee protects it.
            </p>
          </fieldset>`
        }
        <button class="main" name="pay" value="yes">${verb} ${total}</button>
      </form>
    </section>
    <section class="card" aria-labelledby="tests">
      <h2 id="tests">For testing</h2>
      <p class="soft">Each button fills the form. Any date to come and any security code will do.</p>
      ${
        takes("card") &&
        presets(
          "Test cards",
          testCards.filter((card) => !card.rare).map((card) => ({ name: card.name, what: spaced(card.number), does: card.does })),
        )
      }
      ${
        takes("bacs_debit") &&
        presets(
          "Test accounts, sort code 10-88-00",
          testAccounts.map((account) => ({ name: `bacs ${account.name}`, what: account.number, does: account.does })),
        )
      }
    </section>
  </div>`;
  return page(status, `${Object.keys(mistakes).length > 0 || declined ? "Error: " : ""}${verb} ${total} to ${merchant}`, content);
}

/** The page asks for an address only where the session has none. */
export const asksEmail = (session: Stripe.Checkout.Session): boolean => !session.customer_email && !session.customer;

export function emailOf(world: World, session: Stripe.Checkout.Session): string {
  if (session.customer_email) return session.customer_email;
  const customer =
    typeof session.customer === "string" ? world.store.table<Stripe.Customer>("customer").get(session.customer) : session.customer;
  return (customer && "email" in customer && customer.email) || "";
}

/** What a preset's button fills in. */
export function fillPreset(typed: Typed, preset: string): Typed {
  const email = typed.email || "robin@example.org";
  const account = testAccounts.find((candidate) => preset === `bacs ${candidate.name}`);
  if (account) {
    const sortCode = testSortCode.replace(/(..)(..)(..)/, "$1-$2-$3");
    const payer = {
      account_name: typed.account_name || "Robin Example",
      line1: typed.line1 || "1 Lamp Street",
      postal_code: typed.postal_code || "LS1 1AA",
    };
    return { ...typed, email, method: "bacs_debit", sort_code: sortCode, account_number: account.number, ...payer };
  }
  const card = testCards.find((candidate) => candidate.name === preset);
  if (!card) return typed;
  return {
    ...typed,
    email,
    method: "card",
    number: spaced(card.number),
    expiry: "12 / 34",
    cvc: "123",
    name: typed.name || "Robin Example",
  };
}

const spaced = (number: string) => number.replace(/(\d{4})(?=\d)/g, "$1 ");

function line(item: Stripe.LineItem): Html {
  const quantity = item.quantity ?? 1;
  return html`<li>
    <span>${item.description}${quantity > 1 && html` <span class="soft">× ${quantity}</span>`}</span
    ><span>${pounds(item.amount_total)}</span>
  </li>`;
}

function input(name: Field, value: string, mistake: string | undefined, extra: Record<string, string>): Html {
  const given = attributes({
    id: name,
    name,
    value,
    "aria-invalid": mistake ? "true" : undefined,
    "aria-describedby": mistake && `${name}-mistake`,
    autocomplete: "off",
    ...extra,
  });
  return html`<div class="field ${mistake && "wrong"}">
    <label for="${name}">${labels[name]}</label>
    ${mistake && html`<span class="mistake" id="${name}-mistake">${mistake}</span>`}
    <input ${given} />
  </div>`;
}

function methodChoice(chosen: string, mistake: string | undefined): Html {
  const radio = (value: string, text: string) =>
    html`<div class="choice">
      <input type="radio" name="method" ${attributes({ id: `method-${value}`, value, checked: chosen === value })} /><label
        for="method-${value}"
        >${text}</label
      >
    </div>`;
  return html`<fieldset class="methods" id="method">
    <legend>How to pay</legend>
    ${mistake && html`<span class="mistake">${mistake}</span>`} ${radio("card", "Card")} ${radio("bacs_debit", "Bacs Direct Debit")}
  </fieldset>`;
}

function problems(mistakes: Mistakes, declined: string | undefined): Html | false {
  const wrong = Object.entries(mistakes);
  if (wrong.length === 0 && !declined) return false;
  return html`<div class="mistakes" role="alert" tabindex="-1" autofocus>
    <h2>${declined ? "The payment did not go through" : "There is a problem"}</h2>
    ${declined && html`<p>${declined}</p>`}
    <ul>
      ${wrong.map(([name, text]) => html`<li><a href="#${name}">${text}</a></li>`)}
    </ul>
  </div>`;
}

function presets(caption: string, rows: { name: string; what: string; does: string }[]): Html {
  return html`<div class="scroll">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col">What it does</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ name, what, does }) =>
            html`<tr>
              <td><button form="pay" name="preset" value="${name}">${what}</button></td>
              <td>${does}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
