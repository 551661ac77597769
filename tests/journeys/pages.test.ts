import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFinds, useBrowser } from "tests/builders/browser";
import { startBuiltSite, type RunningSite } from "tests/builders/running-site";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

const pages = ["/", "/sponsor", "/privacy", "/complaints", "/accessibility", "/safeguarding", "/direct-debit-guarantee", "/no-such-page"];

describe.each(pages)("%s", (path) => {
  it.each([
    ["light", 1280],
    ["dark", 390],
    // 1280 CSS pixels at 400% zoom
    ["light", 320],
  ] as const)("is open to all in %s at %i pixels", async (colorScheme, width) => {
    const page = await browser.open({ colorScheme, viewport: { width, height: 800 } });
    await page.goto(site.url + path);
    expect(await axeFinds(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

  it("is one request, without scripts, cookies or anybody else", async () => {
    const page = await browser.open({ javaScriptEnabled: false });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(site.url + path);
    expect(asked.filter((url) => !url.endsWith("/favicon.svg"))).toEqual([site.url + path]);
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.locator("script").count()).toBe(0);
  });
});

it("leads from home to help first, to giving and to sponsoring, by keyboard", async () => {
  const page = await browser.open();
  await page.goto(site.url);
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe("#main");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe("/help");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/help$/);
});

it("says the same of this week's rooms in the picture, the sentence and the table", async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(site.url);
  const picture = await page.locator("svg.house desc").textContent();
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
  expect(await page.getByRole("link", { name: "999" }).getAttribute("href")).toBe("tel:999");
  expect(await page.getByRole("link", { name: "0800 808 3733" }).getAttribute("href")).toBe("tel:08008083733");
});

it("names its public addresses for search engines, and no private one", async () => {
  const sitemap = await (await fetch(`${site.url}/sitemap.xml`)).text();
  const addresses = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address ?? "");
  expect(addresses).toContain(`${site.url}/help`);
  for (const address of addresses) expect([address, (await fetch(address)).status]).toEqual([address, 200]);
  expect(await (await fetch(`${site.url}/robots.txt`)).text()).toContain(`Sitemap: ${site.url}/sitemap.xml`);
});

it("is ready once all its parts are, and ends cleanly when asked to, also after a kill", async () => {
  const other = await startBuiltSite();
  expect(await (await fetch(`${other.url}/readyz`)).json()).toEqual({ database: true, migrations: true, worker: true });
  const killed = once(other.process, "exit");
  other.process.kill("SIGKILL");
  await killed;
  const again = await startBuiltSite({ DATA_DIR: other.dataDir });
  const ended = once(again.process, "exit");
  again.process.kill("SIGINT");
  expect(await ended).toEqual([0, null]);
  await other.stop();
  await again.stop();
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
