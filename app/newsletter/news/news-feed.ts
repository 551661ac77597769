import { escapeXml } from "~/platform/text";
import { newsKindNames, type NewsItem } from "./news";

const maxEntries = 50;

/**
 * Names an entry for good. Feed readers know by it what they have shown, so issues keep the name that they had when their address was
 * under /newsletter/archive.
 */
const entryId = ({ kind, slug }: NewsItem, baseUrl: string): string =>
  `${baseUrl}/${kind === "issue" ? "newsletter/archive" : "news"}/${slug}`;

/** The news as an Atom feed (RFC 4287). @param baseUrl without a slash at the end */
export function renderAtomFeed(items: readonly NewsItem[], baseUrl: string, name: string): string {
  const shown = items.slice(0, maxEntries);
  const entries = shown.map((item) =>
    [
      "<entry>",
      `<id>${escapeXml(entryId(item, baseUrl))}</id>`,
      `<title>${escapeXml(item.title)}</title>`,
      `<link href="${escapeXml(`${baseUrl}/news/${item.slug}`)}"/>`,
      `<published>${item.publishedAt}</published>`,
      `<updated>${item.updatedAt}</updated>`,
      `<category term="${item.kind}" label="${newsKindNames[item.kind]}"/>`,
      `<summary>${escapeXml(item.summary)}</summary>`,
      "</entry>",
    ].join(""),
  );
  const updatedAt =
    shown
      .map((item) => item.updatedAt)
      .toSorted()
      .at(-1) ?? "1970-01-01T00:00:00.000Z";
  const base = escapeXml(baseUrl);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    // As entries keep their names, so does the feed.
    `<id>${base}/newsletter/archive.atom</id>`,
    `<title>News of ${escapeXml(name)}</title>`,
    `<link href="${base}/news"/>`,
    `<link rel="self" href="${base}/news.atom"/>`,
    `<updated>${updatedAt}</updated>`,
    `<author><name>${escapeXml(name)}</name></author>`,
    ...entries,
    "</feed>",
  ].join("\n");
}
