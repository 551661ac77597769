import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { parse } from "node-html-parser";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isDoneWithin } from "tests/support/wait-until";
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
    expect(await answer.text()).toMatch(/Nothing was saved, and no money was taken\. .*send it again.*<a href="tel:999">999<\/a>/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(seen).toEqual([]);
    expect((await fetch(`${behind.baseUrl}/form`)).status).toBe(200);
    behind.isAcceptingForms = true;
    expect((await fetch(`${behind.baseUrl}/form`, post)).status).toBe(200);
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
    behind.isAcceptingForms = false;
    const answer = await post("/form?again=1", new URLSearchParams(typed).toString());
    const page = await answer.text();
    expect(fieldsToSendAgain(page)).toEqual(typed);
    expect(parse(page).querySelector("form")?.getAttribute("action")).toBe("/form?again=1");
    behind.isAcceptingForms = true;
    await post("/form?again=1", new URLSearchParams(fieldsToSendAgain(page)).toString());
    expect([...new URLSearchParams(seen.at(-1)?.body)]).toEqual(typed);
  });

  it("that goes away while a form is under way is said within three seconds, and not that nothing was kept", async () => {
    let letGo = () => {};
    behind.blockedRender = new Promise((resolve) => (letGo = resolve));
    const asked = post("/held", new URLSearchParams(typed).toString());
    await expect.poll(() => seen.length).toBe(1);
    behind.isAcceptingForms = false;
    expect(await isDoneWithin(3000, asked)).toBe(true);
    const answer = await asked;
    expect(answer.status).toBe(503);
    const page = await answer.text();
    expect(page).toMatch(/can’t say whether the rest was saved.*sent twice counts once/);
    expect(page).not.toContain("Nothing was saved");
    expect(fieldsToSendAgain(page)).toEqual(typed);
    behind.isAcceptingForms = true;
    letGo();
  });

  it("lets what only takes long take long", async () => {
    let letGo = () => {};
    behind.blockedRender = new Promise((resolve) => (letGo = resolve));
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
    behind.screenFailure = failure;
    const answer = await post("/failing", new URLSearchParams(typed).toString());
    expect(answer.status).toBe(503);
    expect(fieldsToSendAgain(await answer.text())).toEqual(typed);
    expect([(await fetch(`${behind.baseUrl}/failing`)).status, await (await fetch(`${behind.baseUrl}/failing`)).text()]).toEqual([
      503,
      expect.stringContaining("can’t show this right now"),
    ]);
    behind.screenFailure = new Error("a bug");
    const bug = await post("/failing", "a=b");
    expect([bug.status, await bug.text()]).toEqual([500, "the screen’s own page"]);
  });

  it("keeps a webhook’s sender waiting for three seconds at most", async () => {
    behind.webhookHolds = new Promise(() => {});
    behind.isAcceptingForms = false;
    const asked = post("/webhooks/slow", "{}");
    expect(await isDoneWithin(3000, asked)).toBe(true);
    expect((await asked).status).toBe(503);
    behind.isAcceptingForms = true;
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
