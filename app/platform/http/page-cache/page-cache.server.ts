import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { sha256 } from "../../sha256.server";

type Encoding = "br" | "gzip" | "identity";
type CachedPage = {
  freshUntil: number;
  etag: string;
  bodies: Record<Encoding, Buffer>;
  /** Names and values in turn, as `writeHead` takes them. */
  headers: Record<Encoding, string[]>;
  notModifiedHeaders: string[];
};

/** The response header by which a screen says for how many seconds its page may be kept here. It never leaves the site. */
export const cacheSecondsHeader = "x-keep-page";

const uncachedHeaders = new Set([
  cacheSecondsHeader,
  "content-length",
  "content-encoding",
  "content-type",
  "transfer-encoding",
  "etag",
  "vary",
  "date",
  "connection",
  "x-request-id",
]);

const acceptsBrotli = /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;
const acceptsGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;

/** The smallest form that a browser takes: q=0 means "not this one" (RFC 9110, 12.5.3). */
const bestEncoding = (accepted: string): Encoding =>
  acceptsBrotli.test(accepted) ? "br" : acceptsGzip.test(accepted) ? "gzip" : "identity";

/** Whether a visitor has this very page. A proxy that compresses makes our tag a weak one: W/"…" (RFC 9110, 13.1.2). */
function matchesEtag(tags: string | undefined, etag: string): boolean {
  if (tags === undefined || tags === etag) return tags === etag;
  return tags.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}

/**
 * Whole public pages as bytes that are ready to send, each in three encodings. A page that has gone stale is sent as
 * it is while a fresh one is made behind it, so no visitor ever waits for a page that another one asked for.
 * @param render makes the page of a path anew
 * @param options maxPages: beyond it the longest-kept page leaves. now: milliseconds, for tests.
 */
export function createPageCache(
  render: (path: string) => Promise<Response>,
  { maxPages = 300, now = Date.now }: { maxPages?: number; now?: () => number } = {},
) {
  const pages = new Map<string, CachedPage>();
  const refreshing = new Set<string>();
  /** Counts what pages are made of: a page that was begun before a change is not kept after it. */
  let epoch = 0;

  /** Keeps a response if its screen allows it. The caller's response stays unread. */
  async function store(path: string, response: Response, madeIn = epoch): Promise<void> {
    // What was taken off the site is not shown from here either.
    if (madeIn === epoch && (response.status === 404 || response.status === 410)) pages.delete(path);
    const seconds = Number(response.headers.get(cacheSecondsHeader) ?? 0);
    if (response.status !== 200 || !(seconds > 0) || response.headers.has("set-cookie")) return;
    const body = Buffer.from(await response.arrayBuffer());
    const bodies: CachedPage["bodies"] = {
      identity: body,
      gzip: await promisify(gzip)(body, { level: 9 }),
      br: await promisify(brotliCompress)(body, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
      }),
    };
    const etag = `"${sha256(body).slice(0, 22)}"`;
    const shared = [
      "content-type",
      response.headers.get("content-type") ?? "text/html; charset=utf-8",
      "etag",
      etag,
      "vary",
      "accept-encoding",
    ];
    for (const [name, value] of response.headers) if (!uncachedHeaders.has(name)) shared.push(name, value);
    const headersOf = (encoding: Encoding) => [
      ...shared,
      "content-length",
      String(bodies[encoding].length),
      ...(encoding === "identity" ? [] : ["content-encoding", encoding]),
    ];
    if (madeIn !== epoch) return;
    pages.delete(path);
    if (pages.size >= maxPages)
      for (const [oldest] of pages) {
        pages.delete(oldest);
        break;
      }
    pages.set(path, {
      freshUntil: now() + seconds * 1000,
      etag,
      bodies,
      headers: { br: headersOf("br"), gzip: headersOf("gzip"), identity: headersOf("identity") },
      notModifiedHeaders: shared,
    });
  }

  /** Makes the page of a path anew, once at a time. A failure leaves the kept page where it is. */
  async function refresh(path: string): Promise<void> {
    if (refreshing.has(path)) return;
    refreshing.add(path);
    try {
      const madeIn = epoch;
      await store(path, await render(path), madeIn);
    } catch {
      // The page is made again at the next request; the failure itself is logged where it happened.
    } finally {
      refreshing.delete(path);
    }
  }

  return {
    store,
    refresh,
    /** Forgets everything: what the pages are made of has changed. */
    clear: () => pages.clear(),
    /** Forgets pages of which something has changed, and makes them anew. Ends once they are. */
    async replace(paths: readonly string[]): Promise<void> {
      epoch++;
      for (const path of paths) pages.delete(path);
      await Promise.all(paths.map(refresh));
    },
    /** Sends a kept page. Returns false, having done nothing, if there is none. */
    respond(request: IncomingMessage, response: ServerResponse): boolean {
      const page = pages.get(request.url ?? "");
      if (!page || (request.method !== "GET" && request.method !== "HEAD")) return false;
      if (page.freshUntil < now()) void refresh(request.url ?? "");
      const encoding = bestEncoding(request.headers["accept-encoding"] ?? "");
      if (matchesEtag(request.headers["if-none-match"], page.etag)) {
        response.writeHead(304, page.notModifiedHeaders).end();
        return true;
      }
      response.writeHead(200, page.headers[encoding]);
      response.end(request.method === "HEAD" ? undefined : page.bodies[encoding]);
      return true;
    },
  };
}

export type PageCache = ReturnType<typeof createPageCache>;
