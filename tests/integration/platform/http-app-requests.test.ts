import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createHttpApp } from "~/platform/http/http-app.server";
import { readChoices, readFile, readForm } from "~/platform/http/forms/form-data.server";
import { typed } from "~/platform/http/forms/form-fields";
import { canonicalPaths } from "~/platform/http/canonical-path.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { securityHeaders } from "~/platform/http/security-headers.server";
import { headersFor } from "~/http-paths.server";
import routes from "~/routes";
import { createFormHandler } from "tests/support/platform/remix-form";

/** Addresses, hosts and forms as no browser of an honest visitor sends them. */
const seen: string[] = [];
const respond = (request: Request) => {
  seen.push(request.url);
  return new Response("<p>screen</p>", { headers: { "content-type": "text/html", ...cacheFor(60) } });
};
const remix = createFormHandler();

/** The paths of all screens, as the route table has them. */
const patterns = routes.flatMap(({ path }) => path ?? []);
const startServer = async (mode: "live" | "try", renderScreen: (request: Request) => Promise<Response>) => {
  const app = createHttpApp({
    config: { baseUrl: "https://www.example.org", mode, trustedProxies: 1 },
    headers: securityHeaders({ styleHashes: [], scriptHashes: [], formActions: [], https: true }),
    headersFor,
    canonicalPath: canonicalPaths([...patterns, "/help/rights"]),
    bodyLimits: [],
    urgentNumbers: [{ name: "Emergency", shown: "999", href: "tel:999" }],
    renderScreen,
    staticDir: null,
    devMiddleware: null,
    cachePages: true,
    webhooks: {},
    readinessChecks: async () => ({}),
    isAcceptingForms: async () => true,
    acceptsPostsWithoutOrigin: () => false,
  });
  await once(app.server.listen(0, "127.0.0.1"), "listening");
  return { ...app, port: (app.server.address() as AddressInfo).port };
};
type Running = Awaited<ReturnType<typeof startServer>>;

let site: Running;
let forms: Running;
let trial: Running;
beforeAll(async () => {
  site = await startServer("live", async (request) => respond(request));
  forms = await startServer("live", (request) => remix(request));
  trial = await startServer("try", (request) => remix(request));
});
beforeEach(() => {
  seen.length = 0;
  site.pages.clear();
});
afterAll(() => Promise.all([site, forms, trial].map(({ close }) => close())));

/** Sends a request line and headers as they are, and gives the whole answer. */
async function send(port: number, lines: string[], body = ""): Promise<{ status: number; headers: Headers; text: string }> {
  const socket = connect(port, "127.0.0.1");
  socket.write([...lines, "connection: close", "", body].join("\r\n"));
  let got = "";
  for await (const chunk of socket.setEncoding("latin1") as AsyncIterable<string>) got += chunk;
  const [head = "", ...rest] = got.split("\r\n\r\n");
  const [statusLine = "", ...headerLines] = head.split("\r\n");
  const headers = headerLines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
  return { status: Number(statusLine.split(" ")[1]), headers: new Headers(headers as [string, string][]), text: rest.join("\r\n\r\n") };
}
const get = (path: string) => send(site.port, [`GET ${path} HTTP/1.1`, "host: www.example.org"]);

describe("an address that holds U+0000, which no database takes", () => {
  const dynamic = patterns.filter((path) => /:|\*/.test(path));
  const variants = (path: string) => {
    const parts = path.split("/");
    return parts.flatMap((part, index) =>
      /^:|^\*$/.test(part)
        ? ["%00", "a%00b"].map((bad) => `/${parts.map((each, at) => (at === index ? bad : each.replace(/^:.*|^\*$/, "x"))).join("/")}`)
        : [],
    );
  };

  it("is refused in words on every route with a changing part, in each of them, before any screen", async () => {
    expect(dynamic.length).toBeGreaterThan(25);
    for (const path of dynamic.flatMap(variants)) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, 400]);
      expect(answer.text).toContain("tel:999");
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    }
    expect(seen).toEqual([]);
  });

  it("is refused on every route where its query holds it, as a name or as a value", async () => {
    for (const path of patterns.map((each) => `/${each.replaceAll(/:\w+|\*/g, "x")}`))
      for (const query of ["again=%00", "a=1&q=x%00y", "%00=1"]) {
        const target = `${path}?${query}`;
        expect([target, (await get(target)).status]).toEqual([target, 400]);
      }
    expect(seen).toEqual([]);
  });

  it("is told from one that only speaks of it", async () => {
    expect((await get("/donate?q=%2500")).status).toBe(200);
  });
});

describe("a form field", () => {
  const aRequest = (body: string | FormData) =>
    new Request("https://www.example.org/", {
      method: "POST",
      body,
      ...(typeof body === "string" && { headers: { "content-type": "application/x-www-form-urlencoded" } }),
    });
  const read = (body: string | FormData) => readForm(aRequest(body), { words: typed("words", 100) });
  const choose = (body: string | FormData) =>
    readChoices(aRequest(body), "words").catch((thrown: unknown) => {
      if (thrown instanceof Response) return thrown.status;
      throw thrown;
    });
  const aForm = (...parts: [string, string | Blob][]) => {
    const form = new FormData();
    for (const [name, value] of parts) form.append(name, value);
    return form;
  };

  it.each<string | FormData>(["words=a%00b", "ok=1&words=a%00b", aForm(["words", "a\0b"])])(
    "that holds U+0000 is a mistake in words: %s",
    async (body) => {
      expect(await read(body)).toEqual({
        input: { words: "ab" },
        errors: [{ field: "words", message: expect.stringContaining("type it again") }],
      });
      expect(await choose(body)).toBe(400);
    },
  );

  it("that no form declares is not read, whatever it holds", async () => {
    for (const body of ["a%00=b", "other=%00", aForm(["other", "a\0b"]), aForm(["other", new Blob(["a\0b"])])]) {
      expect(await read(body)).toEqual({ input: {}, errors: [] });
      expect(await choose(body)).toEqual({ words: "" });
    }
  });

  it("that nobody types is refused with 400 where it came twice, as a file, or too long", async () => {
    for (const body of ["words=a&words=a", aForm(["words", new Blob(["a"])]), `words=${"a".repeat(201)}`])
      expect(await choose(body)).toBe(400);
    expect(await choose(`words=${"a".repeat(200)}`)).toEqual({ words: "a".repeat(200) });
  });

  it("that is a file may hold anything, and an empty one is none", async () => {
    const file = await readFile(aRequest(aForm(["words", new Blob(["a\0b"])])), "words");
    expect(await file?.text()).toBe("a\0b");
    for (const body of [aForm(["words", new Blob([])]), aForm(["words", "text"]), ""])
      expect(await readFile(aRequest(body), "words")).toBeNull();
  });

  it("never holds half of a character: what stands for one arrives as U+FFFD, which a database takes", async () => {
    expect((await read("words=a%ED%A0%80b")).input.words).toBe("a\uFFFD\uFFFD\uFFFDb");
    expect((await read(aForm(["words", "a\uD800b"]))).input.words).toBe("a\uFFFDb");
  });
});

describe("the site's own address", () => {
  const body = "amount=5";
  const post = ({ port }: Running, version: string, headers: string[]) =>
    send(
      port,
      [`POST / HTTP/${version}`, ...headers, "content-type: application/x-www-form-urlencoded", `content-length: ${body.length}`],
      body,
    );

  it.each([
    ["that of a proxy's upstream", "1.1", ["host: 127.0.0.1:3000"]],
    ["another name", "1.1", ["host: internal.example"]],
    ["another name, forwarded as yet another", "1.1", ["host: internal.example", "x-forwarded-host: evil.example"]],
    ["missing", "1.1", []],
    ["missing in the first version of HTTP", "1.0", []],
    ["its own", "1.1", ["host: www.example.org"]],
  ])("comes from the configuration where the Host is %s: a form from it is taken", async (_what, version, headers) => {
    const answer = await post(forms, version, [...headers, "origin: https://www.example.org"]);
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining("https://www.example.org/ 5")]);
  });

  it("lets no other site's form in, whatever Host it names", async () => {
    for (const headers of [["host: evil.example"], ["host: www.example.org", "x-forwarded-host: evil.example"], []])
      expect((await post(forms, "1.1", [...headers, "origin: https://evil.example"])).status).toBe(403);
  });

  it("is on a trial site also the one by which its visitor knows it", async () => {
    expect((await post(trial, "1.1", ["host: localhost:3000", "origin: http://localhost:3000"])).status).toBe(200);
    expect((await post(trial, "1.1", ["host: localhost:3000", "origin: http://evil.example"])).status).toBe(403);
    expect((await post(forms, "1.1", ["host: localhost:3000", "origin: http://localhost:3000"])).status).toBe(403);
  });
});

describe("a page has one address", () => {
  it.each([
    ["/Help/rights", "/help/rights"],
    ["/HELP", "/help"],
    ["/help/RIGHTS?x=Y", "/help/rights?x=Y"],
    ["/h%45lp/rights", "/help/rights"],
    ["/help/rights/", "/help/rights"],
    ["//help//rights", "/help/rights"],
    ["//Evil.example/", "/Evil.example"],
    ["/Donate", "/donate"],
    ["/Donate.data", "/donate.data"],
    ["/Newsletter/Archive/Some-Slug", "/newsletter/archive/Some-Slug"],
    ["/Thank-You/aBcD", "/thank-you/aBcD"],
  ])("%s leads to %s, and no screen is asked", async (path, canonical) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get("location")]).toEqual([301, canonical]);
    expect(answer.headers.get("referrer-policy")).toBe(canonical.startsWith("/help") ? "no-referrer" : "strict-origin-when-cross-origin");
    expect(seen).toEqual([]);
  });

  it.each(["/", "/help/rights", "/thank-you/aBcD", "/newsletter/archive/Some-Slug", "/assets-of-others/Foo"])(
    "%s is one already",
    async (path) => {
      expect((await get(path)).status).toBe(200);
    },
  );

  it("whose other spellings fill no cache", async () => {
    for (const path of ["/Help/rights", "/HELP/RIGHTS", "/help/rights/", "/help/%72ights"]) await get(path);
    await sleep(50);
    for (const path of ["/Help/rights", "/HELP/RIGHTS", "/help/rights/", "/help/%72ights"])
      expect([path, (await get(path)).headers.has("etag")]).toEqual([path, false]);
    expect(seen).toEqual([]);
  });

  it("and keeps the headers of that address where a form is sent to another spelling", async () => {
    const answer = await send(site.port, [
      "POST /Help/rights HTTP/1.1",
      "host: www.example.org",
      "origin: https://www.example.org",
      "content-length: 0",
    ]);
    expect([answer.status, answer.headers.get("referrer-policy")]).toEqual([200, "no-referrer"]);
  });
});
