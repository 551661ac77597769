import { cacheSecondsHeader } from "~/platform/http/page-cache/page-cache.server";

/**
 * What a help page says about being kept; the front door adds the security headers of pages that stand alone.
 * - `no-store`: a browser on a shared machine writes nothing to its disk. The price, a new request for each visit, is
 *   one of a few kilobytes.
 * - `CDN-Cache-Control` (RFC 9213): a shared cache in front of the site, which belongs to the site and not to the
 *   reader's machine, may keep a page for a minute.
 * @param url filtered lists are not kept in the server's memory, as there is no end to their addresses
 */
export function helpHeaders(url: string): Record<string, string> {
  const hasNoQuery = new URL(url).search === "";
  return {
    "Cache-Control": "no-store",
    "CDN-Cache-Control": "public, max-age=60",
    ...(hasNoQuery ? { [cacheSecondsHeader]: "60" } : {}),
  };
}
