import { listHelpUrls } from "~/help/changes.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { config } from "~/platform/config/config.server";

/** Every public address of the site, for search engines. */
const pages = [
  "/",
  "/donate",
  "/sponsor",
  "/newsletter",
  "/newsletter/archive",
  "/privacy",
  "/complaints",
  "/accessibility",
  "/safeguarding",
  "/direct-debit-guarantee",
];

export function loader() {
  const entry = (path: string, changedOn?: string) =>
    `<url><loc>${config.baseUrl}${path}</loc>${changedOn ? `<lastmod>${changedOn}</lastmod>` : ""}</url>`;
  const entries = [...pages.map((path) => entry(path)), ...listHelpUrls().map(({ path, changedOn }) => entry(path, changedOn))];
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("")}</urlset>\n`,
    {
      headers: { "Content-Type": "application/xml; charset=utf-8", ...cacheFor(3600) },
    },
  );
}
