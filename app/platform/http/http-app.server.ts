import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono, type Context } from "hono";
import { compress } from "hono/compress";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import type { Config } from "../config/config.server";
import { limitBodies, type BodyLimit } from "./body-limits.server";
import { isDecodable, withoutDataParam, withPossibleParts } from "./canonical-path.server";
import { clientIp } from "./client-ip.server";
import { newId, newToken } from "../ids.server";
import { log, logError } from "../log.server";
import { createPageCache, cacheSecondsHeader, type PageCache } from "./page-cache/page-cache.server";
import { fallbackPage, type FallbackNumber } from "./fallback-page.server";
import { createFailureNote, outagePage, raceOutage, readFormFields } from "./outage.server";
import type { securityHeaders } from "./security-headers.server";
import { webhookHandler, type ReceiveWebhook } from "./webhook-handler.server";

type HttpAppEnv = { Bindings: HttpBindings; Variables: { secureHeadersNonce?: string; ip: string } };

/** Names one of the sets of security headers. */
export type HeaderPolicy = keyof ReturnType<typeof securityHeaders>;

export type HttpAppOptions = {
  config: Pick<Config, "baseUrl" | "mode" | "trustedProxies">;
  headers: ReturnType<typeof securityHeaders>;
  /** Which of the headers the answers of a path carry. */
  headersFor: (path: string) => HeaderPolicy;
  /** The one spelling of a path: see `canonicalPaths`. */
  canonicalPath: (path: string) => string;
  /** Forms that may be larger than a form of words. */
  bodyLimits: readonly BodyLimit[];
  /** Whom to call, on pages that are sent where no screen answers. */
  urgentNumbers: readonly FallbackNumber[];
  /** Renders a screen. */
  renderScreen: (request: Request, context: { nonce?: string; ip: string; onFailure: (error: unknown) => void }) => Promise<Response>;
  /** Folder of built files, or null when something else serves them. */
  staticDir: string | null;
  /** Serves the files of a site that is being written. */
  devMiddleware: ((request: IncomingMessage, response: ServerResponse, next: () => void) => void) | null;
  /** Whether pages that may be kept are. Not while they are being written. */
  cachePages: boolean;
  /** Who takes the raw webhook bodies that come to an address. */
  webhooks: Record<string, ReceiveWebhook>;
  readinessChecks: () => Promise<Record<string, boolean>>;
  /** Whether what a form asks for can be done now; answers within three seconds. */
  isAcceptingForms: () => Promise<boolean>;
  /** Whether an address takes forms from senders that are no browsers: a long token in it is all that they need to know. */
  acceptsPostsWithoutOrigin: (path: string) => boolean;
};

/** Longer than proxies keep a connection that is idle (Caddy two minutes): a form sent over one that this end just closed would be lost. */
const keepAliveMs = 130_000;
/** Half of what Docker gives a process to stop. */
const maxStopMs = 5000;
/** The path without what only its visitor may know: long or coded parts are left out of the log. */
const redactPath = (path: string): string =>
  path
    .split("/")
    .map((part) => (part.length > 24 || /%|@/.test(part) ? ":private" : part))
    .join("/");

/**
 * The site's HTTP side: kept pages and webhooks first, then health, files and screens, each with its limits and headers.
 * @returns a server that is not listening yet, its page cache, and what closes it
 */
export function createHttpApp(options: HttpAppOptions): { server: Server; pages: PageCache; close: () => Promise<void> } {
  const app = new Hono<HttpAppEnv>();
  const ownUrl = new URL(options.config.baseUrl);
  // Only this process knows it: a visitor can't ask for what is meant for the cache.
  const cacheRefreshSecret = newToken();
  const pages = createPageCache(async (path) =>
    app.request(`${options.config.baseUrl}${path}`, { headers: { "x-for-the-cache": cacheRefreshSecret } }),
  );
  const errorPage = (c: Context, status: 400 | 403 | 411 | 413 | 500, title: string, message: string) =>
    c.html(fallbackPage(title, message, options.urgentNumbers), status);

  // A page that may be kept is made once more, whole and uncompressed, behind the visitor who was first to ask.
  app.use(async (c, next) => {
    await next();
    if (!c.res.headers.has(cacheSecondsHeader)) return;
    // What is kept is sent to many, so no nonce of one answer is part of it.
    const policy = c.res.headers.get("content-security-policy");
    if (policy) c.header("content-security-policy", policy.replace(/ 'nonce-[^']*'/g, ""));
    if (c.req.header("x-for-the-cache") === cacheRefreshSecret) return;
    c.header(cacheSecondsHeader, undefined);
    if (options.cachePages && c.req.method === "GET" && !c.req.url.includes("?")) setImmediate(() => void pages.refresh(c.req.path));
  });

  app.use(async (c, next) => {
    const startedAt = performance.now();
    const requestId = newId();
    c.set("ip", c.env?.incoming ? clientIp(c.env.incoming, options.config.trustedProxies) : "");
    await next();
    c.header("x-request-id", requestId);
    log.info(
      {
        request: requestId,
        method: c.req.method,
        path: redactPath(c.req.path),
        status: c.res.status,
        ms: Math.round(performance.now() - startedAt),
      },
      "answered",
    );
  });

  app.get("/healthz", (c) => c.text("alive"));
  app.get("/readyz", async (c) => {
    const checks = await options.readinessChecks();
    return c.json(checks, Object.values(checks).every(Boolean) ? 200 : 503, { "cache-control": "no-store" });
  });

  app.use((c, next) => options.headers[options.headersFor(options.canonicalPath(new URL(c.req.url).pathname))](c, next));

  // For the public: up or not, and nothing more.
  app.get("/status", async (c) => {
    const isUp = await options.isAcceptingForms();
    const [title, message] = isUp
      ? ["This site is up", "Donations, sponsorships and forms work."]
      : ["This site is only half up", "Donations, sponsorships and forms do not work just now. The pages of help do."];
    return c.html(fallbackPage(title, message, options.urgentNumbers), isUp ? 200 : 503, { "cache-control": "no-store" });
  });

  app.use((c, next) => {
    // No address of this site holds U+0000, which PostgreSQL takes in no text, or signs that stand for no character.
    if (c.req.url.includes("%00") || !isDecodable(new URL(c.req.url).pathname))
      return Promise.resolve(errorPage(c, 400, "This page is not here", "Check the address, or start from the home page."));
    const { pathname, search } = new URL(c.req.url);
    const canonical = options.canonicalPath(pathname);
    if (canonical === pathname || (c.req.method !== "GET" && c.req.method !== "HEAD")) return next();
    return Promise.resolve(c.redirect(canonical + search, 301));
  });

  if (options.staticDir) {
    app.use(
      "/assets/*",
      serveStatic({
        root: options.staticDir,
        precompressed: true,
        onFound: (_path, c) => c.header("Cache-Control", "public, max-age=31536000, immutable"),
      }),
    );
    app.use(
      serveStatic({
        root: options.staticDir,
        precompressed: true,
        onFound: (_path, c) => c.header("Cache-Control", "public, max-age=3600"),
      }),
    );
  }

  const isTrialOrigin = (origin: string | undefined, c: Context) => options.config.mode !== "live" && origin === new URL(c.req.url).origin;
  const rejectForgedPosts = csrf({
    origin: (origin, c) => origin === ownUrl.origin || isTrialOrigin(origin, c),
  });
  // A mail program's own button posts without an origin and without cookies, which no browser does for another site's page.
  const isNotBrowser = (c: Context) => !["origin", "cookie", "sec-fetch-site"].some((name) => c.req.header(name) !== undefined);
  app.use((c, next) => (options.acceptsPostsWithoutOrigin(c.req.path) && isNotBrowser(c) ? next() : rejectForgedPosts(c, next)));
  app.use(limitBodies(options.bodyLimits, errorPage));
  const isForm = (c: Context) => !["GET", "HEAD", "OPTIONS"].includes(c.req.method);
  // Asked before the form is handed on: so it is true that nothing was taken.
  app.use(async (c, next) => {
    if (!isForm(c) || (await options.isAcceptingForms())) return next();
    return outagePage(c, options.urgentNumbers, (await readFormFields(c))?.fields ?? null, false);
  });
  app.use(compress());

  /** The request as if it had come to the configured address: Remix compares the origin of a form with its Host. */
  const toOwnRequest = (c: Context, text: string | undefined): Request => {
    const { pathname, search } = new URL(c.req.url);
    const { method, signal } = c.req.raw;
    const body = text ?? c.req.raw.body;
    const headers = new Headers(c.req.raw.headers);
    headers.set("host", ownUrl.host);
    headers.delete("x-forwarded-host");
    if (isTrialOrigin(c.req.header("origin"), c)) headers.set("origin", ownUrl.origin);
    return new Request(`${ownUrl.origin}${withPossibleParts(pathname)}${withoutDataParam(search)}`, {
      method,
      headers,
      signal,
      ...(body && { body, duplex: "half" }),
    });
  };
  app.all("*", async (c) => {
    const form = await readFormFields(c);
    const { onFailure, isDatabaseFailure } = createFailureNote();
    const rendered = options.renderScreen(toOwnRequest(c, form?.body), { nonce: c.get("secureHeadersNonce"), ip: c.get("ip"), onFailure });
    // Pages of help need no database; other pages can do without it for a while.
    if (options.headersFor(c.req.path) === "standalone") return await rendered;
    const answer = await raceOutage(rendered, options.isAcceptingForms, { isPage: !isForm(c) });
    if (answer !== "outage" && !(answer.status >= 500 && isDatabaseFailure())) return answer;
    return outagePage(c, options.urgentNumbers, form?.fields ?? null, true);
  });

  app.onError((error, c) => {
    if (error instanceof HTTPException) {
      if (error.status === 403)
        return errorPage(
          c,
          403,
          "This form came from somewhere else",
          "Nothing was saved, and no money was taken. Open the page on this site and send the form from there.",
        );
      return error.getResponse();
    }
    logError("http-app", error);
    return errorPage(c, 500, "Something went wrong on our side", "Nothing that you sent was half-done. Please try again in a few minutes.");
  });
  // Proxies may leave the Host out, or write their own: it is used for nothing but the trial site's other name.
  const listener = getRequestListener(app.fetch, { hostname: ownUrl.host });
  const webhookHandlers = Object.entries(options.webhooks).map(([path, receive]) =>
    webhookHandler(path, receive, options.isAcceptingForms),
  );
  let stopping = false;
  const server = createServer({ requireHostHeader: false }, (request: IncomingMessage, response) => {
    if (stopping) response.setHeader("connection", "close");
    if (pages.respond(request, response) || webhookHandlers.some((handle) => handle(request, response))) return;
    if (options.devMiddleware) options.devMiddleware(request, response, () => void listener(request, response));
    else void listener(request, response);
  });
  server.keepAliveTimeout = keepAliveMs;
  /** Takes no new connection, lets requests in flight finish, and after five seconds breaks off those that did not. */
  const close = async () => {
    stopping = true;
    const closed = new Promise<void>((done) => void server.close(() => done()));
    // A connection that is idle now and then, as those of webhook senders are, is closed as soon as it is.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const limit = setTimeout(() => server.closeAllConnections(), maxStopMs);
    await closed;
    clearInterval(idle);
    clearTimeout(limit);
  };
  return { server, pages, close };
}
