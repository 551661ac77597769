import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import type { Config } from "~/platform/config.server";
import type { UrgentNumber } from "~/platform/ui/site";
import { clientAddress } from "./client-address.server";
import { log, reportFailure } from "./log.server";
import { createPageCache, keepHeader, type PageCache } from "./page-cache.server";
import { plainPage } from "./plain-page.server";
import type { securityHeaders } from "./security-headers.server";
import { webhookDoor, type TakeWebhook } from "./webhook-door.server";

type Env = { Bindings: HttpBindings; Variables: { secureHeadersNonce?: string; address: string } };

export type FrontDoorParts = {
  config: Pick<Config, "baseUrl" | "mode" | "trustedProxies">;
  headers: ReturnType<typeof securityHeaders>;
  urgent: readonly UrgentNumber[];
  /** Renders a screen. */
  screen: (request: Request, context: { nonce?: string; address: string }) => Promise<Response>;
  /** Folder of built files, or null when something else serves them. */
  files: string | null;
  /** Serves the files of a site that is being written. */
  devFiles: ((request: IncomingMessage, response: ServerResponse, next: () => void) => void) | null;
  /** Whether pages that may be kept are. Not while they are being written. */
  keepPages: boolean;
  /** Who takes the raw webhook bodies that come to an address. */
  webhooks: Record<string, TakeWebhook>;
  ready: () => Promise<Record<string, boolean>>;
  /** Whether what a form asks for can be done now; answers within three seconds. */
  takesForms: () => Promise<boolean>;
  /** Whether an address belongs to the pages that stand alone. */
  standsAlone: (path: string) => boolean;
  /** Whether an address takes forms from senders that are no browsers: a long token in it is all that they need to know. */
  takesFormsFromAnywhere: (path: string) => boolean;
};

const formBytes = 64 * 1024;
/** The one form that a picture is sent with. */
const pictureBytes = 15 * 1024 * 1024 + formBytes;
const takesPictures = /^\/desk\/newsletter\/pictures$/;
/** The one form that a list is sent with; its screen reads it piece by piece. */
const listBytes = 50 * 1024 * 1024 + formBytes;
const takesLists = /^\/desk\/newsletter\/lists$/;

/** The path without what only its visitor may know: long or coded parts are left out of the log. */
const loggedPath = (path: string): string =>
  path
    .split("/")
    .map((part) => (part.length > 24 || /%|@/.test(part) ? ":private" : part))
    .join("/");

/**
 * The site's HTTP side: kept pages and webhooks first, then health, files and screens, each with its limits and headers.
 * @returns a server that is not listening yet, and its page cache
 */
export function createFrontDoor(parts: FrontDoorParts): { server: Server; pages: PageCache } {
  const app = new Hono<Env>();
  // Only this process knows it: a visitor can't ask for what is meant for the cache.
  const forTheCache = randomUUID();
  const pages = createPageCache(async (path) =>
    app.request(`${parts.config.baseUrl}${path}`, { headers: { "x-for-the-cache": forTheCache } }),
  );
  const page = (c: Context, status: 403 | 411 | 413 | 500 | 503, title: string, words: string) =>
    c.html(plainPage(title, words, parts.urgent), status);

  // A page that may be kept is made once more, whole and uncompressed, behind the visitor who was first to ask.
  app.use(async (c, next) => {
    await next();
    if (!c.res.headers.has(keepHeader)) return;
    // What is kept is sent to many, so no nonce of one answer is part of it.
    const policy = c.res.headers.get("content-security-policy");
    if (policy) c.header("content-security-policy", policy.replace(/ 'nonce-[^']*'/g, ""));
    if (c.req.header("x-for-the-cache") === forTheCache) return;
    c.header(keepHeader, undefined);
    if (parts.keepPages && c.req.method === "GET" && !c.req.url.includes("?")) setImmediate(() => void pages.refresh(c.req.path));
  });

  app.use(async (c, next) => {
    const started = performance.now();
    const request = randomUUID();
    c.set("address", c.env?.incoming ? clientAddress(c.env.incoming, parts.config.trustedProxies) : "");
    await next();
    c.header("x-request-id", request);
    log.info(
      { request, method: c.req.method, path: loggedPath(c.req.path), status: c.res.status, ms: Math.round(performance.now() - started) },
      "answered",
    );
  });

  app.get("/healthz", (c) => c.text("alive"));
  app.get("/readyz", async (c) => {
    const parted = await parts.ready();
    return c.json(parted, Object.values(parted).every(Boolean) ? 200 : 503, { "cache-control": "no-store" });
  });

  app.use((c, next) => {
    const { path } = c.req;
    if (parts.standsAlone(path)) return parts.headers.alone(c, next);
    if (/^\/desk\/newsletter\/[\w-]+\/letter$/.test(path)) return parts.headers.letter(c, next);
    if (path.startsWith("/newsletter/pictures/")) return parts.headers.picture(c, next);
    return parts.headers.site(c, next);
  });

  if (parts.files) {
    app.use(
      "/assets/*",
      serveStatic({
        root: parts.files,
        precompressed: true,
        onFound: (_path, c) => c.header("Cache-Control", "public, max-age=31536000, immutable"),
      }),
    );
    app.use(
      serveStatic({ root: parts.files, precompressed: true, onFound: (_path, c) => c.header("Cache-Control", "public, max-age=3600") }),
    );
  }

  const ownOrigin = new URL(parts.config.baseUrl).origin;
  const forged = csrf({
    origin: (origin, c) => origin === ownOrigin || (parts.config.mode !== "live" && origin === new URL(c.req.url).origin),
  });
  // A mail program's own button posts without an origin and without cookies, which no browser does for another site's page.
  const isNoBrowser = (c: Context) => !["origin", "cookie", "sec-fetch-site"].some((name) => c.req.header(name) !== undefined);
  app.use((c, next) => (parts.takesFormsFromAnywhere(c.req.path) && isNoBrowser(c) ? next() : forged(c, next)));
  const limitTo = (maxSize: number, words: string) =>
    bodyLimit({ maxSize, onError: (c) => page(c, 413, "That is more than this form can take", `Nothing was kept or taken. ${words}`) });
  const ofForms = limitTo(formBytes, "Go back, shorten what you wrote, and send it again.");
  const ofPictures = limitTo(pictureBytes, "Go back, make the picture smaller, and send it again.");
  const ofLists = limitTo(listBytes, "A list may have 50 MB. Go back, and send it in two files or more.");
  app.use((c, next) => {
    if (!takesLists.test(c.req.path)) return (takesPictures.test(c.req.path) ? ofPictures : ofForms)(c, next);
    // A body that does not say how long it is would be held whole to be measured.
    if (c.req.raw.body && c.req.header("content-length") === undefined)
      return Promise.resolve(
        page(c, 411, "Send the file from the page", "Nothing was kept or taken. Open the page on this site and choose the file there."),
      );
    return ofLists(c, next);
  });
  // Asked before the form is handed on: so it is true that nothing was taken.
  app.use(async (c, next) => {
    if (["GET", "HEAD", "OPTIONS"].includes(c.req.method) || (await parts.takesForms())) return next();
    c.header("retry-after", "60");
    return page(
      c,
      503,
      "We can’t take this right now",
      "Nothing was kept or taken. Go back in your browser: what you wrote is still there. Please send it again in a few minutes.",
    );
  });
  app.use(compress());

  app.all("*", (c) => parts.screen(c.req.raw, { nonce: c.get("secureHeadersNonce"), address: c.get("address") }));

  app.onError((error, c) => {
    if (error instanceof HTTPException) {
      if (error.status === 403)
        return page(
          c,
          403,
          "This form came from somewhere else",
          "Nothing was kept or taken. Open the page on this site and send the form from there.",
        );
      return error.getResponse();
    }
    reportFailure("front-door", error);
    return page(c, 500, "Something went wrong on our side", "Nothing that you sent was half-done. Please try again in a few minutes.");
  });
  const listener = getRequestListener(app.fetch);
  const webhookDoors = Object.entries(parts.webhooks).map(([path, take]) => webhookDoor(path, take));
  const server = createServer((request: IncomingMessage, response) => {
    if (pages.answer(request, response) || webhookDoors.some((door) => door(request, response))) return;
    if (parts.devFiles) parts.devFiles(request, response, () => void listener(request, response));
    else void listener(request, response);
  });
  return { server, pages };
}
