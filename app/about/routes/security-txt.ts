import { now } from "~/platform/clock";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { config } from "~/platform/config/config.server";

const validDays = 180;
const dayMs = 86_400_000;

/** Whom to tell of a hole in the site, as those who find them look for it (RFC 9116). */
export function loader() {
  const today = Math.floor(now().getTime() / dayMs) * dayMs;
  const lines = [
    `Contact: mailto:${config.charity.email}`,
    `Expires: ${new Date(today + validDays * dayMs).toISOString()}`,
    "Preferred-Languages: en",
    `Canonical: ${config.baseUrl}/.well-known/security.txt`,
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "Content-Type": "text/plain; charset=utf-8", ...cacheFor(3600) } });
}
