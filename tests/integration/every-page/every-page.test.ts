import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { now } from "~/platform/clock";
import { fillWithDemonstration } from "../../../prisma/demonstration";
import { enableDemonstration } from "tests/support/desk/desk-requests";
import { findAccessibilityBarriers, useBrowser } from "tests/support/site/browser";
import { findUnknownClasses } from "tests/support/site/unknown-classes";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { findPages } from "tests/support/whole-site/find-pages";
import { startWholeSite, type WholeSite } from "tests/support/whole-site/start-whole-site";

/**
 * Every route of `app/routes.ts` that shows a page, in a real browser: new ones take part by themselves. `npm run gallery` makes pictures
 * of all of them on the way, at three widths by day and by night, and of each form in forced colours.
 */
const pictures = process.env["GALLERY"];
/** `PAGES=desk/gifts` looks at those alone. */
const wanted = new RegExp(process.env["PAGES"] ?? "");

/** What an email looks like, as a frame at the desk shows it: the tests of emails look at them. */
const inFrames = new Set(["desk/newsletter/:id/email", "desk/newsletter/draft/email"]);

usePlanHarness();
const browser = useBrowser();

let site: WholeSite;
let endDemonstration: () => void;
beforeAll(async () => {
  endDemonstration = enableDemonstration();
  site = await startWholeSite({ staticDir: "public" });
});
afterAll(async () => {
  endDemonstration();
  await site.stop();
});

const readCookies = (header: string) =>
  header.split("; ").map((cookie) => {
    const [name = "", ...value] = cookie.split("=");
    return { name, value: value.join("="), url: site.url };
  });

const views = [320, 390, 1280].flatMap((width) => (["light", "dark"] as const).map((scheme) => ({ width, scheme })));

async function findFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const note = (where: string, found: string[]) => void faults.push(...found.map((each) => `${where}: ${each}`));
  note("barriers", await findAccessibilityBarriers(page));
  note("unknown classes", await findUnknownClasses(page));
  const marks = await page.evaluate(() => ({
    headings: document.querySelectorAll("h1").length,
    mains: document.querySelectorAll("main").length,
    title: document.title,
  }));
  if (marks.headings !== 1 || marks.mains !== 1) note("marks", [`${marks.headings} h1, ${marks.mains} main`]);
  if (marks.title === "") note("marks", ["no title"]);
  return faults;
}

async function takePictures(page: Page, folder: string, name: string): Promise<void> {
  const shoot = async (view: string) => void (await page.screenshot({ path: join(folder, `${name}-${view}.png`), fullPage: true }));
  for (const { width, scheme } of views) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 844 });
    await shoot(`${width}-${scheme}`);
  }
  await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
  if ((await page.locator("main form").count()) > 0) await shoot("1280-forced");
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
  const readme = readmePictures[name];
  if (!readme) return;
  await page.setViewportSize(readme);
  await page.screenshot({ path: join(folder, `readme-${name}.png`) });
}

/** One for each half of the site, as large as its screen: the README shows them, out of `docs/`. */
const readmePictures: Record<string, { width: number; height: number }> = {
  home: { width: 1280, height: 1040 },
  help: { width: 390, height: 844 },
  desk: { width: 1280, height: 800 },
};

test("every page is open to all by day and by night, and nothing in it is cut off, overlaps, or is too small to press", async () => {
  await fillWithDemonstration(now());
  const { pages, unseen } = await findPages(site);
  expect(unseen).toEqual([]);
  const page = await browser.open({ reducedMotion: "reduce" });
  // The build gives scripts addresses of their own; here they are files.
  await page.route(/[/](app|node_modules)[/].*[.]js$/, (route) => route.fulfill({ path: `.${new URL(route.request().url()).pathname}` }));
  if (pictures) await mkdir(pictures, { recursive: true });
  const faults: Record<string, string[]> = {};
  for (const [route, { path, cookie }] of pages) {
    if (!wanted.test(route) || inFrames.has(route)) continue;
    await page.context().clearCookies();
    if (cookie !== null) await page.context().addCookies(readCookies(cookie));
    await page.goto(site.url + path);
    const found = await findFaults(page);
    if (found.length > 0) faults[`${route} (${path})`] = found;
    if (pictures) await takePictures(page, pictures, route.replaceAll("*", "any").replaceAll(/[/:]+/g, "_") || "home");
  }
  expect(faults).toEqual({});
}, 1_200_000);
