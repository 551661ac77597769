import { listHelpUrls } from "~/help/changes.server";
import { listAppealSlugs } from "~/giving/appeals/appeals.server";
import { isOutage } from "~/platform/database/retryable-errors";
import { charityPageSlugs } from "../pages/charity-page";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { config } from "~/platform/config/config.server";

/** Every public address of the site, for search engines. */
const pages = [
  "/",
  "/donate",
  "/sponsor",
  "/newsletter",
  "/newsletter/archive",
  ...charityPageSlugs.map((slug) => `/${slug}`),
  "/privacy",
  "/complaints",
  "/accessibility",
  "/safeguarding",
  "/direct-debit-guarantee",
];

/** The help pages stay in the list while the database is down. */
async function findAppealPaths(): Promise<string[]> {
  try {
    return (await listAppealSlugs()).map((slug) => `/appeals/${slug}`);
  } catch (error) {
    if (!isOutage(error)) throw error;
    return [];
  }
}

export async function loader() {
  const entry = (path: string, changedOn?: string) =>
    `<url><loc>${config.baseUrl}${path}</loc>${changedOn ? `<lastmod>${changedOn}</lastmod>` : ""}</url>`;
  const entries = [
    ...pages.map((path) => entry(path)),
    ...(await findAppealPaths()).map((path) => entry(path)),
    ...listHelpUrls().map(({ path, changedOn }) => entry(path, changedOn)),
  ];
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("")}</urlset>\n`,
    {
      headers: { "Content-Type": "application/xml; charset=utf-8", ...cacheFor(3600) },
    },
  );
}
