import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { useBrowser } from "tests/support/site/browser";

const browser = useBrowser();
const site = { url: inject("sharedSiteUrl") };

const weather = "https://www.bbc.co.uk/weather";
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
// What a screen of 1280 by 1024 shows at 400% zoom.
const zoomed: BrowserContextOptions = { viewport: { width: 320, height: 256 } };

/** Opens a help page in a session whose history holds one page before it. The weather is stood in for. */
async function openHelp(path = "/help", options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.open(options);
  await page.context().route(`${weather}**`, (route) => route.fulfill({ contentType: "text/html", body: "<title>Weather</title>Sunny." }));
  await page.goto(`${site.url}/healthz`);
  await page.goto(site.url + path);
  return page;
}

/** Whether the middle of the exit link is what a finger would touch there. */
const exitIsInReach = (page: Page) =>
  page.evaluate(() => {
    const exit = document.getElementById("exit")!;
    const { left, top, width, height, bottom, right } = exit.getBoundingClientRect();
    const inside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
    return inside && height >= 44 && document.elementFromPoint(left + width / 2, top + height / 2) === exit;
  });

describe("exit this page", () => {
  it("by click, in place of the page: Back does not show it again", async () => {
    const page = await openHelp();
    await page.click("#exit");
    await page.waitForURL(weather);
    await page.goBack();
    expect(page.url()).toBe(`${site.url}/healthz`);
  });

  it("hides the page at once, before the weather has come", async () => {
    const page = await openHelp("/help/questions");
    const shown = await page.evaluate(() => {
      document.getElementById("exit")!.click();
      const parts = [...document.body.children].filter((part) => getComputedStyle(part).display !== "none");
      return parts.map((part) => part.textContent);
    });
    expect(shown).toEqual(["Loading."]);
    await page.waitForURL(weather);
  });

  it("by Shift three times, and says so on the way", async () => {
    const page = await openHelp("/help/rights");
    const said = page.locator('[role="status"]');
    await page.keyboard.press("Shift");
    expect(await said.innerText()).toBe("Press Shift two more times to exit.");
    await page.keyboard.press("Shift");
    expect(await said.innerText()).toBe("Press Shift one more time to exit.");
    await page.keyboard.press("Shift");
    await page.waitForURL(weather);
    await page.goBack();
    expect(page.url()).toBe(`${site.url}/healthz`);
  });

  it("not by Shift as people use it to type or to go back a field", async () => {
    const page = await openHelp("/help/services");
    for (let turn = 0; turn < 4; turn++) await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift");
    await page.keyboard.press("Shift");
    await page.keyboard.press("a");
    await page.keyboard.press("Shift");
    expect(page.url()).toBe(`${site.url}/help/services`);
    expect(await page.locator('[role="status"]').innerText()).toBe("Press Shift two more times to exit.");
  });

  it("shows the page again when the browser brings back what it kept", async () => {
    const page = await openHelp();
    await page.evaluate(() => {
      document.documentElement.classList.add("gone");
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    });
    expect(await page.locator("main").isVisible()).toBe(true);
    expect(await page.locator('[role="status"]').innerText()).toBe("");
  });

  it("as a plain link without JavaScript", async () => {
    const page = await openHelp("/help/ar", { javaScriptEnabled: false });
    await page.click("#exit");
    expect(page.url()).toBe(weather);
  });

  it("tells the other side nothing about where its reader was", async () => {
    const page = await openHelp();
    const asked = page.waitForRequest(weather);
    await page.click("#exit");
    expect((await asked).headers()["referer"]).toBeUndefined();
  });

  it("is the first stop by keyboard", async () => {
    const page = await openHelp();
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").innerText()).toBe("Skip to: exit this page");
    expect(await page.locator(":focus").isVisible()).toBe(true);
    await page.keyboard.press("Enter");
    expect(await page.locator(":focus").getAttribute("id")).toBe("exit");
    await page.keyboard.press("Enter");
    await page.waitForURL(weather);
  });

  it.each([
    ["a phone", phone],
    ["400% zoom", zoomed],
    ["a wide screen", {}],
  ])("is in reach on %s, wherever the page is scrolled to", async (_name, options) => {
    const page = await openHelp("/help", options);
    for (const share of [0, 0.3, 0.7, 1]) {
      await page.evaluate((at) => scrollTo(0, document.body.scrollHeight * at), share);
      expect(await exitIsInReach(page)).toBe(true);
    }
  });

  it("never lies over what has the focus, on a phone", async () => {
    const page = await openHelp("/help/professionals", phone);
    const count = await page.locator("main a").count();
    for (let index = 0; index < count; index++) {
      const link = page.locator("main a").nth(index);
      await link.focus();
      const clear = await link.evaluate((each) => {
        const { top, bottom } = each.getBoundingClientRect();
        return top >= 0 && bottom <= document.querySelector("section:has(#exit)")!.getBoundingClientRect().top;
      });
      expect(clear).toBe(true);
    }
  });
});

describe("the card on this device", () => {
  const kept = (page: Page) =>
    page.evaluate(async () => ({ caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length }));

  it("is kept only when asked for, opens without a connection, and goes again", async () => {
    const page = await openHelp("/help/card");
    expect(await kept(page)).toEqual({ caches: [], workers: 0 });
    await page.getByRole("button", { name: "Keep the card here" }).click();
    await page.getByText("The card is kept on this device.").waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);

    await page.context().setOffline(true);
    await page.goto(`${site.url}/help/card`);
    expect(await page.locator(".card").innerText()).toContain("0800 808 3733");
    await page.goto(`${site.url}/help/rights`);
    expect(await page.locator(".card").innerText()).toContain("999");
    await page.context().setOffline(false);

    await page.goto(`${site.url}/help/card`);
    await page.getByRole("button", { name: "Remove the card" }).click();
    await page.getByText("The card is removed from this device.").waitFor();
    expect(await kept(page)).toEqual({ caches: [], workers: 0 });
  });

  it("is not offered without JavaScript", async () => {
    const page = await openHelp("/help/card", { javaScriptEnabled: false });
    expect(await page.getByRole("button").count()).toBe(0);
    expect(await page.locator(".card").isVisible()).toBe(true);
  });
});
