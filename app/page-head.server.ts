import { sharePictureOf } from "~/about/sharing/share-pictures";

type PageHead = {
  /** The charity's name and the site's address, as configured. */
  name: string;
  baseUrl: string;
  path: string;
  status: number;
  /** The page shows mistakes of a form: its title says so first, since that is what is read out first. */
  hasErrors: boolean;
};

/**
 * Completes the head of a page of the charity's own: its title names the charity, and a page that may be found is told what a link to it shows
 * (Open Graph, which X reads too), from its own title and description. What the page says itself stays. Help pages have neutral ones of their
 * own, and the desk has none.
 */
export function completeHead(page: string, { name, baseUrl, path, status, hasErrors }: PageHead): string {
  const end = page.indexOf("</head>");
  const head = page.slice(0, end);
  const title = /<title>([^<]*)<\/title>/.exec(head)?.[1] ?? "";
  const error = hasErrors ? "Error: " : "";
  if (/^\/(help|desk)(\/|$)/.test(path)) return error ? page.replace("<title>", `<title>${error}`) : page;
  const safeName = escapeText(name);
  const fullTitle = title.includes(safeName) ? title : `${title} – ${safeName}`;
  const tags =
    status === 200 && !head.includes('content="noindex') ? shareTags(head, { title, safeName, url: baseUrl + path, baseUrl, path }) : "";
  return head.replace(/<title>[^<]*<\/title>/, () => `<title>${error}${fullTitle}</title>`) + tags + page.slice(end);
}

type Share = { title: string; safeName: string; url: string; baseUrl: string; path: string };

/** The tags that a head does not have yet. Its title and description are escaped already. */
function shareTags(head: string, { title, safeName, url, baseUrl, path }: Share): string {
  const description = /<meta name="description" content="([^"]*)"/.exec(head)?.[1];
  const picture = sharePictureOf(path);
  const tags: [name: string, content: string][] = [
    ["og:type", "website"],
    ["og:site_name", safeName],
    ["og:title", title],
    ...(description ? ([["og:description", description]] as [string, string][]) : []),
    ["og:url", escapeText(url)],
    ["og:locale", "en_GB"],
    ...(head.includes('property="og:image"')
      ? []
      : ([
          ["og:image", escapeText(`${baseUrl}/share/${picture.file}`)],
          ["og:image:type", "image/png"],
          ["og:image:width", "1200"],
          ["og:image:height", "630"],
          ["og:image:alt", escapeText(picture.alt)],
        ] as [string, string][])),
  ];
  const missing = tags.filter(([property]) => !head.includes(`property="${property}"`));
  const card = head.includes('name="twitter:card"') ? "" : '<meta name="twitter:card" content="summary_large_image"/>';
  return missing.map(([property, content]) => `<meta property="${property}" content="${content}"/>`).join("") + card;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/** As React writes text, so that a name is found again in what it wrote. */
const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
