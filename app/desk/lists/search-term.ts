import Postcode from "postcode";
import { parseAmount, pence, type Pence } from "~/platform/money";
import { stripInvisible, toSingleLine } from "~/platform/text";

/** What somebody may have meant by what they typed into a search box. Each reading that is not null is searched for. */
export type SearchTerm = {
  /** A reference as emails show it, such as RL-7K3QX9. */
  reference: string | null;
  /** An id of Stripe's, whole. */
  stripeId: string | null;
  amount: Pence | null;
  /** As Royal Mail writes it. */
  postcode: string | null;
  /** A part of a name or an email address, in lower case. */
  text: string | null;
};

export const maxSearchLength = 100;
const maxAmount = pence(100_000_000);

/** Reads a search. Null: nothing was typed. */
export function parseSearchTerm(typed: string): SearchTerm | null {
  const text = stripInvisible(toSingleLine(typed)).trim().slice(0, maxSearchLength);
  if (text === "") return null;
  const reference = /^RL[- ]?([2-9A-Z]{6})$/i.exec(text)?.[1];
  const stripeId = /^(pi|ch|py|cs|in|re|pyr|du|dp|cus|sub)_\w{3,}$/.test(text) ? text : null;
  if (reference || stripeId)
    return { reference: reference ? `RL-${reference.toUpperCase()}` : null, stripeId, amount: null, postcode: null, text: null };
  const amount = parseAmount(text, { min: pence(1), max: maxAmount });
  return {
    reference: null,
    stripeId: null,
    amount: amount.ok ? amount.pence : null,
    postcode: Postcode.isValid(text) ? (Postcode.toNormalised(text) ?? null) : null,
    text: amount.ok ? null : text.toLowerCase(),
  };
}
