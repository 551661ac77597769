import { cacheSecondsHeader } from "./page-cache.server";

/** The headers of a public page, the same for everybody, that may be kept for some seconds: here, in browsers (a minute at most) and by a CDN. */
export const cacheFor = (seconds: number): Record<string, string> => ({
  [cacheSecondsHeader]: String(seconds),
  "Cache-Control": `public, max-age=${Math.min(60, seconds)}, s-maxage=${seconds}`,
});
