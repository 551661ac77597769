import { formToken, formTokenRefusal } from "~/platform/http/forms/form-token.server";

const form = "newsletter";

/** Nobody reads and fills in the form in two seconds; and a form of yesterday is fetched anew. */
const ages = { minMs: 2_000, maxMs: 24 * 60 * 60 * 1000 };

/** What a fresh form carries. */
export const newSignUpToken = (now: Date): string => formToken(form, now);

/** A machine: it left out or filled in what people neither see nor touch. A hurry: a person may just be quick, or late. */
export type BotRefusal = "machine" | "too-quick" | "too-old";

/**
 * Whether a form looks like one that a person sent.
 * @param trap the field that people never see: null when the form came without it
 * @returns null, or why not. "too-quick" and "too-old" are put right by pressing the button again
 */
export function botRefusal({ token, trap }: { token: string; trap: string | null }, now: Date): BotRefusal | null {
  if (trap === null || trap !== "") return "machine";
  const refusal = formTokenRefusal(form, token, now, ages);
  return refusal === "missing" || refusal === "forged" ? "machine" : refusal;
}
