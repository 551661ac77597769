import { accountOf } from "../payments/bank-accounts";
import { hasCheckDigit } from "../payments/cards";

/** What the hosted page's form holds, as it was typed. */
export type Typed = Record<Field, string>;
export const fields = [
  "method",
  "email",
  "number",
  "expiry",
  "cvc",
  "name",
  "sort_code",
  "account_number",
  "account_name",
  "line1",
  "postal_code",
] as const;
export type Field = (typeof fields)[number];

export type Mistakes = Partial<Record<Field, string>>;

/** What was typed, in order. */
export type Filled =
  | { method: "card"; email: string; name: string; number: string; expires: { month: number; year: number } }
  | { method: "bacs_debit"; email: string; name: string; sortCode: string; number: string; line1: string; postalCode: string };

export const nothingTyped = (): Typed => Object.fromEntries(fields.map((field) => [field, ""])) as Typed;

/** Takes a form's body apart. Of a field that comes twice, the first counts. */
export function typedIn(body: string): { typed: Typed; preset: string | null } {
  const form = new URLSearchParams(body);
  const typed = Object.fromEntries(fields.map((field) => [field, (form.get(field) ?? "").slice(0, 500).trim()])) as Typed;
  return { typed, preset: form.get("preset") };
}

/**
 * Checks what was typed, as Stripe's page does.
 * @param methods the session's; @param now by the sandbox's clock
 */
export function checkTyped(typed: Typed, methods: string[], asksEmail: boolean, now: Date): { filled: Filled } | { mistakes: Mistakes } {
  const mistakes: Mistakes = {};
  if (!methods.includes(typed.method)) mistakes.method = "Choose how to pay.";
  if (asksEmail && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(typed.email))
    mistakes.email = typed.email ? "Your email is invalid." : "Enter your email.";
  const filled = typed.method === "bacs_debit" ? checkAccount(typed, mistakes) : checkCard(typed, mistakes, now);
  return Object.keys(mistakes).length > 0 ? { mistakes } : { filled };
}

function checkCard(typed: Typed, mistakes: Mistakes, now: Date): Filled {
  const number = typed.number.replace(/[\s-]/g, "");
  if (!number) mistakes.number = "Enter your card number.";
  else if (!hasCheckDigit(number))
    mistakes.number = number.length < 13 ? "Your card number is incomplete." : "Your card number is invalid.";
  const [, monthText = "", yearText = ""] = /^(\d{1,2})\s*[/ ]\s*(\d{2}|\d{4})$/.exec(typed.expiry) ?? [];
  const month = Number(monthText);
  const year = yearText.length === 2 ? 2000 + Number(yearText) : Number(yearText);
  if (month < 1 || month > 12) mistakes.expiry = "Your card's expiry date is incomplete.";
  else if (year * 12 + month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1)
    mistakes.expiry = "Your card's expiry date is in the past.";
  else if (year > now.getUTCFullYear() + 50) mistakes.expiry = "Your card's expiry year is invalid.";
  if (!/^\d{3,4}$/.test(typed.cvc)) mistakes.cvc = "Your card's security code is incomplete.";
  if (!typed.name) mistakes.name = "Enter the name on the card.";
  return { method: "card", email: typed.email, name: typed.name, number, expires: { month, year } };
}

function checkAccount(typed: Typed, mistakes: Mistakes): Filled {
  const sortCode = typed.sort_code.replace(/[\s-]/g, "");
  const number = typed.account_number.replace(/\s/g, "");
  if (!/^\d{6}$/.test(sortCode)) mistakes.sort_code = "Your sort code is incomplete.";
  if (!/^\d{8}$/.test(number)) mistakes.account_number = "Your account number is incomplete.";
  else if (!mistakes.sort_code && !accountOf(sortCode, number))
    mistakes.account_number = "This is not an account for testing: use one from the table.";
  if (!typed.account_name) mistakes.account_name = "Enter the name on the account.";
  if (!typed.line1) mistakes.line1 = "Enter the first line of your address.";
  if (!typed.postal_code) mistakes.postal_code = "Enter your postcode.";
  return {
    method: "bacs_debit",
    email: typed.email,
    name: typed.account_name,
    sortCode,
    number,
    line1: typed.line1,
    postalCode: typed.postal_code,
  };
}
