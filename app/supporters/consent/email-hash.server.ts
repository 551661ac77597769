import { createHmac } from "node:crypto";
import { config } from "~/platform/config/config.server";

/**
 * What stands for a person where their address is not kept: in the ledger, and among addresses that must not be written
 * to. A keyed hash of the email address, in any letter case. It lasts, so it hangs on the one secret that never changes.
 */
export const hashEmail = (email: string): string =>
  createHmac("sha256", config.lastingSecret).update(`person ${email.trim().toLowerCase()}`).digest("base64url");
