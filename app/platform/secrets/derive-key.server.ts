import { hkdfSync } from "node:crypto";

/**
 * The key of one purpose, made from a secret: what is signed for one purpose counts for no other, whatever its text.
 * Source: RFC 5869 (HKDF); the info names the purpose.
 */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "", `roomlight ${purpose}`, 32));
