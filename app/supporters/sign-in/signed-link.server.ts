import { createHmac, timingSafeEqual } from "node:crypto";
import { config } from "~/platform/config/config.server";

/** What a link in an email is for. A token of one purpose opens nothing else. */
export type LinkPurpose = "sign in" | "confirm from the old address" | "confirm from the new address";

const computeSignature = (purpose: LinkPurpose, id: string, secret: string): string =>
  createHmac("sha256", secret).update(`supporter link ${purpose} ${id}`).digest("base64url");

/**
 * The token of a link: the row's id, signed for one purpose. It is kept nowhere: whoever reads the database can't make
 * one, and a secret that is no longer accepted ends the links made with it.
 */
export const signLinkToken = (purpose: LinkPurpose, id: string): string =>
  `${id}.${computeSignature(purpose, id, config.sessionSecrets[0] ?? "")}`;

/** The id in a token. Null: cut off, altered, made for something else, or signed with a secret that is no longer accepted. */
export function verifyLinkToken(purpose: LinkPurpose, token: string): string | null {
  const [, id, signature] = /^([\w-]{1,64})\.([\w-]{43})$/.exec(token) ?? [];
  if (!id || !signature) return null;
  // As text: the last character holds two bits more than the signature, so that several of them read as the same bytes.
  const received = Buffer.from(signature);
  return config.sessionSecrets.some((secret) => timingSafeEqual(Buffer.from(computeSignature(purpose, id, secret)), received)) ? id : null;
}
