import type { Page, Request } from "playwright-core";
import { beforeAll, expect, inject, it } from "vitest";
import { charityPageSlugs } from "~/about/pages/charity-page";
import { useBrowser } from "tests/support/site/browser";
import { startBuiltSite } from "tests/support/site/built-site";

const browser = useBrowser();
const site = { url: inject("sharedSiteUrl") };

/** Without any script. */
const pages = [
  "/",
  "/sponsor",
  "/privacy",
  "/complaints",
  "/accessibility",
  "/safeguarding",
  "/direct-debit-guarantee",
  "/no-such-page",
  "/appeals/warm-beds",
  ...charityPageSlugs.map((slug) => `/${slug}`),
];

let reader: Page;
beforeAll(async () => {
  reader = await browser.openShared();
});

it.each(pages)("%s is one request, without scripts, cookies or anybody else", async (path) => {
  const asked: string[] = [];
  const note = (request: Request) => void asked.push(request.url());
  reader.on("request", note);
  await reader.goto(site.url + path);
  expect(await reader.locator("script").count()).toBe(0);
  expect(asked.filter((url) => !/\/(favicon\.svg|site\.webmanifest|icons\/[\w-]+\.png)$/.test(url))).toEqual([site.url + path]);
  expect(await reader.context().cookies()).toEqual([]);
  reader.off("request", note);
});

it.each([...pages, "/donate", "/newsletter", "/news", "/help", "/help/services"])(
  "%s is at most 20 KB in at most three requests, all of this site, and leaves no cookie",
  async (path) => {
    const visitor = await browser.open();
    const asked: Request[] = [];
    visitor.on("requestfinished", (request) => void asked.push(request));
    await visitor.goto(site.url + path);
    await visitor.waitForLoadState("networkidle");
    const files = asked.filter((request) => !/\/(favicon\.svg|site\.webmanifest|icons\/[\w-]+\.png)$/.test(request.url()));
    const sizes = await Promise.all(files.map((request) => request.sizes()));
    expect(sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)).toBeLessThanOrEqual(20 * 1024);
    expect(files.length).toBeLessThanOrEqual(3);
    expect(new Set(asked.map((request) => new URL(request.url()).origin))).toEqual(new Set([site.url]));
    expect(await visitor.context().cookies()).toEqual([]);
  },
);

it("leads from home to help first, and from its words to sponsoring, donating and help, by keyboard", async () => {
  const page = await browser.open();
  await page.goto(site.url);
  const next = async () => {
    await page.keyboard.press("Tab");
    return await page.evaluate(() => document.activeElement?.getAttribute("href"));
  };
  expect([await next(), await next(), await next()]).toEqual(["#main", "/", "/help"]);
  await page.getByRole("link", { name: "Skip to main content" }).focus();
  await page.keyboard.press("Enter");
  expect([await next(), await next(), await next()]).toEqual(["/sponsor", "/donate", "/help"]);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/help$/);
});

it("has a menu on a phone that opens without JavaScript, by keyboard, and leads to every section", async () => {
  const page = await browser.open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await page.goto(`${site.url}/about`);
  const nav = page.getByRole("navigation", { name: "Main" });
  const shown = () => nav.getByRole("link").allInnerTexts();
  expect(await shown()).toEqual(["Get help", "Donate", "Sponsor a room"]);
  await nav.getByText("Menu").focus();
  await page.keyboard.press("Enter");
  await nav.getByRole("link", { name: "News" }).waitFor();
  expect(await shown()).toEqual(["Understand trafficking", "About", "News", "Sign in", "Get help", "Donate", "Sponsor a room"]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await nav.getByRole("link", { name: "News" }).click();
  await page.waitForURL(/\/news$/);
});

it("says the same of this week's rooms in the picture, the sentence and the table", async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(site.url);
  const picture = await page.locator("#hw-desc").textContent();
  const sentence = /12 rooms this week: [^.]+\./.exec((await page.locator("main").textContent()) ?? "")?.[0] ?? "no sentence";
  expect(picture).toContain(sentence);
  await page.getByText("The same, room by room").click();
  for (const row of await page.locator("table").first().locator("tbody tr").all()) {
    const cells = await row.locator("th, td").allInnerTexts();
    expect(picture).toContain(`${cells[0]} ${cells.at(-1)}`);
  }
});

it("answers what is not there with whom to call", async () => {
  const page = await browser.open();
  const response = await page.goto(`${site.url}/no-such-page`);
  expect(response?.status()).toBe(404);
  // What is there while the site is written is no page of it.
  expect((await fetch(`${site.url}/design`)).status).toBe(404);
  expect(await page.getByRole("link", { name: "999" }).getAttribute("href")).toBe("tel:999");
  expect(await page.getByRole("link", { name: "0800 808 3733" }).getAttribute("href")).toBe("tel:08008083733");
});

it("names its public addresses for search engines, and no private one", async () => {
  const sitemap = await (await fetch(`${site.url}/sitemap.xml`)).text();
  const addresses = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address ?? "");
  expect(addresses).toContain(`${site.url}/help`);
  for (const address of addresses) expect([address, (await fetch(address)).status]).toEqual([address, 200]);
  const picture = await fetch(`${site.url}/support-and-advice.png`);
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect(await (await fetch(`${site.url}/robots.txt`)).text()).toContain(`Sitemap: ${site.url}/sitemap.xml`);
});

it("refuses to go live on settings that are not", async () => {
  const refused = await startBuiltSite({
    SITE_MODE: "live",
    STRIPE_SECRET_KEY: "sk_test_1234567890abcdef",
    SITE_URL: "http://www.example.org",
  }).then(
    () => "it opened",
    (error: Error) => error.message,
  );
  expect(refused).toMatch(/SITE_URL: names and payments must not travel in the clear[^]*STRIPE_SECRET_KEY: a test key takes no real money/);
  expect(refused).not.toMatch(/node:internal|\n\s+at /);
});
