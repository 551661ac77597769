import { demonstrationCharity } from "~/platform/config/charity";
import { ConfigurationError, parseConfig } from "~/platform/config/config.server";

export const realCharity = {
  ...demonstrationCharity,
  demonstration: false,
  name: "The Lamp Trust",
  legalName: "The Lamp Trust",
  registration: { regulator: "the Charity Commission", number: "1199999", url: "https://register.lamp.org/1199999" },
  address: ["2 Other Road", "Leeds", "LS1 1AA"],
  email: "post@lamp.org",
  safeguarding: { name: "Ada Okafor", email: "safeguarding@lamp.org", phone: null },
  giftAid: demonstrationCharity.giftAid && {
    ...demonstrationCharity.giftAid,
    hmrcReference: "XR4010",
    official: { ...demonstrationCharity.giftAid.official, postcode: "LS1 1AA", phone: "0113 496 0000" },
  },
};

/** A live site with everything right. */
export const liveVariables = {
  SITE_MODE: "live",
  SITE_URL: "https://www.lamp.org/",
  STRIPE_SECRET_KEY: "sk_live_abcdefghijkl",
  STRIPE_WEBHOOK_SECRET: "whsec_abcdefghijkl",
  RESEND_API_KEY: "re_abcdefgh",
  RESEND_WEBHOOK_SECRET: "whsec_mnopqrstuvwx",
  MAIL_FROM: "The Lamp Trust <hello@lamp.org>",
  STAFF_EMAIL: "finance@lamp.org",
  SESSION_SECRET: "q7Zr1kUuN3sVvY8bE5hJm2pTd6wXaGcL0f",
  LASTING_SECRET: "h4Wn9pQe2RtXz6LbKs8vMy3UdC5gJf7A1o",
  CHARITY_FILE: "/charity.json",
  TRUSTED_PROXIES: "1",
};

/** A rehearsal of it, with the pretend HMRC too. */
export const rehearsalVariables = {
  ...liveVariables,
  REHEARSAL: "true",
  STRIPE_SECRET_KEY: "sk_live_rehearsal_1",
  STRIPE_API_URL: "http://127.0.0.1:4010",
  RESEND_API_KEY: "re_rehearsal_1",
  RESEND_BASE_URL: "http://localhost:4020",
  HMRC_SERVICE: "live",
  HMRC_SENDER_ID: "000000000000",
  HMRC_PASSWORD: "sandbox-nothing-is-real",
  HMRC_VENDOR_ID: "0000",
  HMRC_BASE_URL: "http://127.0.0.1:4030",
};

export const read = (variables: Record<string, string | undefined>, charity: unknown = realCharity) =>
  parseConfig(variables, () => JSON.stringify(charity));

export function errorsIn(variables: Record<string, string | undefined>, charity?: unknown): string[] {
  try {
    read(variables, charity);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.errors;
    throw error;
  }
  return [];
}
