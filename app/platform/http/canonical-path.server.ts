/**
 * Makes the function that gives a path in its one spelling. Routers take `/Help/rights`, `/h%65lp/rights` and
 * `/help/rights/` for the same page; headers and the page cache go by the path as it is written.
 * @param paths the site's paths. Their fixed parts are words whose case does not count; a part that is no such word
 * (a token, a reference, a file's name) stays as it is
 * @returns for the path of a URL, percent-encoded as it came, the path of its page: one slash between parts, none at the end
 */
export function canonicalPaths(paths: Iterable<string>): (path: string) => string {
  const words = new Set([...paths].flatMap((path) => path.split("/")).filter((part) => !/^(:.*|[*]?)$/.test(part)));
  const canonicalPart = (part: string) => {
    const word = decodePart(part).toLowerCase();
    // Remix asks for the data of a page by its path and this ending.
    return words.has(word.replace(/[.]data$/, "")) ? word : part;
  };
  return (path) => `/${path.split("/").filter(Boolean).map(canonicalPart).join("/")}`;
}

/**
 * A path with "-" in place of each part that can't be one of ours. Ids, tokens, names of pages and files hold letters,
 * digits, ".", "_" and "-", 200 at most; no row and no page is called "-". So a screen says of any nonsense what it says of
 * a wrong link, and none of it reaches a query, a header or what the framework writes past the log.
 */
export const withPossibleParts = (path: string): string =>
  path
    .split("/")
    // Remix asks for the data of a page by its path and this ending.
    .map((part) => (/^[\w.-]{0,200}$/.test(decodePart(part)) ? part : part.endsWith(".data") ? "-.data" : "-"))
    .join("/");

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not a percent-encoded text: then it is no word of the site's either.
    return part;
  }
}

/** Whether a path is written in characters: what is not, is no address of this site. */
export function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * A query without Remix's older way to ask for a page's data: no page of ours uses it, and each use is logged as a failure.
 * @param search as in a URL, with its ?
 */
export function withoutDataParam(search: string): string {
  const params = new URLSearchParams(search);
  if (!params.has("_data")) return search;
  params.delete("_data");
  return params.size > 0 ? `?${params.toString()}` : "";
}
