import { once } from "node:events";
import { request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seen, behind, server, pages, post } from "tests/support/platform/http-app";

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  behind.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  seen.length = 0;
  pages.clear();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

describe("headers", () => {
  it("are on every answer, allow no inline script but by nonce or hash, and name Stripe's page for forms", async () => {
    const { headers } = await fetch(`${behind.baseUrl}/donate`);
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
      [1, 2].map(
        async () => /nonce-([^']+)/.exec((await fetch(`${behind.baseUrl}/donate`)).headers.get("content-security-policy") ?? "")?.[1],
      ),
    );
    expect(new Set(nonces).size).toBe(2);
    expect(seen.map(({ nonce }) => nonce).toSorted((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1))).toEqual(
      nonces.toSorted((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1)),
    );
  });

  it("let pages that stand alone tell no one where their reader came from, and run only the known script", async () => {
    const { headers } = await fetch(`${behind.baseUrl}/help/rights`);
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).toContain("script-src 'sha256-script'");
    expect(headers.get("content-security-policy")).not.toContain("nonce");
    expect((await fetch(`${behind.baseUrl}/helpless`)).headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
    expect((await fetch(`${behind.baseUrl}/pictures/1`)).headers.get("cross-origin-resource-policy")).toBe("cross-origin");
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
    expect(await answer.text()).toContain("Nothing was saved, and no money was taken");
    expect(seen).toEqual([]);
  });

  it("from a mail program pass at the addresses that say so, and only from what is no browser", async () => {
    const oneClick = (path: string, headers: Record<string, string> = {}) =>
      fetch(behind.baseUrl + path, {
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
    const chunked = await fetch(`${behind.baseUrl}/donate`, {
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
      const request = ask(behind.baseUrl + path, {
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
      text: expect.stringContaining("Nothing was saved, and no money was taken. Make it smaller."),
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
    const answer = await fetch(`${behind.baseUrl}/broken`);
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).toContain('<a href="tel:999">999</a>');
    expect(text).not.toMatch(/ada@|at .*\.ts|Error/);
  });
});
