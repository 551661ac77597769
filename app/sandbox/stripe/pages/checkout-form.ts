import { accountOf } from "../payments/bank-accounts";
import { hasCheckDigit } from "../payments/cards";

/** What the hosted page's form holds, as it was input. */
export type Input = Record<Field, string>;
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

export type FieldErrors = Partial<Record<Field, string>>;

/** What was input, in order. */
export type CheckedInput =
  | { method: "card"; email: string; name: string; number: string; expires: { month: number; year: number } }
  | { method: "bacs_debit"; email: string; name: string; sortCode: string; number: string; line1: string; postalCode: string };

export const emptyInput = (): Input => Object.fromEntries(fields.map((field) => [field, ""])) as Input;

/** Takes a form's body apart. Of a field that comes twice, the first counts. */
export function readInput(body: string): { input: Input; preset: string | null } {
  const form = new URLSearchParams(body);
  const input = Object.fromEntries(fields.map((field) => [field, (form.get(field) ?? "").slice(0, 500).trim()])) as Input;
  return { input, preset: form.get("preset") };
}

/**
 * Checks what was input, as Stripe's page does.
 * @param methods the session's; @param now by the sandbox's clock
 */
export function checkInput(
  input: Input,
  methods: string[],
  asksEmail: boolean,
  now: Date,
): { checked: CheckedInput } | { errors: FieldErrors } {
  const errors: FieldErrors = {};
  if (!methods.includes(input.method)) errors.method = "Choose how to pay.";
  if (asksEmail && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(input.email))
    errors.email = input.email ? "Your email is invalid." : "Enter your email.";
  const checked = input.method === "bacs_debit" ? checkAccount(input, errors) : checkCard(input, errors, now);
  return Object.keys(errors).length > 0 ? { errors } : { checked };
}

function checkCard(input: Input, errors: FieldErrors, now: Date): CheckedInput {
  const number = input.number.replace(/[\s-]/g, "");
  if (!number) errors.number = "Enter your card number.";
  else if (!hasCheckDigit(number)) errors.number = number.length < 13 ? "Your card number is incomplete." : "Your card number is invalid.";
  const [, monthText = "", yearText = ""] = /^(\d{1,2})\s*[/ ]\s*(\d{2}|\d{4})$/.exec(input.expiry) ?? [];
  const month = Number(monthText);
  const year = yearText.length === 2 ? 2000 + Number(yearText) : Number(yearText);
  if (month < 1 || month > 12) errors.expiry = "Your card's expiry date is incomplete.";
  else if (year * 12 + month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1) errors.expiry = "Your card's expiry date is in the past.";
  else if (year > now.getUTCFullYear() + 50) errors.expiry = "Your card's expiry year is invalid.";
  if (!/^\d{3,4}$/.test(input.cvc)) errors.cvc = "Your card's security code is incomplete.";
  if (!input.name) errors.name = "Enter the name on the card.";
  return { method: "card", email: input.email, name: input.name, number, expires: { month, year } };
}

function checkAccount(input: Input, errors: FieldErrors): CheckedInput {
  const sortCode = input.sort_code.replace(/[\s-]/g, "");
  const number = input.account_number.replace(/\s/g, "");
  if (!/^\d{6}$/.test(sortCode)) errors.sort_code = "Your sort code is incomplete.";
  if (!/^\d{8}$/.test(number)) errors.account_number = "Your account number is incomplete.";
  else if (!errors.sort_code && !accountOf(sortCode, number))
    errors.account_number = "This is not an account for testing: use one from the table.";
  if (!input.account_name) errors.account_name = "Enter the name on the account.";
  if (!input.line1) errors.line1 = "Enter the first line of your address.";
  if (!input.postal_code) errors.postal_code = "Enter your postcode.";
  return {
    method: "bacs_debit",
    email: input.email,
    name: input.account_name,
    sortCode,
    number,
    line1: input.line1,
    postalCode: input.postal_code,
  };
}
