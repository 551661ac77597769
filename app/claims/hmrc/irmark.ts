// oxlint-disable-next-line no-restricted-imports -- HMRC asks for SHA-1, which protects nothing here and is offered nowhere else
import { createHash } from "node:crypto";

/** HMRC's mark of a message: SHA-1 over the canonical form of its Body without the mark itself. */
export type IrMark = { base64: string; base32: string };

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648, section 6, without padding: 20 bytes are 32 letters. HMRC's receipts print the mark so. */
export function toBase32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let written = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) written += alphabet[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? written + alphabet[(held << (5 - bits)) & 31] : written;
}

/** @param body the Body as it is sent, written canonically (xml.ts), with nothing where the mark will stand */
export function irMarkOf(body: string): IrMark {
  const hash = createHash("sha1").update(body, "utf8").digest();
  return { base64: hash.toString("base64"), base32: toBase32(hash) };
}
