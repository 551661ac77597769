import { Resend } from "resend";
import { assertNotFenced } from "../../fence.server";
import { config } from "~/platform/config/config.server";

/** The client that speaks to Resend, or to what stands in for it. */
export function resendClient(): Resend {
  assertNotFenced();
  return new Resend(config.resend.key, { baseUrl: config.resend.baseUrl ?? "https://api.resend.com" });
}
