import { createHmac, timingSafeEqual } from "node:crypto";
import { config } from "../config/config.server";
import { deriveKey } from "./derive-key.server";

/** What a token is for. All are listed here, so that no two things are signed for one purpose. */
export type TokenPurpose =
  | `form: ${string}`
  | "plan link"
  | "card link"
  | "certificate link"
  | "sign-in link"
  | "Gift Aid request"
  | "staff invitation"
  | "staff sign-in link"
  | "change of address, from the old one"
  | "change of address, from the new one";

/** "invalid": cut off, altered, made for something else, or signed with a secret that is no longer accepted. */
export type TokenRefusal = { refused: "invalid" } | { refused: "expired"; subject: string };

/** 132 bits, in as many characters as a link in an email can do with. */
const signatureLength = 22;

const computeSignature = (purpose: TokenPurpose, text: string, secret: string): string =>
  createHmac("sha256", deriveKey(secret, `token, ${purpose}`))
    .update(text)
    .digest("base64url")
    .slice(0, signatureLength);

/**
 * A token for one purpose, fit to stand in an address: what it is about, until when it counts, and the signature of both.
 * It is kept nowhere, so whoever reads the database can't make one. The first secret signs.
 * @param subject letters, digits, "-", "_" and "."; 100 at most. It can be read in the token: nothing about a person
 * @param expiresAt from then on it is refused; null: it counts as long as its secret is accepted
 */
export function signToken(purpose: TokenPurpose, subject: string, expiresAt: Date | null): string {
  if (!/^[\w.-]{1,100}$/.test(subject)) throw new Error("this can't stand in a token");
  const text = `${subject}.${(expiresAt?.getTime() ?? 0).toString(36)}`;
  return `${text}.${computeSignature(purpose, text, config.sessionSecrets[0] ?? "")}`;
}

/** What a token is about, and until when it counts; null: for good. */
export function readToken(purpose: TokenPurpose, token: string, now: Date): { subject: string; expiresAt: Date | null } | TokenRefusal {
  const [, subject = "", expiry = "", signature = ""] = /^([\w.-]{1,100})\.([0-9a-z]{1,9})\.([\w-]{22})$/.exec(token) ?? [];
  const received = Buffer.from(signature);
  const isSignedWith = (secret: string) => {
    const expected = Buffer.from(computeSignature(purpose, `${subject}.${expiry}`, secret));
    return expected.length === received.length && timingSafeEqual(expected, received);
  };
  if (!config.sessionSecrets.some(isSignedWith)) return { refused: "invalid" };
  const expiresAt = expiry === "0" ? null : new Date(Number.parseInt(expiry, 36));
  return expiresAt && expiresAt <= now ? { refused: "expired", subject } : { subject, expiresAt };
}
