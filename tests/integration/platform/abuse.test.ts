import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { loader } from "~/about/routes/security-txt";
import { config } from "~/platform/config/config.server";
import { behind, pages, post, seen, server } from "tests/support/platform/http-app";

let port: number;
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  ({ port } = server.address() as AddressInfo);
  behind.baseUrl = `http://127.0.0.1:${port}`;
});
beforeEach(() => {
  behind.isAcceptingForms = true;
  pages.clear();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

it("no page can be framed by another site: not the site's, not help, not the pages of its front door", async () => {
  for (const path of ["/donate", "/help/rights", "/status", "/kept", "/%00"]) {
    const { headers } = await fetch(behind.baseUrl + path);
    expect({ path, policy: headers.get("content-security-policy") }).toEqual({
      path,
      policy: expect.stringContaining("frame-ancestors 'none'"),
    });
    expect(headers.get("x-frame-options")).toBe("DENY");
  }
});

it("who sends headers or a body too slowly is let go, and holds up nobody meanwhile", async () => {
  expect(server.headersTimeout).toBeGreaterThan(0);
  expect(server.headersTimeout).toBeLessThanOrEqual(60_000);
  expect(server.requestTimeout).toBeGreaterThan(0);
  expect(server.requestTimeout).toBeLessThanOrEqual(300_000);
  const sockets = Array.from({ length: 200 }, () => connect(port, "127.0.0.1"));
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  for (const [nth, socket] of sockets.entries()) {
    socket.on("error", () => {});
    const end = nth % 2 === 0 ? "x-slow: " : "origin: https://www.example.org\r\ncontent-length: 900\r\n\r\na";
    socket.write(`POST /donate HTTP/1.1\r\nhost: www.example.org\r\ncontent-type: application/x-www-form-urlencoded\r\n${end}`);
  }
  expect((await post("/donate", "amount=5")).status).toBe(200);
  for (const socket of sockets) socket.destroy();
});

it("what a visitor says of where the site is reaches no page, and no page that is kept for others", async () => {
  const poisoned = {
    "x-forwarded-host": "evil.example",
    "x-original-url": "/evil",
    "x-rewrite-url": "/evil",
    forwarded: "host=evil.example",
  };
  for (let times = 0; times < 2; times++) await fetch(`${behind.baseUrl}/kept`, { headers: { ...poisoned, "x-for-the-cache": "guessed" } });
  expect(seen.map(({ url }) => url).filter((url) => url.includes("evil"))).toEqual([]);
  expect(new Set(seen.map(({ url }) => new URL(url).origin))).toEqual(new Set(["https://www.example.org"]));
  const kept = await fetch(`${behind.baseUrl}/kept`);
  expect(kept.headers.get("x-keep-page")).toBeNull();
  expect(await kept.text()).not.toContain("evil");
});

it("the public is told whether the site is up, and nothing more; whoever found a hole, whom to tell", async () => {
  const status = async () => {
    const answer = await fetch(`${behind.baseUrl}/status`);
    return { status: answer.status, cache: answer.headers.get("cache-control"), title: /<h1>([^<]*)/.exec(await answer.text())?.[1] };
  };
  expect(await status()).toEqual({ status: 200, cache: "no-store", title: "This site is up" });
  behind.isAcceptingForms = false;
  expect(await status()).toEqual({ status: 503, cache: "no-store", title: "This site is only half up" });

  const text = await loader().text();
  expect(text).toContain(`Contact: mailto:${config.charity.email}\n`);
  const expires = Date.parse(/^Expires: (.*)$/m.exec(text)?.[1] ?? "");
  // RFC 9116: less than a year ahead.
  expect(expires - Date.now()).toBeGreaterThan(170 * 86_400_000);
  expect(expires - Date.now()).toBeLessThan(365 * 86_400_000);
});
