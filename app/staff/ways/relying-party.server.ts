import { isIP } from "node:net";
import { config } from "~/platform/config/config.server";

/**
 * The site as passkeys know it. Browsers make none for a bare IP address, so a site that is tried at 127.0.0.1 has its
 * passkeys at localhost.
 */
export function relyingParty(): { name: string; id: string; origin: string } {
  const url = new URL(config.baseUrl);
  if (isIP(url.hostname) !== 0) url.hostname = "localhost";
  return { name: config.charity.name, id: url.hostname, origin: url.origin };
}
