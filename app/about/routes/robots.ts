import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { config } from "~/platform/config/config.server";

const privatePaths = [
  "/thank-you/",
  "/sponsor/thank-you/",
  "/supporter",
  "/plan/",
  "/new-card/",
  "/newsletter/confirm/",
  "/newsletter/preferences/",
  "/newsletter/leave/",
  "/desk",
  "/webhooks/",
];

/** Some pages belong to one person alone. Their addresses can't be guessed; this keeps shared ones out of searches. */
export const loader = () =>
  new Response(`User-agent: *\n${privatePaths.map((path) => `Disallow: ${path}\n`).join("")}\nSitemap: ${config.baseUrl}/sitemap.xml\n`, {
    headers: { "Content-Type": "text/plain; charset=utf-8", ...cacheFor(3600) },
  });
