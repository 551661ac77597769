import { createServer, request as ask, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPageCache, cacheSecondsHeader, type PageCache } from "~/platform/http/page-cache/page-cache.server";

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

let server: Server;
let pages: PageCache;
let time: number;
/** Makes the pages; tests say how. */
const render = vi.fn<(path: string) => Promise<Response>>();

const words = "A house at dusk whose windows light up. ".repeat(40);
const page = (body = words, headers: Record<string, string> = {}, status = 200) =>
  new Response(body, {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "public, max-age=60", [cacheSecondsHeader]: "60", ...headers },
  });

beforeEach(async () => {
  time = 1_000_000;
  render.mockReset();
  pages = createPageCache(render, { maxPages: 3, now: () => time });
  server = createServer((request, response) => {
    if (!pages.respond(request, response)) response.writeHead(599).end("not kept");
  });
  await new Promise<void>((opened) => server.listen(0, "127.0.0.1", opened));
});
afterEach(() => void server.close());

function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    ask({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    })
      .on("error", reject)
      .end();
  });
}
const isCached = async (path: string) => (await get(path)).status === 200;

describe("a kept page", () => {
  beforeEach(() => pages.store("/", page(words, { "content-security-policy": "default-src 'self'" })));

  it.each([
    ["br", brotliDecompressSync],
    ["gzip", gunzipSync],
    ["identity", (body: Buffer) => body],
  ] as const)("is sent as %s, byte for byte the same words", async (encoding, read) => {
    const { status, headers, body } = await get("/", { "accept-encoding": encoding });
    expect(status).toBe(200);
    expect(headers["content-encoding"]).toBe(encoding === "identity" ? undefined : encoding);
    expect(headers["content-length"]).toBe(String(body.length));
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      vary: "accept-encoding",
      "content-security-policy": "default-src 'self'",
    });
    expect(headers[cacheSecondsHeader]).toBeUndefined();
    expect(read(body).toString()).toBe(words);
  });

  it.each([
    ["gzip, deflate, br, zstd", "br"],
    ["gzip;q=0.8, *;q=0.1", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["br;q=0.0, gzip;q=0", undefined],
    ["gzip;q=0, br;q=1.0", "br"],
    ["", undefined],
  ])("to a browser that takes %j is sent as %s", async (accepted, encoding) => {
    expect((await get("/", { "accept-encoding": accepted })).headers["content-encoding"]).toBe(encoding);
  });

  it("is not sent again to whoever has it", async () => {
    const { etag = "" } = (await get("/")).headers;
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"older", ${etag}`, `"older",W/${etag}`, "*"]) {
      const answer = await get("/", { "if-none-match": known });
      expect([known, answer.status, answer.body.length]).toEqual([known, 304, 0]);
      expect(answer.headers).toMatchObject({ etag, "cache-control": "public, max-age=60" });
    }
    for (const other of ['"older"', etag.slice(1, -1), ""]) expect((await get("/", { "if-none-match": other })).status).toBe(200);
  });

  it("has another etag once its words have changed, and the same one otherwise", async () => {
    const { etag } = (await get("/")).headers;
    await pages.store("/", page(words));
    expect((await get("/")).headers.etag).toBe(etag);
    await pages.store("/", page("Other words"));
    expect((await get("/")).headers.etag).not.toBe(etag);
  });

  it("answers HEAD with its headers alone", async () => {
    const whole = await get("/", { "accept-encoding": "gzip" });
    const { status, headers, body } = await get("/", { "accept-encoding": "gzip" }, "HEAD");
    expect([status, body.length]).toEqual([200, 0]);
    expect(headers["content-length"]).toBe(whole.headers["content-length"]);
  });

  it("answers nothing else: other methods, paths and queries go to the site", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) expect((await get("/", {}, method)).status).toBe(599);
    for (const path of ["/other", "/?x=1"]) expect((await get(path)).status).toBe(599);
  });

  it("is made anew at once where something that it says has changed, also where one of before is still being made", async () => {
    const answers: ((response: Response) => void)[] = [];
    render.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    const before = pages.refresh("/");
    const replaced = pages.replace(["/", "/other"]);
    expect(await isCached("/")).toBe(false);
    for (const answer of answers) answer(page());
    await Promise.all([before, replaced]);
    expect([render.mock.calls.flat(), await isCached("/"), await isCached("/other")]).toEqual([["/", "/other"], false, true]);
  });

  it("is forgotten with all others", async () => {
    pages.clear();
    expect(await isCached("/")).toBe(false);
  });
});

describe("what is never kept", () => {
  it.each<[string, () => Response]>([
    ["a page that does not say so", () => page(words, { [cacheSecondsHeader]: "" })],
    ["a page for no time", () => page(words, { [cacheSecondsHeader]: "0" })],
    ["nonsense for a time", () => page(words, { [cacheSecondsHeader]: "soon" })],
    ["a page with a cookie", () => page(words, { "set-cookie": "a=b" })],
    ["404", () => page(words, {}, 404)],
    ["500", () => page(words, {}, 500)],
    ["a redirect", () => page(words, { location: "/" }, 302)],
  ])("%s", async (_what, made) => {
    await pages.store("/", made());
    expect(await isCached("/")).toBe(false);
  });

  it("more pages than it may hold: the longest-kept one leaves", async () => {
    for (const path of ["/1", "/2", "/3", "/1", "/4"]) await pages.store(path, page());
    expect(await Promise.all(["/1", "/2", "/3", "/4"].map(isCached))).toEqual([true, false, true, true]);
  });
});

describe("a page that went stale", () => {
  it("is sent at once while a fresh one is made behind it, once for all who ask", async () => {
    await pages.store("/", page("old"));
    time += 59_000;
    expect((await get("/")).body.toString()).toBe("old");
    expect(render).not.toHaveBeenCalled();

    time += 2000;
    let finish = () => {};
    render.mockReturnValue(new Promise((resolve) => void (finish = () => resolve(page("new")))));
    const answers = await Promise.all(Array.from({ length: 20 }, () => get("/")));
    expect(answers.map(({ body }) => body.toString())).toEqual(Array.from({ length: 20 }, () => "old"));
    expect(render.mock.calls).toEqual([["/"]]);

    finish();
    await expect.poll(async () => (await get("/")).body.toString()).toBe("new");
    expect(render).toHaveBeenCalledTimes(1);
  });

  it.each<[string, () => Promise<Response>]>([
    ["fails", () => Promise.reject(new Error("no database"))],
    ["is an error page", async () => page("sorry", {}, 500)],
    ["may not be kept", async () => page("private", { "set-cookie": "a=b" })],
  ])("stays when the fresh one %s, and is made again later", async (_what, made) => {
    await pages.store("/", page("old"));
    time += 61_000;
    render.mockImplementationOnce(made).mockImplementationOnce(async () => page("new"));
    expect((await get("/")).body.toString()).toBe("old");
    await expect.poll(() => render.mock.calls.length).toBe(1);
    expect((await get("/")).body.toString()).toBe("old");
    await expect.poll(async () => (await get("/")).body.toString()).toBe("new");
  });

  it.each([404, 410])("goes when the fresh one says with %i that it is not there", async (status) => {
    await pages.store("/", page("old"));
    time += 61_000;
    render.mockResolvedValue(page("gone", {}, status));
    expect((await get("/")).body.toString()).toBe("old");
    await expect.poll(() => isCached("/")).toBe(false);
  });

  it("keeps nobody waiting: neither those who ask for it, nor those who ask for another", async () => {
    await pages.store("/slow", page("old"));
    await pages.store("/other", page("other"));
    time += 61_000;
    const made: string[] = [];
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    render.mockImplementation(async (path) => {
      if (path === "/slow") await held;
      made.push(path);
      return page(`new ${path}`);
    });
    expect((await get("/slow")).body.toString()).toBe("old");
    expect((await get("/other")).body.toString()).toBe("other");
    await expect.poll(async () => (await get("/other")).body.toString()).toBe("new /other");
    expect((await get("/slow")).body.toString()).toBe("old");
    expect(made).toEqual(["/other"]);
    letGo();
    await expect.poll(async () => (await get("/slow")).body.toString()).toBe("new /slow");
  });
});
