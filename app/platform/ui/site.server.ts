import type { Config } from "../config/config.server";
import type { Site } from "./site";

/** The part of the configuration that pages may show. */
export function publicSite({ charity, mode, isRehearsal, resend, baseUrl }: Config): Site {
  const { name, legalName, demonstration, registration, address, email, phone, links, social } = charity;
  return {
    charity: {
      name,
      legalName,
      demonstration,
      registration,
      address,
      email,
      phone,
      links,
      social,
      secondaryPurpose: charity.giving.secondaryPurpose,
    },
    isTrial: mode !== "live",
    isRehearsal,
    sendsRealEmails: resend.baseUrl === null,
    baseUrl,
  };
}
