import type { Sender } from "emails/email-template";
import { config } from "../config/config.server";

/** Who signs every email: the charity of the configuration. */
export function sender(): Sender {
  const { charity, baseUrl } = config;
  return {
    name: charity.name,
    legalName: charity.legalName,
    registration: charity.registration && `Registered with ${charity.registration.regulator}, number ${charity.registration.number}`,
    postalAddress: charity.address,
    siteUrl: baseUrl,
    privacyUrl: `${baseUrl}/privacy`,
    colours: charity.colours,
  };
}
