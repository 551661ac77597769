import { once } from "node:events";
import { request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { parse } from "node-html-parser";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createHttpApp } from "~/platform/http/http-app.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { securityHeaders } from "~/platform/http/security-headers.server";

/** The front door with screens of its own making: what it promises whatever stands behind it. */
const urgentNumbers = [{ name: "Emergency", shown: "999", href: "tel:999", serves: "Anyone" }];
const seen: { url: string; body: string; ip: string; nonce?: string }[] = [];
let renders = 0;
let blockedRender: Promise<void> | null = null;
let isAcceptingForms = true;
let screenFailure: unknown = null;
let webhookHolds: Promise<never> | null = null;
let ready = { database: true, migrations: true, worker: true };

type ScreenContext = { ip: string; nonce?: string; onFailure: (error: unknown) => void };

async function renderScreen(request: Request, { onFailure, ...context }: ScreenContext): Promise<Response> {
  const { pathname } = new URL(request.url);
  seen.push({ url: request.url, body: request.method === "POST" ? await request.text() : "", ...context });
  if (pathname === "/failing") {
    onFailure(screenFailure);
    return new Response("the screen’s own page", { status: 500 });
  }
  if (pathname === "/kept") return new Response(`<p>${++renders}</p>`, { headers: { "content-type": "text/html", ...cacheFor(60) } });
  if (pathname === "/held") {
    await blockedRender;
    return new Response("let go");
  }
  if (pathname === "/broken") throw new Error("ada@example.org broke it");
  return new Response("<p>screen</p>", { headers: { "content-type": "text/html" } });
}

const { server, pages } = createHttpApp({
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
    "/webhooks/slow": async () => await (webhookHolds ?? Promise.reject(new Error("nothing is held"))),
  },
  readinessChecks: async () => ready,
  isAcceptingForms: async () => isAcceptingForms,
  headersFor: (path) => (path === "/help" || path.startsWith("/help/") ? "standalone" : path.startsWith("/pictures/") ? "image" : "site"),
  canonicalPath: (path) => path,
  bodyLimits: [
    { path: "/upload", maxFileBytes: 200_000, advice: "Make it smaller." },
    { path: "/streamed", maxFileBytes: 300_000, advice: "Send two.", isStreamed: true },
  ],
  acceptsPostsWithoutOrigin: (path) => path.startsWith("/leave/"),
});

let baseUrl: string;
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  seen.length = 0;
  pages.clear();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  fetch(baseUrl + path, {
    method: "POST",
    body: body as BodyInit,
    headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://www.example.org", ...headers },
  });

describe("headers", () => {
  it("are on every answer, allow no inline script but by nonce or hash, and name Stripe's page for forms", async () => {
    const { headers } = await fetch(`${baseUrl}/donate`);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'sha256-script'/);
    expect(policy).not.toContain("unsafe-inline");
    expect(policy).toContain("form-action 'self' https://checkout.stripe.com");
    expect(headers.get("strict-transport-security")).toContain("max-age=63072000");
    expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
  });

  it("differ from answer to answer in their nonce, which the screen is told", async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => /nonce-([^']+)/.exec((await fetch(`${baseUrl}/donate`)).headers.get("content-security-policy") ?? "")?.[1]),
    );
    expect(new Set(nonces).size).toBe(2);
    expect(seen.map(({ nonce }) => nonce).toSorted((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1))).toEqual(
      nonces.toSorted((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1)),
    );
  });

  it("let pages that stand alone tell no one where their reader came from, and run only the known script", async () => {
    const { headers } = await fetch(`${baseUrl}/help/rights`);
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).toContain("script-src 'sha256-script'");
    expect(headers.get("content-security-policy")).not.toContain("nonce");
    expect((await fetch(`${baseUrl}/helpless`)).headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
    expect((await fetch(`${baseUrl}/pictures/1`)).headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  });
});

describe("forms", () => {
  it("from this site pass, and the screen learns the visitor's address", async () => {
    expect((await post("/donate", "amount=5", { "x-forwarded-for": "198.51.100.9, 203.0.113.7" })).status).toBe(200);
    expect(seen).toMatchObject([{ body: "amount=5", ip: "203.0.113.7" }]);
  });

  it.each([
    ["another site", "https://evil.example"],
    ["nowhere", "null"],
    ["this site without https", "http://www.example.org"],
  ])("from %s are refused in words, before any screen", async (_, origin) => {
    const answer = await post("/donate", "amount=5", { origin });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("Nothing was kept or taken");
    expect(seen).toEqual([]);
  });

  it("from a mail program pass at the addresses that say so, and only from what is no browser", async () => {
    const oneClick = (path: string, headers: Record<string, string> = {}) =>
      fetch(baseUrl + path, {
        method: "POST",
        body: "List-Unsubscribe=One-Click",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      });
    expect((await oneClick("/leave/token")).status).toBe(200);
    expect(seen).toMatchObject([{ body: "List-Unsubscribe=One-Click" }]);
    expect((await oneClick("/donate")).status).toBe(403);
    expect((await oneClick("/leave", {})).status).toBe(403);
    for (const [name, value] of [
      ["origin", "https://evil.example"],
      ["origin", "null"],
      ["cookie", "a=b"],
    ] as const)
      expect([name, (await oneClick("/leave/token", { [name]: value })).status]).toEqual([name, 403]);
    expect((await oneClick("/leave/token", { origin: "https://www.example.org", cookie: "a=b" })).status).toBe(200);
    expect(seen).toHaveLength(2);
  });

  it("that are too large are refused in words, also when they do not say how large they are", async () => {
    const large = "message=" + "x".repeat(70_000);
    const answer = await post("/donate", large);
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain("tel:999");
    const chunked = await fetch(`${baseUrl}/donate`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://www.example.org" },
      body: new Blob([large]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(chunked.status).toBe(413);
  });
});

describe("forms that files are sent with", () => {
  /** Sends a form over a connection of its own: the site may close that of a form which it leaves unread. */
  const postFile = (path: string, bytes: number, headers: Record<string, string | number> = { "content-length": bytes }) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const request = ask(baseUrl + path, {
        method: "POST",
        agent: false,
        headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://www.example.org", ...headers },
      });
      request.on("error", reject);
      request.on("response", (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      request.end("x".repeat(bytes));
    });

  it("may be as large as their path says, and no other path's may", async () => {
    expect((await postFile("/upload", 100_000)).status).toBe(200);
    expect((await postFile("/streamed", 100_000)).status).toBe(200);
    expect((await postFile("/upload/more", 100_000)).status).toBe(413);
    expect(await postFile("/upload", 300_000)).toEqual({
      status: 413,
      text: expect.stringContaining("Nothing was kept or taken. Make it smaller."),
    });
  });

  it("say how long they are where they are read as they arrive", async () => {
    expect((await postFile("/upload", 1, { "transfer-encoding": "chunked" })).status).toBe(200);
    expect((await postFile("/streamed", 1, { "transfer-encoding": "chunked" })).status).toBe(411);
  });
});

describe("webhooks", () => {
  it("arrive as the bytes that were sent, from anywhere, without the forms' rules", async () => {
    const bytes = gzipSync("not text at all");
    const answer = await post("/webhooks/stripe", bytes, { origin: "https://stripe.example", "stripe-signature": "t=1" });
    expect([answer.status, await answer.text()]).toEqual([200, String(bytes.length)]);
  });

  it("of 2 MB are refused, unsigned ones too", async () => {
    expect((await post("/webhooks/stripe", "x".repeat(2_000_000), { "stripe-signature": "t=1" })).status).toBe(413);
    expect((await post("/webhooks/stripe", "{}")).status).toBe(401);
  });
});

describe("failures", () => {
  it("of a screen answer 500 with the numbers, and say nothing of what went wrong", async () => {
    const answer = await fetch(`${baseUrl}/broken`);
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).toContain('<a href="tel:999">999</a>');
    expect(text).not.toMatch(/ada@|at .*\.ts|Error/);
  });
});

describe("a database that does not answer", () => {
  it("leaves forms untouched, says that nothing was taken, and shows pages as ever", async () => {
    isAcceptingForms = false;
    const post = {
      method: "POST",
      body: "name=ada",
      headers: { origin: "https://www.example.org", "content-type": "application/x-www-form-urlencoded" },
    };
    const answer = await fetch(`${baseUrl}/form`, post);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(await answer.text()).toMatch(/Nothing was kept or taken\. .*send it again.*<a href="tel:999">999<\/a>/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(seen).toEqual([]);
    expect((await fetch(`${baseUrl}/form`)).status).toBe(200);
    isAcceptingForms = true;
    expect((await fetch(`${baseUrl}/form`, post)).status).toBe(200);
  });

  /** The fields of the page's own form, as a browser sends them again. */
  const fieldsToSendAgain = (html: string): [string, string][] => {
    const form = parse(html).querySelector('form[method="post"]');
    return (form?.querySelectorAll("input") ?? []).map((input) => [input.getAttribute("name") ?? "", input.getAttribute("value") ?? ""]);
  };
  const typed: [string, string][] = [
    ["name", `Ada "A" <b>&amp; O’Neill`],
    ["words", "two\nlines"],
    ["topic", "news"],
    ["topic", "events"],
  ];

  it("keeps what was typed on the page that says so, to be sent again to the same address", async () => {
    isAcceptingForms = false;
    const answer = await post("/form?again=1", new URLSearchParams(typed).toString());
    const page = await answer.text();
    expect(fieldsToSendAgain(page)).toEqual(typed);
    expect(parse(page).querySelector("form")?.getAttribute("action")).toBe("/form?again=1");
    isAcceptingForms = true;
    await post("/form?again=1", new URLSearchParams(fieldsToSendAgain(page)).toString());
    expect([...new URLSearchParams(seen.at(-1)?.body)]).toEqual(typed);
  });

  it("that goes away while a form is under way is said within three seconds, and not that nothing was kept", async () => {
    let letGo = () => {};
    blockedRender = new Promise((resolve) => (letGo = resolve));
    const startedAt = performance.now();
    const asked = post("/held", new URLSearchParams(typed).toString());
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    isAcceptingForms = false;
    const answer = await asked;
    expect([answer.status, performance.now() - startedAt < 3000]).toEqual([503, true]);
    const page = await answer.text();
    expect(page).toMatch(/can’t say whether the rest was kept.*sent twice counts once/);
    expect(page).not.toContain("Nothing was kept");
    expect(fieldsToSendAgain(page)).toEqual(typed);
    isAcceptingForms = true;
    letGo();
  });

  it("lets what only takes long take long", async () => {
    let letGo = () => {};
    blockedRender = new Promise((resolve) => (letGo = resolve));
    const asked = post("/held", "a=b");
    setTimeout(letGo, 1300);
    expect(await (await asked).text()).toBe("let go");
  });

  it.each([
    [
      "a full disk",
      { name: "PrismaClientKnownRequestError", code: "P2010", meta: { driverAdapterError: { cause: { originalCode: "53100" } } } },
    ],
    ["a lock that is held too long", { code: "55P03" }],
    ["a statement that takes too long", { code: "57014" }],
    ["a connection that broke", new Error("Connection terminated unexpectedly")],
  ])("is told from a bug where a screen fails with %s", async (_what, failure) => {
    screenFailure = failure;
    const answer = await post("/failing", new URLSearchParams(typed).toString());
    expect(answer.status).toBe(503);
    expect(fieldsToSendAgain(await answer.text())).toEqual(typed);
    expect([(await fetch(`${baseUrl}/failing`)).status, await (await fetch(`${baseUrl}/failing`)).text()]).toEqual([
      503,
      expect.stringContaining("can’t show this right now"),
    ]);
    screenFailure = new Error("a bug");
    const bug = await post("/failing", "a=b");
    expect([bug.status, await bug.text()]).toEqual([500, "the screen’s own page"]);
  });

  it("keeps a webhook’s sender waiting for three seconds at most", async () => {
    webhookHolds = new Promise(() => {});
    const startedAt = performance.now();
    isAcceptingForms = false;
    const answer = await post("/webhooks/slow", "{}");
    expect([answer.status, performance.now() - startedAt < 3000]).toEqual([503, true]);
    isAcceptingForms = true;
  });
});

describe("health", () => {
  it("is alive without its parts, and ready only with all of them", async () => {
    expect((await fetch(`${baseUrl}/healthz`)).status).toBe(200);
    expect((await fetch(`${baseUrl}/readyz`)).status).toBe(200);
    ready = { ...ready, worker: false };
    const answer = await fetch(`${baseUrl}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, { database: true, migrations: true, worker: false }]);
    expect((await fetch(`${baseUrl}/healthz`)).status).toBe(200);
    ready = { ...ready, worker: true };
  });
});

describe("kept pages", () => {
  it("are rendered for the cache behind the first visitor, then sent ready, compressed, without nonce or mark", async () => {
    const first = await fetch(`${baseUrl}/kept`);
    expect(first.headers.has("x-keep-page")).toBe(false);
    await expect.poll(async () => (await fetch(`${baseUrl}/kept`)).headers.has("etag")).toBe(true);
    const before = renders;
    const kept = await fetch(`${baseUrl}/kept`, { headers: { "accept-encoding": "br" } });
    expect(kept.headers.get("content-encoding")).toBe("br");
    expect(kept.headers.has("x-keep-page")).toBe(false);
    expect(kept.headers.get("content-security-policy")).not.toContain("nonce");
    expect(kept.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(renders).toBe(before);
    const unchanged = await fetch(`${baseUrl}/kept`, { headers: { "if-none-match": kept.headers.get("etag") ?? "" } });
    expect(unchanged.status).toBe(304);
  });

  it("are not kept for addresses with a query, nor because a visitor says so", async () => {
    await fetch(`${baseUrl}/kept?utm_source=x`, { headers: { "x-for-the-cache": "me" } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await fetch(`${baseUrl}/kept?utm_source=x`)).headers.has("etag")).toBe(false);
  });

  it("are answered while another page's render is held up, and so are other pages", async () => {
    await fetch(`${baseUrl}/kept`);
    await expect.poll(async () => (await fetch(`${baseUrl}/kept`)).headers.has("etag")).toBe(true);
    let letGo = () => {};
    blockedRender = new Promise((resolve) => (letGo = resolve));
    const waiting = fetch(`${baseUrl}/held`);
    expect((await fetch(`${baseUrl}/kept`)).status).toBe(200);
    expect((await fetch(`${baseUrl}/donate`)).status).toBe(200);
    letGo();
    expect(await (await waiting).text()).toBe("let go");
  });
});
