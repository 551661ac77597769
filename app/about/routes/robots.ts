import { keptFor } from "~/platform/http/kept-page.server";
import { config } from "~/platform/config.server";

/** Thank-you pages belong to their donors alone. Their addresses can't be guessed; this keeps shared ones out of searches. */
export const loader = () =>
  new Response(`User-agent: *\nDisallow: /thank-you/\nDisallow: /webhooks/\n\nSitemap: ${config.baseUrl}/sitemap.xml\n`, {
    headers: { "Content-Type": "text/plain; charset=utf-8", ...keptFor(3600) },
  });
