import { createHmac, timingSafeEqual } from "node:crypto";
import { config } from "./config/config.server";

/**
 * Tokens of links in emails: the row's id, signed for one purpose. They are kept nowhere: whoever reads the database can't
 * make one, and a secret that is no longer accepted ends the links made with it. A token of one purpose opens nothing else.
 * @param kind whose links they are: the same purpose of another kind is another purpose
 */
export function signedLinks<Purpose extends string>(kind: string) {
  const computeSignature = (purpose: Purpose, id: string, secret: string): string =>
    createHmac("sha256", secret).update(`${kind} ${purpose} ${id}`).digest("base64url");
  return {
    sign: (purpose: Purpose, id: string): string => `${id}.${computeSignature(purpose, id, config.sessionSecrets[0] ?? "")}`,
    /** The id in a token. Null: cut off, altered, made for something else, or signed with a secret that is no longer accepted. */
    verify: (purpose: Purpose, token: string): string | null => {
      const [, id, signature] = /^([\w-]{1,64})\.([\w-]{43})$/.exec(token) ?? [];
      if (!id || !signature) return null;
      // As text: the last character holds two bits more than the signature, so that several of them read as the same bytes.
      const received = Buffer.from(signature);
      const isOurs = (secret: string) => timingSafeEqual(Buffer.from(computeSignature(purpose, id, secret)), received);
      return config.sessionSecrets.some(isOurs) ? id : null;
    },
  };
}
