import { createHash } from "node:crypto";

/** SHA-256 of a text, as UTF-8, or of bytes. For what others may compute too: to hide a text that can be guessed, use `keyedHash`. */
export const sha256 = (content: string | Uint8Array, encoding: "base64url" | "base64" | "hex" = "base64url"): string =>
  createHash("sha256").update(content).digest(encoding);
