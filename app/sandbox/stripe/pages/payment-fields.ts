import { testAccounts, testSortCode } from "../payments/bank-accounts";
import { testCards } from "../payments/cards";
import type { Field, FieldErrors, Input } from "./checkout-form";
import { attributes, html, type Html } from "../../html";

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

type Asked = {
  input: Input;
  errors: FieldErrors;
  /** The ways to pay that are offered: card, bacs_debit. */
  methods: string[];
  /** What the holder of an account agrees to. */
  mandate: string;
};

/** The fields for a card, a bank account, or a choice of both. */
export function methodFields({ input, errors, methods, mandate }: Asked): Html {
  const field = (name: Field, extra: Record<string, string> = {}) => textField(name, input[name], errors[name], extra);
  const only = html`<input type="hidden" name="method" value="${methods[0] ?? "card"}" />`;
  return html`${methods.length > 1 ? methodChoice(input.method, errors.method) : only}
  ${
    methods.includes("card") &&
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
    methods.includes("bacs_debit") &&
    html`<fieldset class="by-bacs">
      <legend>Bacs Direct Debit</legend>
      <div class="pair">${field("sort_code", { inputmode: "numeric" })} ${field("account_number", { inputmode: "numeric" })}</div>
      ${field("account_name", { autocomplete: "name" })} ${field("line1", { autocomplete: "address-line1" })}
      ${field("postal_code", { autocomplete: "postal-code" })}
      <p class="soft">${mandate}</p>
    </fieldset>`
  }`;
}

/** Buttons that fill the form with a test card or account. */
export function testPresets(methods: string[]): Html {
  const cards = testCards.filter((card) => !card.rare).map((card) => ({ name: card.name, what: spaced(card.number), does: card.does }));
  const accounts = testAccounts.map((account) => ({ name: `bacs ${account.name}`, what: account.number, does: account.does }));
  return html`<section class="card" aria-labelledby="tests">
    <h2 id="tests">For testing</h2>
    <p class="soft">Each button fills the form. Any date to come and any security code will do.</p>
    ${methods.includes("card") && presets("Test cards", cards)}
    ${methods.includes("bacs_debit") && presets("Test accounts, sort code 10-88-00", accounts)}
  </section>`;
}

/** What a preset's button fills in. */
export function fillPreset(input: Input, preset: string): Input {
  const email = input.email || "robin@example.org";
  const account = testAccounts.find((candidate) => preset === `bacs ${candidate.name}`);
  if (account) {
    const sortCode = testSortCode.replace(/(..)(..)(..)/, "$1-$2-$3");
    const payer = {
      account_name: input.account_name || "Robin Example",
      line1: input.line1 || "1 Lamp Street",
      postal_code: input.postal_code || "LS1 1AA",
    };
    return { ...input, email, method: "bacs_debit", sort_code: sortCode, account_number: account.number, ...payer };
  }
  const card = testCards.find((candidate) => candidate.name === preset);
  if (!card) return input;
  return {
    ...input,
    email,
    method: "card",
    number: spaced(card.number),
    expiry: "12 / 34",
    cvc: "123",
    name: input.name || "Robin Example",
  };
}

const spaced = (number: string) => number.replace(/(\d{4})(?=\d)/g, "$1 ");

/** A field with its label, and what is wrong with it. */
export function textField(name: Field, value: string, error: string | undefined, extra: Record<string, string>): Html {
  const given = attributes({
    id: name,
    name,
    value,
    "aria-invalid": error ? "true" : undefined,
    "aria-describedby": error && `${name}-error`,
    autocomplete: "off",
    ...extra,
  });
  return html`<div class="field ${error && "wrong"}">
    <label for="${name}">${labels[name]}</label>
    ${error && html`<span class="error" id="${name}-error">${error}</span>`}
    <input ${given} />
  </div>`;
}

function methodChoice(chosen: string, error: string | undefined): Html {
  const radio = (value: string, text: string) =>
    html`<div class="choice">
      <input type="radio" name="method" ${attributes({ id: `method-${value}`, value, checked: chosen === value })} /><label
        for="method-${value}"
        >${text}</label
      >
    </div>`;
  return html`<fieldset class="methods" id="method">
    <legend>How to pay</legend>
    ${error && html`<span class="error">${error}</span>`} ${radio("card", "Card")} ${radio("bacs_debit", "Bacs Direct Debit")}
  </fieldset>`;
}

/** What is wrong, in one place, with the way to each field. */
export function problems(errors: FieldErrors, declined: string | undefined): Html | false {
  const wrong = Object.entries(errors);
  if (wrong.length === 0 && !declined) return false;
  return html`<div class="errors" role="alert" tabindex="-1" autofocus>
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
