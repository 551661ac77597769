import { createHttpApp } from "~/platform/http/http-app.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { securityHeaders } from "~/platform/http/security-headers.server";

/** The front door with screens of its own making: what it promises whatever stands behind it. */
export const urgentNumbers = [{ name: "Emergency", shown: "999", href: "tel:999", serves: "Anyone" }];
export const seen: { url: string; body: string; ip: string; nonce?: string }[] = [];
/** How the parts behind the door are, and how often a page was rendered. */
export const behind = {
  renders: 0,
  blockedRender: null as Promise<void> | null,
  isAcceptingForms: true,
  screenFailure: null as unknown,
  webhookHolds: null as Promise<never> | null,
  ready: { database: true, migrations: true, worker: true },
  baseUrl: "",
};

export type ScreenContext = { ip: string; nonce?: string; onFailure: (error: unknown) => void };

export async function renderScreen(request: Request, { onFailure, ...context }: ScreenContext): Promise<Response> {
  const { pathname } = new URL(request.url);
  seen.push({ url: request.url, body: request.method === "POST" ? await request.text() : "", ...context });
  if (pathname === "/failing") {
    onFailure(behind.screenFailure);
    return new Response("the screen’s own page", { status: 500 });
  }
  if (pathname === "/kept")
    return new Response(`<p>${++behind.renders}</p>`, { headers: { "content-type": "text/html", ...cacheFor(60) } });
  if (pathname === "/held") {
    await behind.blockedRender;
    return new Response("let go");
  }
  if (pathname === "/broken") throw new Error("ada@example.org broke it");
  return new Response("<p>screen</p>", { headers: { "content-type": "text/html" } });
}

export const { server, pages } = createHttpApp({
  config: { baseUrl: "https://www.example.org", mode: "live", trustedProxies: 1 },
  headers: securityHeaders({
    styleHashes: ["'sha256-style'"],
    scriptHashes: ["'sha256-script'"],
    formActions: ["https://checkout.stripe.com"],
    https: true,
  }),
  urgentNumbers,
  renderScreen,
  staticDir: null,
  devMiddleware: null,
  cachePages: true,
  webhooks: {
    "/webhooks/stripe": async (rawBody, header) => ({ status: header("stripe-signature") ? 200 : 401, message: String(rawBody.length) }),
    "/webhooks/slow": async () => await (behind.webhookHolds ?? Promise.reject(new Error("nothing is held"))),
  },
  readinessChecks: async () => behind.ready,
  isAcceptingForms: async () => behind.isAcceptingForms,
  headersFor: (path) => (path === "/help" || path.startsWith("/help/") ? "standalone" : path.startsWith("/pictures/") ? "image" : "site"),
  canonicalPath: (path) => path,
  bodyLimits: [
    { path: "/upload", maxFileBytes: 200_000, advice: "Make it smaller." },
    { path: "/streamed", maxFileBytes: 300_000, advice: "Send two.", isStreamed: true },
  ],
  acceptsPostsWithoutOrigin: (path) => path.startsWith("/leave/"),
});

export const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  fetch(behind.baseUrl + path, {
    method: "POST",
    body: body as BodyInit,
    headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://www.example.org", ...headers },
  });
