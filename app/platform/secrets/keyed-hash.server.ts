import { createHmac } from "node:crypto";
import { config } from "../config/config.server";

/** What is hashed; its name goes into the hash, so that the same text hashed for another purpose is another hash. */
export type HashPurpose = "person" | "preferences" | "data" | "request" | "rate limit" | "recovery code" | "key sighting";

/**
 * A hash that nobody can compute, or look up, without the site's lasting secret; the same for good. Rows are known by it
 * (addresses that must not be written to among them): what it gives for a purpose and a text must never change.
 * @returns 43 characters that may stand in an address
 */
export const keyedHash = (purpose: HashPurpose, text: string): string =>
  createHmac("sha256", config.lastingSecret).update(`${purpose} ${text}`).digest("base64url");
