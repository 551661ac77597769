import { escapeXml } from "~/platform/text";
import { pagePath } from "./page";
import { listPages } from "./pages.server";
import { translatedLanguages } from "./page";

export type DatedChange = { on: string; what: string; title: string; path: string };

/** Every change of every page, the newest first. */
export function listChanges(): DatedChange[] {
  const everyPage = (["en-GB", ...translatedLanguages] as const).flatMap((language) => listPages(language));
  return everyPage
    .flatMap((page) =>
      page.changes.map(({ on, what }) => ({
        on,
        what,
        title: page.title,
        path: pagePath(page.slug, page.language),
      })),
    )
    .toSorted((a, b) => b.on.localeCompare(a.on));
}

/**
 * The changes as an Atom feed (RFC 4287).
 * @param baseUrl the site's public address, without a slash at the end
 * @param name who writes the pages
 */
export function renderChangesFeed(baseUrl: string, name: string): string {
  const changes = listChanges();
  const toInstant = (day: string) => `${day}T00:00:00Z`;
  const entries = changes.map(({ on, what, title, path }, index) => {
    const nth = changes.slice(0, index).filter((other) => other.on === on && other.path === path).length;
    return [
      "<entry>",
      `<id>${escapeXml(`${baseUrl}${path}#${on}${nth > 0 ? `-${nth}` : ""}`)}</id>`,
      `<title>${escapeXml(title)}</title>`,
      `<link href="${escapeXml(baseUrl + path)}"/>`,
      `<updated>${toInstant(on)}</updated>`,
      `<summary>${escapeXml(what)}</summary>`,
      "</entry>",
    ].join("");
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${escapeXml(baseUrl)}/help/changes.atom</id>`,
    "<title>Help pages: what has changed</title>",
    `<link rel="self" href="${escapeXml(baseUrl)}/help/changes.atom"/>`,
    `<updated>${toInstant(changes[0]?.on ?? "1970-01-01")}</updated>`,
    `<author><name>${escapeXml(name)}</name></author>`,
    ...entries,
    "</feed>",
  ].join("\n");
}

/** The address of every help page with the day it last changed, for the sitemap. */
export function listHelpUrls(): { path: string; changedOn: string }[] {
  return (["en-GB", ...translatedLanguages] as const).flatMap((language) =>
    listPages(language).map((page) => ({
      path: pagePath(page.slug, language),
      changedOn:
        page.changes
          .map(({ on }) => on)
          .toSorted()
          .at(-1) ?? page.reviewedOn,
    })),
  );
}
