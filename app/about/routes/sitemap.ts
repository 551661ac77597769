import { listHelpUrls } from "~/help/changes.server";
import { listAppealSlugs } from "~/giving/appeals/appeals.server";
import { listNewsAddresses, listNewsYears } from "~/newsletter/news/news.server";
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
  "/news",
  ...charityPageSlugs.map((slug) => `/${slug}`),
  "/privacy",
  "/complaints",
  "/accessibility",
  "/safeguarding",
  "/direct-debit-guarantee",
];

type Address = { path: string; changedOn?: string };

/** What the database knows. The help pages stay in the list while it is down. */
async function findAddresses(): Promise<Address[]> {
  try {
    const [appeals, news, years] = await Promise.all([listAppealSlugs(), listNewsAddresses(), listNewsYears()]);
    return [
      ...appeals.map((slug) => ({ path: `/appeals/${slug}` })),
      ...news.map(({ slug, changedOn }) => ({ path: `/news/${slug}`, changedOn })),
      ...years.map((year) => ({ path: `/news/year/${year}` })),
    ];
  } catch (error) {
    if (!isOutage(error)) throw error;
    return [];
  }
}

export async function loader() {
  const entry = ({ path, changedOn }: Address) =>
    `<url><loc>${config.baseUrl}${path}</loc>${changedOn ? `<lastmod>${changedOn}</lastmod>` : ""}</url>`;
  const entries = [...pages.map((path) => entry({ path })), ...(await findAddresses()).map(entry), ...listHelpUrls().map(entry)];
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("")}</urlset>\n`,
    {
      headers: { "Content-Type": "application/xml; charset=utf-8", ...cacheFor(3600) },
    },
  );
}
