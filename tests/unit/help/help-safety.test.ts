import { createHash } from "node:crypto";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { parse } from "node-html-parser";
import { describe, expect, it } from "vitest";
import { listContacts } from "~/help/contacts/contacts.server";
import { helpHeaders } from "~/help/headers.server";
import { pagePath } from "~/help/page";
import { helpHead } from "~/help/ui/head.server";
import { renderEveryDocument, overdueDay, buildScreen, renderServices } from "tests/support/help/help-rendering";

const documents = renderEveryDocument();
const watched = ["get-help-now", "questions", "rights", "services", "this-device", "card"];
const bytes = (text: string) => Buffer.byteLength(text);

describe.each(documents)("$slug in $language", ({ slug, language, html }) => {
  const page = parse(html, { comment: true });
  const body = page.querySelector("body")!;

  it("leads with the way out", () => {
    const [first, second] = body.querySelectorAll("a");
    expect(first?.getAttribute("href")).toBe("#exit");
    expect(second?.getAttribute("href")).toBe("#main");
    const exit = page.querySelector("#exit");
    expect(exit?.getAttribute("href")).toBe("https://www.bbc.co.uk/weather");
    expect(exit?.getAttribute("rel")).toBe("noreferrer");
    expect(exit?.getAttribute("data-presses")?.split("|")).toHaveLength(2);
    expect(page.querySelector('[data-said][role="status"]')?.text).toBe("");
  });

  it("is one request: one small script, nothing from anybody else, no picture, no frame", () => {
    const scripts = page.querySelectorAll("script");
    expect(scripts).toHaveLength(1);
    expect(scripts[0]!.getAttribute("src")).toBeUndefined();
    expect(bytes(scripts[0]!.text)).toBeLessThanOrEqual(1536);
    expect(
      page.querySelectorAll("img, picture, video, audio, iframe, object, embed, link[rel=stylesheet], [style], [onclick]"),
    ).toHaveLength(0);
    expect(html).not.toMatch(/url\(|@import|document\.cookie|localStorage|sessionStorage/);
    expect(html).not.toMatch(/facebook/i);
  });

  it("is at most 14 KB compressed, and far from it", () => {
    expect(gzipSync(html).length).toBeLessThanOrEqual(14 * 1024);
    expect(brotliCompressSync(html).length).toBeLessThanOrEqual(14 * 1024);
  });

  it("asks for no money and gives no place where anybody lives", () => {
    expect(body.text).not.toMatch(/donat|sponsor|newsletter|gift aid|£/i);
    expect(page.querySelectorAll('a[href^="/donate"], a[href^="/sponsor"], a[href^="/news"], a[href="/"]')).toHaveLength(0);
    expect(body.text).not.toMatch(/\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/);
    expect(body.text).not.toMatch(/\b\d+ [A-Z]\w+ (Street|Road|Lane|Avenue)\b/);
  });

  it("says its language and direction, and the language of parts in another", () => {
    const root = page.querySelector("html");
    expect(root?.getAttribute("lang")).toBe(language);
    expect(root?.getAttribute("dir")).toBe(language === "ar" ? "rtl" : "ltr");
    if (language !== "en-GB")
      expect(page.querySelector("[data-translation] [lang=en-GB]")?.text).toMatch(/waiting for review by a native speaker/);
    for (const name of page.querySelectorAll("main li > a > :first-child")) {
      const own = /^(The Salvation Army|Modern Slavery & Exploitation Helpline)$/.test(name.text);
      if (own && language !== "en-GB") expect(name.getAttribute("lang")).toBe("en-GB");
    }
    for (const link of page.querySelectorAll("nav a[hreflang]")) expect(link.getAttribute("lang")).toBe(link.getAttribute("hreflang"));
  });

  it("dials what it shows", () => {
    for (const link of page.querySelectorAll('a[href^="tel:"], a[href^="sms:"]')) {
      const shown = (link.querySelector("[dir=ltr]") ?? link).text.replaceAll(" ", "");
      expect(link.getAttribute("href")?.split(":")[1]).toBe(shown);
    }
  });

  it("has one first heading, and no level is left out", () => {
    const levels = page.querySelectorAll("main h1, main h2, main h3").map(({ tagName }) => Number(tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    levels.forEach((level, index) => expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1));
    const ids = page.querySelectorAll("[id]").map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has a neutral title where its reader may be watched", () => {
    const title = page.querySelector("title")?.text;
    if (language !== "en-GB") expect(title).toBe(buildScreen(slug, language).tabTitle);
    else if (watched.includes(slug)) expect(title).toBe("Support and advice");
    else expect(title).toBe(buildScreen(slug).title);
    if (watched.includes(slug)) expect(title).not.toMatch(/traffick|slave|exploit/i);
    expect(pagePath(slug, language)).not.toMatch(watched.includes(slug) ? /exploit|traffick|tracks/ : /^$/);
  });

  it("sends forms nowhere but to itself, and only asks", () => {
    const forms = page.querySelectorAll("form");
    expect(forms.length).toBe(slug === "services" ? 1 : 0);
    for (const form of forms) expect([form.getAttribute("method"), form.getAttribute("action")]).toEqual(["get", "/help/services"]);
  });
});

describe("numbers come only from records", () => {
  const known = new Set(listContacts().flatMap(({ phones }) => phones.map(({ shown }) => shown.replaceAll(" ", ""))));
  it.each(documents)("$slug in $language", ({ html }) => {
    const text = parse(html).querySelector("main")!.structuredText;
    const numbers = text.match(/(?<![\d,])0\d[\d ]{7,}\d/g) ?? [];
    for (const number of numbers) expect(known).toContain(number.replaceAll(" ", "").replace(/^18001/, ""));
    for (const [number] of text.matchAll(/\b18001 ([\d ]+\d)/g)) expect(known).toContain(number.replaceAll(" ", "").slice(5));
  });
});

describe("past its review", () => {
  it.each(renderEveryDocument(overdueDay))("$slug in $language says so and still helps", ({ html, language }) => {
    const page = parse(html);
    expect(page.querySelector("[data-overdue]")?.text.length).toBeGreaterThan(40);
    if (language === "en-GB") expect(page.querySelector("[data-overdue]")?.text).toMatch(/due to be checked again by 29 November 2026/);
  });

  it("a number that is due says so beside itself", () => {
    expect(renderServices("", overdueDay)).toMatch(/Last checked 31 August 2026\. It was due to be checked again by 29 November 2026/);
    expect(renderServices("", overdueDay)).toContain('href="tel:08008083733"');
  });
});

it("the page on traces says what exit does not do", () => {
  const html = documents.find(({ slug }) => slug === "this-device")!.html;
  expect(parse(html).text).toMatch(/another device.*private window.*Delete only some.*does not wipe the history/s);
  expect(parse(documents[0]!.html).text).toMatch(/It does not wipe the history/);
});

describe("headers", () => {
  it("let no browser keep a page, and keep no filtered list in memory", () => {
    expect(helpHeaders("https://x.test/help")).toMatchObject({ "Cache-Control": "no-store", "x-keep-page": "60" });
    expect(helpHeaders("https://x.test/help/services?area=wales")).not.toHaveProperty("x-keep-page");
  });

  it("know the style and the script by their hashes", () => {
    const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect([helpHead.styleHash, helpHead.scriptHash]).toEqual([hashOf(helpHead.css), hashOf(helpHead.script)]);
    expect(helpHead.css).toMatch(/position: ?fixed/);
    expect(helpHead.script).not.toMatch(/^\s*\/[/*]/m);
    expect(helpHead.icon).toBe("data:,");
  });
});
