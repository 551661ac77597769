import { cleanValue } from "./text";

/** Money is whole pence of pounds sterling, typed so that it can't be mixed up with other numbers. */
export type Pence = number & { readonly __unit: "pence" };

/** Makes pence of a whole number. Throws for anything else: a fraction of a penny is a bug, never input. */
export function pence(value: number): Pence {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number of pence`);
  return value as Pence;
}

export const zero = pence(0);

/** Adds sums of money. */
export const add = (...sums: Pence[]): Pence => pence(sums.reduce((total, sum) => total + sum, 0));

/** What is left of `from` once `amount` is taken away; may be below zero. */
export const subtract = (from: Pence, amount: Pence): Pence => pence(from - amount);

// Made once: one takes as long as formatting hundreds of sums.
const poundsAndPence = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });
const wholePounds = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP", minimumFractionDigits: 0 });

/** £1,234.50 with pence always shown, as receipts and accounts need it. */
export const formatPounds = (sum: Pence): string => poundsAndPence.format(sum / 100);

/** £1,234 where there are no odd pence, else £1,234.50: for running text and choices. */
export const formatPoundsShort = (sum: Pence): string => (sum % 100 === 0 ? wholePounds : poundsAndPence).format(sum / 100);

/** 43p, or £1.20: for what is small beside what it is added to. */
export const formatSmallSum = (sum: Pence): string => (sum < 100 ? `${sum}p` : formatPoundsShort(sum));

export type AmountRefusal = "empty" | "not-a-number" | "too-precise" | "negative" | "too-small" | "too-large";

/**
 * Reads a sum that a person typed, in pounds: `5`, `£5`, `5.00`, `5,000`, ` £1,234.5 `.
 * @param limits smallest and largest sum taken, in pence, both included
 * @returns the pence, or why not. A comma that may stand for a decimal point (`5,00`, `0,500`), exponents, other digits than 0-9 and parts of a penny are refused, never rounded.
 */
export function parseAmount(
  input: string,
  limits: { min: Pence; max: Pence },
): { ok: true; pence: Pence } | { ok: false; reason: AmountRefusal } {
  const text = cleanValue(input)
    .replace(/^£\s*/, "")
    .replace(/(£|pounds?)$/i, "")
    .trimEnd();
  if (text === "") return { ok: false, reason: "empty" };
  if (/^[-−]\s*(?:£\s*)?\d/.test(text)) return { ok: false, reason: "negative" };
  const match = /^([1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.(\d*))?$/.exec(text) ?? /^()\.(\d+)$/.exec(text);
  if (!match) return { ok: false, reason: "not-a-number" };
  const decimals = match[2] ?? "";
  if (decimals.length > 2) return { ok: false, reason: "too-precise" };
  const whole = (match[1] ?? "").replaceAll(",", "");
  if (whole.replace(/^0+/, "").length > 9) return { ok: false, reason: "too-large" };
  const sum = Number(whole || "0") * 100 + Number(decimals.padEnd(2, "0"));
  if (sum < limits.min) return { ok: false, reason: "too-small" };
  if (sum > limits.max) return { ok: false, reason: "too-large" };
  return { ok: true, pence: pence(sum) };
}
