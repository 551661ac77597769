import type { Page, Request } from "playwright-core";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { findAxeViolations, useBrowser } from "tests/support/site/browser";

const browser = useBrowser();
const site = { url: inject("sharedSiteUrl") };

const english = [
  "",
  "/questions",
  "/worried-about-someone",
  "/what-trafficking-is",
  "/types",
  "/trafficking-and-smuggling",
  "/professionals",
  "/children",
];
const rest = ["/rights", "/services", "/services?area=wales&need=&by=", "/numbers-that-have-changed", "/this-device", "/card"];
const languages = ["pl", "ro", "sq", "vi", "ar", "uk", "zh-hans", "fr"].flatMap((language) => [`/${language}`, `/${language}/card`]);
const paths = [...english, ...rest, ...languages].map((path) => `/help${path}`);

// Translations share one shape: one of each direction stands for the others in dark and at four times the size.
const inEveryLight = paths.filter((path) => !languages.some((language) => path === `/help${language}`) || /\/(ar|pl)\b/.test(path));

describe("every help page", () => {
  // One session for all of them: what any of them left behind would be seen.
  let page: Page;
  beforeAll(async () => {
    page = await browser.openShared();
  });

  it.each(paths)("%s is one small request that leaves nothing behind, and is clean to axe", async (path) => {
    const requests: string[] = [];
    const note = (request: Request) => void requests.push(request.url());
    page.on("request", note);
    const response = await page.goto(site.url + path);
    expect(response?.status()).toBe(200);
    expect((await response!.request().sizes()).responseBodySize).toBeLessThanOrEqual(14 * 1024);
    expect(response!.headers()).toMatchObject({ "referrer-policy": "no-referrer", "cache-control": "no-store" });
    expect(response!.headers()).not.toHaveProperty("set-cookie");
    expect(response!.headers()).not.toHaveProperty("x-keep-page");
    expect(response!.headers()["content-security-policy"]).not.toMatch(/unsafe|nonce/);
    // The style that was allowed by its hash is the one that the page has.
    expect(await page.locator("#exit").evaluate((exit) => getComputedStyle(exit).minHeight)).toBe("52px");
    expect(await findAxeViolations(page)).toEqual([]);
    if (inEveryLight.includes(path)) {
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await findAxeViolations(page)).toEqual([]);
      // What a screen of 1280 by 1024 shows at 400% zoom.
      await page.setViewportSize({ width: 320, height: 256 });
      expect(await findAxeViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await page.emulateMedia({ colorScheme: null });
      await page.setViewportSize({ width: 1280, height: 900 });
    }
    expect(requests).toEqual([site.url + path]);
    expect(await page.context().cookies()).toEqual([]);
    const left = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      (await caches.keys()).length,
      (await navigator.serviceWorker.getRegistrations()).length,
    ]);
    expect(left).toEqual([0, 0, 0, 0, 0]);
    page.off("request", note);
  });

  it.each(["/help", "/help/services", "/help/ar", "/help/card"])("%s can be read and called without JavaScript", async (path) => {
    const plain = await browser.open({ javaScriptEnabled: false });
    await plain.goto(site.url + path);
    expect(await plain.locator("h1").isVisible()).toBe(true);
    if (path !== "/help/card") expect(await plain.locator('a[href="tel:999"]').first().isVisible()).toBe(true);
    expect(await plain.locator("main").innerText()).toContain("0800 808 3733");
  });
});

it("the directory filters without JavaScript, from the keyboard", async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(`${site.url}/help/services`);
  await page.getByText("Show only some of them").press("Enter");
  await page.getByLabel("Who it is for").selectOption({ label: "Disabled people" });
  await page.getByRole("button", { name: "Show" }).press("Enter");
  await page.waitForURL(/need=disabled-people/);
  expect(await page.locator("main section h2").first().innerText()).toBe("Stay Safe East");
  expect(await page.locator('a[href="sms:07587134122"]').isVisible()).toBe(true);
  await page.getByRole("link", { name: "Show everything" }).click();
  await page.waitForURL(/\/help\/services$/);
  expect(await page.locator("main section").count()).toBeGreaterThan(10);
});

it("the languages are reached by their own names", async () => {
  const page = await browser.open();
  await page.goto(`${site.url}/help`);
  await page.getByRole("link", { name: "العربية" }).click();
  await page.waitForURL(/\/help\/ar$/);
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  expect(await page.locator("html").getAttribute("lang")).toBe("ar");
  expect(await page.locator('a[href="tel:08008083733"] [dir=ltr]').innerText()).toBe("0800 808 3733");
});

it.each(["/help/nothing-here", "/help/services/nobody", "/help/pl/rights", "/help/%E0%A4%A"])(
  "%s is a 404 (or 400) that offers the numbers",
  async (path) => {
    const response = await fetch(site.url + path);
    expect([400, 404]).toContain(response.status);
    const html = await response.text();
    for (const number of ["999", "08008083733", "08000121700", "101"]) expect(html).toContain(`href="tel:${number}"`);
  },
);

it("the card prints alone, as two halves of a bank card's size", async () => {
  const page = await browser.open();
  await page.goto(`${site.url}/help/pl/card`);
  await page.emulateMedia({ media: "print" });
  const card = (await page.locator(".card").boundingBox())!;
  const millimetres = (pixels: number) => (pixels * 25.4) / 96;
  expect(millimetres(card.width)).toBeCloseTo(85.6, 0);
  expect(millimetres(card.height) / 2).toBeCloseTo(54, 0);
  for (const hidden of ["h1", "#exit", "footer", "header", ".card > p"])
    expect((await page.locator(hidden).boundingBox())?.height ?? 0).toBeLessThan(2);
});

it("feeds, data and the sitemap's addresses answer", async () => {
  const services = (await (await fetch(`${site.url}/help/services.json`)).json()) as { contents: unknown[] };
  expect(services.contents.length).toBeGreaterThan(10);
  const feed = await fetch(`${site.url}/help/changes.atom`);
  expect(feed.headers.get("content-type")).toMatch(/application\/atom\+xml/);
  expect(await feed.text()).toContain("<entry>");
});
