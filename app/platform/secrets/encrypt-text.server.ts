import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { config } from "../config/config.server";
import { deriveKey } from "./derive-key.server";

/** What is encrypted in the database: each purpose has a key of its own, from the secret that never changes. */
export type EncryptionPurpose = "staff authenticator apps";

const nonceLength = 12;
const tagLength = 16;
const keyOf = (purpose: EncryptionPurpose) => deriveKey(config.lastingSecret, purpose);

/** A text that only this site can read, and only for the row that it belongs to (AES-256-GCM). @param rowId copied to another row, it opens nothing */
export function encryptText(purpose: EncryptionPurpose, text: string, rowId: string): string {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", keyOf(purpose), nonce).setAAD(Buffer.from(rowId));
  const encrypted = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString("base64url");
}

/** @returns null: altered, of another row, or from another lasting secret */
export function decryptText(purpose: EncryptionPurpose, encrypted: string, rowId: string): string | null {
  const bytes = Buffer.from(encrypted, "base64url");
  const start = nonceLength + tagLength;
  if (bytes.length <= start) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(purpose), bytes.subarray(0, nonceLength), { authTagLength: tagLength })
      .setAAD(Buffer.from(rowId))
      .setAuthTag(bytes.subarray(nonceLength, start));
    return Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
