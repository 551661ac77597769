import { createFormToken, checkFormToken } from "~/platform/http/forms/form-token.server";

const form = "newsletter";

/** Nobody reads and fills in the form in two seconds; and a form of yesterday is fetched anew. */
const allowedAges = { minMs: 2_000, maxMs: 24 * 60 * 60 * 1000 };

/** What a fresh form carries. */
export const createSignUpToken = (now: Date): string => createFormToken(form, now, allowedAges);

/** A machine: it left out or filled in what people neither see nor touch. A hurry: a person may just be quick, or late. */
export type BotRefusal = "bot" | "too-fast" | "too-old";

/**
 * Whether a form looks like one that a person sent.
 * @param honeypot the field that people never see: null when the form came without it
 * @returns null, or why not. "too-fast" and "too-old" are put right by pressing the button again
 */
export function detectBot({ token, honeypot }: { token: string; honeypot: string | null }, now: Date): BotRefusal | null {
  if (honeypot === null || honeypot !== "") return "bot";
  const refusal = checkFormToken(form, token, now, allowedAges);
  return refusal === "missing" || refusal === "forged" ? "bot" : refusal;
}
