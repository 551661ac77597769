import { createFormToken, checkFormToken } from "~/platform/http/forms/form-token.server";

const form = "newsletter";

/** However quick: browsers fill in forms for people. A form of yesterday is fetched anew. */
const allowedAges = { minMs: 0, maxMs: 24 * 60 * 60 * 1000 };

/** What a fresh form carries. */
export const createSignUpToken = (now: Date): string => createFormToken(form, now, allowedAges);

/** A machine: it left out or filled in what people neither see nor touch. Too old: a person may just be late. */
export type BotRefusal = "bot" | "too-old";

/**
 * Whether a form looks like one that a person sent.
 * @param honeypot the field that people never see: null when the form came without it
 * @returns null, or why not. "too-old" is put right by pressing the button again
 */
export function detectBot({ token, honeypot }: { token: string; honeypot: string | null }, now: Date): BotRefusal | null {
  if (honeypot === null || honeypot !== "") return "bot";
  const refusal = checkFormToken(form, token, now, allowedAges);
  return refusal === null || refusal === "too-old" ? refusal : "bot";
}
