import { createHmac, timingSafeEqual } from "node:crypto";
import { config } from "~/platform/config.server";

/** What a link in a letter is for. A token of one purpose opens nothing else. */
export type LinkPurpose = "sign in" | "confirm from the old address" | "confirm from the new address";

const sealOf = (purpose: LinkPurpose, id: string, secret: string): Buffer =>
  createHmac("sha256", secret).update(`supporter link ${purpose} ${id}`).digest();

/**
 * The token of a link: the row's id, sealed for one purpose. It is kept nowhere: whoever reads the database can't make
 * one, and a secret that is no longer accepted ends the links made with it.
 */
export const sealedToken = (purpose: LinkPurpose, id: string): string =>
  `${id}.${sealOf(purpose, id, config.sessionSecrets[0] ?? "").toString("base64url")}`;

/** The id in a token. Null: cut off, altered, made for something else, or sealed with a secret that is no longer accepted. */
export function idInToken(purpose: LinkPurpose, token: string): string | null {
  const [, id, seal] = /^([\w-]{1,64})\.([\w-]{43})$/.exec(token) ?? [];
  if (!id || !seal) return null;
  const given = Buffer.from(seal, "base64url");
  return config.sessionSecrets.some((secret) => timingSafeEqual(sealOf(purpose, id, secret), given)) ? id : null;
}
