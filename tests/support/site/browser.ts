import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  type Locator,
  type Page,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { findChromium } from "~/commands/chromium";
import { patienceMs } from "../wait-until";
import { findLayoutFaults } from "./layout-faults";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const launchArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Nothing is drawn by it, and a process less is started.
  "--in-process-gpu",
];

/**
 * Gives a test file a browser. `open` makes a page in a fresh session of it, which is closed after the test; that of
 * `openShared` stays for the tests after it, which takes a third of the time. Any error that a page logged fails the test.
 */
export function useBrowser(): {
  open(options?: BrowserContextOptions): Promise<Page>;
  openShared(options?: BrowserContextOptions): Promise<Page>;
} {
  let browser: Browser;
  const perTestContexts = new Set<BrowserContext>();
  const pageErrors: string[] = [];
  const openShared = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    await slowDown(page);
    waitAfterClicks(page);
    page.on("pageerror", (error) => pageErrors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !/Failed to load resource: the server responded with a status of (4|503)/.test(message.text()))
        pageErrors.push(message.text());
    });
    return page;
  };
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium(), args: launchArgs });
  });
  afterEach(async () => {
    await Promise.all([...perTestContexts].map((context) => context.close()));
    perTestContexts.clear();
    expect(pageErrors.splice(0)).toEqual([]);
  });
  afterAll(() => browser.close());
  return {
    async open(options) {
      const page = await openShared(options);
      perTestContexts.add(page.context());
      return page;
    },
    openShared,
  };
}

/** With LATENCY_MS every answer takes so long: whatever a journey does not wait for shows as a failure. */
async function slowDown(page: Page): Promise<void> {
  const latency = Number(process.env["LATENCY_MS"] ?? 0);
  if (latency === 0) return;
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: -1, uploadThroughput: -1 });
}

/** A click is over when the next page has begun: whoever looks then may see half of it. So each waits until all of it was read. */
function waitAfterClicks(page: Page): void {
  const locators = Object.getPrototypeOf(page.locator("html")) as Locator & { waitsAfterClicks?: true };
  if (locators.waitsAfterClicks) return;
  locators.waitsAfterClicks = true;
  const click = Reflect.get(locators, "click") as (this: Locator, options?: object) => Promise<void>;
  locators.click = async function (this: Locator, options?: object) {
    await click.call(this, options);
    if (!this.page().isClosed()) await this.page().waitForLoadState("domcontentloaded");
  };
}

type AxeResult = { violations: { id: string; help: string; nodes: { html: string }[] }[] };

/** Everything axe finds against WCAG 2.2 AA and its good practices on the page as it stands. */
export async function findAxeViolations(page: Page): Promise<string[]> {
  // A click is over when the next page has begun: one that is half there has no root to look at.
  await page.waitForLoadState();
  if (await page.evaluate(isWithoutScripts)) throw new Error("axe waits by timers, which a page without JavaScript has none of");
  if (!(await page.evaluate(() => "axe" in globalThis))) await addAxe(page);
  const { violations } = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (where: Document, options: object) => Promise<AxeResult> } };
    return await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      // Of what passes, only that it does: the rest of the report takes as long again.
      resultTypes: ["violations"],
    });
  });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 120)}`));
}

/** Only where scripts are off is what stands in <noscript> read as elements. */
function isWithoutScripts(): boolean {
  const holder = document.createElement("div");
  holder.innerHTML = "<noscript><i></i></noscript>";
  return holder.querySelector("i") !== null;
}

/** One for each page, until it closes: one that is detached takes the page's virtual authenticators with it. */
const axeSessions = new WeakMap<Page, CDPSession>();

/** Evaluated, not injected as a script: the content security policy would rightly refuse that. */
async function addAxe(page: Page): Promise<void> {
  const session = axeSessions.get(page) ?? (await page.context().newCDPSession(page));
  axeSessions.set(page, session);
  await session.send("Runtime.evaluate", { expression: axeSource });
}

const viewports = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 390 },
] as const;

/** What keeps the page as it stands from being open to all: axe's finds by day and by night on a phone, and faults of its layout there and at 400% zoom. */
export async function findAccessibilityBarriers(page: Page): Promise<string[]> {
  const before = page.viewportSize();
  const found: string[] = [];
  for (const { colorScheme, width } of viewports) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    const finds = [...(await findLayoutFaults(page)), ...(await findAxeViolations(page))];
    found.push(...finds.map((find) => `in ${colorScheme} at ${width} pixels: ${find}`));
  }
  // 1280 CSS pixels at 400% zoom
  await page.setViewportSize({ width: 320, height: 800 });
  found.push(...(await findLayoutFaults(page)).map((find) => `at 320 pixels: ${find}`));
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
  return found;
}

/** Everything looked at is open to all by day, by night and at 400% zoom. With SHOTS, pictures of it on a phone and on a desk. */
export async function checkPage(page: Page, name: string): Promise<void> {
  expect({ name, barriers: await findAccessibilityBarriers(page) }).toEqual({ name, barriers: [] });
  const shots = process.env["SHOTS"];
  if (!shots) return;
  for (const width of [390, 1280])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
}

/** Gives a browser a fingerprint reader that always says yes. */
export async function addAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
