import { newToken } from "~/platform/ids.server";
import { readToken, signToken } from "../../secrets/signed-token.server";

/** Why a form is not taken for one that a person filled in. */
export type FormTokenRefusal = "missing" | "forged" | "too-fast" | "too-old";

/**
 * A signed, dated mark that a form carries: it shows that the form was fetched from here, and when. It names nobody and
 * needs no cookie.
 * @param form which form it is for: a mark counts for no other
 */
export const createFormToken = (form: string, now: Date, { maxMs }: { maxMs: number }): string =>
  signToken(`form: ${form}`, newToken().slice(0, 8), new Date(now.getTime() + maxMs));

/** @returns null when the mark is ours, and no younger and no older than allowed; or why not */
export function checkFormToken(
  form: string,
  token: string,
  now: Date,
  { minMs, maxMs }: { minMs: number; maxMs: number },
): FormTokenRefusal | null {
  if (token === "") return "missing";
  const read = readToken(`form: ${form}`, token, now);
  if ("refused" in read) return read.refused === "expired" ? "too-old" : "forged";
  const age = now.getTime() + maxMs - (read.expiresAt?.getTime() ?? 0);
  return age < minMs ? "too-fast" : null;
}
