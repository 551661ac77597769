import { Resend } from "resend";
import { config } from "~/platform/config/config.server";

/** The client that speaks to Resend, or to what stands in for it. */
export const resendClient = (): Resend => new Resend(config.resend.key, { baseUrl: config.resend.baseUrl ?? "https://api.resend.com" });
