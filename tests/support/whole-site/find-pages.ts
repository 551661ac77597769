import { listForms, listLinks, routeOf } from "./site-forms";
import { buildSiteWorld } from "./site-world";
import { siteRoutes, type WholeSite } from "./start-whole-site";

/** @param cookie of a browser that is signed in as supporter and at the desk; null where a page shows to strangers alone */
type FoundPage = { path: string; cookie: string | null };
type SitePages = {
  /** By route; those with two screens have two names. */
  pages: Map<string, FoundPage>;
  /** The routes of pages that none was found of. */
  unseen: string[];
};

/** A few routes have several screens: the second step of sponsoring, the help pages in English and in the other direction. */
function screenOf(route: string, path: string): string {
  if (path.startsWith("/sponsor?")) return "sponsor, its second step";
  return route === "help/*" && /^\/help(\/(ar|card|[a-z-]{5,}))?$/.test(path) ? path.slice(1) : route;
}

/** Fills the site with people and things, and walks through all of it: for each route the first answer that is a page. */
export async function findPages(site: WholeSite): Promise<SitePages> {
  const world = await buildSiteWorld();
  const queue = [...world.paths, ...siteRoutes.map(({ path }) => `/${path}`).filter((path) => !/[:*]/.test(path)), "/no-such-page"];
  const tries = new Map<string, string[]>();
  const pages = new Map<string, FoundPage>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const route = routeOf(path);
    const name = screenOf(route, path);
    const tried = tries.get(name) ?? [];
    if (tried.includes(path) || pages.has(name) || tried.length >= 8) continue;
    tries.set(name, [...tried, path]);
    for (const cookie of [world.cookie, null]) {
      const answer = await fetch(site.url + path, { headers: cookie === null ? {} : { cookie }, redirect: "manual" });
      const html = await answer.text();
      // A few are shown in place of what somebody may not see, or does not find.
      const isShown = answer.status === 200 || (/^[^:]*$/.test(route) && answer.status >= 400 && answer.status < 500);
      const isPage = isShown && (answer.headers.get("content-type") ?? "").startsWith("text/html");
      if (!isPage) continue;
      pages.set(name, { path, cookie });
      queue.push(...listLinks(html), ...listForms(html, path).map((form) => form.path));
      break;
    }
  }
  return { pages, unseen: [...site.screens].filter((route) => !pages.has(route)) };
}
