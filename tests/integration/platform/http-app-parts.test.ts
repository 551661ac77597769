import { once } from "node:events";
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

describe("a database that does not answer", () => {
  it("leaves forms untouched, says that nothing was taken, and shows pages as ever", async () => {
    behind.isAcceptingForms = false;
    const post = {
      method: "POST",
      body: "name=ada",
      headers: { origin: "https://www.example.org", "content-type": "application/x-www-form-urlencoded" },
    };
    const answer = await fetch(`${behind.baseUrl}/form`, post);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(await answer.text()).toMatch(/Nothing was kept or taken\. .*send it again.*<a href="tel:999">999<\/a>/);
    expect(seen).toEqual([]);
    expect((await fetch(`${behind.baseUrl}/form`)).status).toBe(200);
    behind.isAcceptingForms = true;
    expect((await fetch(`${behind.baseUrl}/form`, post)).status).toBe(200);
  });
});

describe("health", () => {
  it("is alive without its parts, and ready only with all of them", async () => {
    expect((await fetch(`${behind.baseUrl}/healthz`)).status).toBe(200);
    expect((await fetch(`${behind.baseUrl}/readyz`)).status).toBe(200);
    behind.ready = { ...behind.ready, worker: false };
    const answer = await fetch(`${behind.baseUrl}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, { database: true, migrations: true, worker: false }]);
    expect((await fetch(`${behind.baseUrl}/healthz`)).status).toBe(200);
    behind.ready = { ...behind.ready, worker: true };
  });
});

describe("kept pages", () => {
  it("are rendered for the cache behind the first visitor, then sent ready, compressed, without nonce or mark", async () => {
    const first = await fetch(`${behind.baseUrl}/kept`);
    expect(first.headers.has("x-keep-page")).toBe(false);
    await expect.poll(async () => (await fetch(`${behind.baseUrl}/kept`)).headers.has("etag")).toBe(true);
    const before = behind.renders;
    const kept = await fetch(`${behind.baseUrl}/kept`, { headers: { "accept-encoding": "br" } });
    expect(kept.headers.get("content-encoding")).toBe("br");
    expect(kept.headers.has("x-keep-page")).toBe(false);
    expect(kept.headers.get("content-security-policy")).not.toContain("nonce");
    expect(kept.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(behind.renders).toBe(before);
    const unchanged = await fetch(`${behind.baseUrl}/kept`, { headers: { "if-none-match": kept.headers.get("etag") ?? "" } });
    expect(unchanged.status).toBe(304);
  });

  it("are not kept for addresses with a query, nor because a visitor says so", async () => {
    await fetch(`${behind.baseUrl}/kept?utm_source=x`, { headers: { "x-for-the-cache": "me" } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await fetch(`${behind.baseUrl}/kept?utm_source=x`)).headers.has("etag")).toBe(false);
  });

  it("are answered while another page's render is held up, and so are other pages", async () => {
    await fetch(`${behind.baseUrl}/kept`);
    await expect.poll(async () => (await fetch(`${behind.baseUrl}/kept`)).headers.has("etag")).toBe(true);
    let letGo = () => {};
    behind.blockedRender = new Promise((resolve) => (letGo = resolve));
    const waiting = fetch(`${behind.baseUrl}/held`);
    expect((await fetch(`${behind.baseUrl}/kept`)).status).toBe(200);
    expect((await fetch(`${behind.baseUrl}/donate`)).status).toBe(200);
    letGo();
    expect(await (await waiting).text()).toBe("let go");
  });
});
