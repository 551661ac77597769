import { createHmac, timingSafeEqual } from "node:crypto";
import { config } from "~/platform/config/config.server";
import { newToken } from "~/platform/ids.server";

/** Why a form is not taken for one that a person filled in. */
export type FormTokenRefusal = "missing" | "forged" | "too-fast" | "too-old";

const sign = (text: string, secret: string) => createHmac("sha256", secret).update(`form ${text}`).digest("base64url").slice(0, 22);

/**
 * A signed, dated mark that a form carries: it shows that the form was fetched from here, and when. It names nobody and
 * needs no cookie.
 * @param form which form it is for: a mark counts for no other
 */
export function createFormToken(form: string, now: Date): string {
  const text = `${newToken().slice(0, 8)}.${now.getTime().toString(36)}`;
  return `${text}.${sign(`${form} ${text}`, config.sessionSecrets[0] ?? "")}`;
}

/** @returns null when the mark is ours, and no younger and no older than allowed; or why not */
export function checkFormToken(
  form: string,
  token: string,
  now: Date,
  { minMs, maxMs }: { minMs: number; maxMs: number },
): FormTokenRefusal | null {
  if (token === "") return "missing";
  const [id = "", time = "", signature = ""] = token.split(".");
  const actual = Buffer.from(signature);
  const isAuthentic = config.sessionSecrets.some((secret) => {
    const expected = Buffer.from(sign(`${form} ${id}.${time}`, secret));
    return token === `${id}.${time}.${signature}` && expected.length === actual.length && timingSafeEqual(expected, actual);
  });
  if (!isAuthentic) return "forged";
  const age = now.getTime() - Number.parseInt(time, 36);
  if (age < minMs) return "too-fast";
  return age > maxMs ? "too-old" : null;
}
