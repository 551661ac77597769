import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findAxeViolations, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { waitUntil } from "tests/support/wait-until";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

const open = () => browser.open();
const heading = (page: Page) => page.locator("h1").innerText();
const reader = "reader@example.org";

/** Waits until an email to somebody with these words as its subject is in the outbox, and opens it there. */
async function openEmail(page: Page, to: string, subject: string): Promise<void> {
  const link = page.getByRole("link", { name: subject }).first();
  await waitUntil(
    async () => {
      await page.goto(`${site.outboxUrl}/?to=${encodeURIComponent(to)}`);
      return (await link.count()) > 0;
    },
    () => page.locator("main").innerText(),
  );
  await link.click();
  await page.waitForURL(/\/outbox\//);
}

/** Everything looked at is open to all, and no wider than the window. */
async function checkPage(page: Page, name: string): Promise<void> {
  expect({ name, finds: await findAxeViolations(page) }).toEqual({ name, finds: [] });
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect({ name, width, fits: await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth) }).toEqual({
      name,
      width,
      fits: true,
    });
    const shots = process.env["SHOTS"];
    if (shots) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true });
  }
}

it("an issue is written, looked at, sent, read on the site and in the feed, and left by its one click", async () => {
  const page = await open();
  await page.goto(`${site.url}/newsletter`);
  await page.getByRole("checkbox").first().check();
  await page.getByRole("radio").first().check();
  await page.locator("#email").fill(reader);
  await page.locator("form:has(#email) button").last().click();
  await page.waitForURL(/\/newsletter\/asked/);
  await openEmail(page, reader, "confirm");
  await page.goto(`${page.url()}/text`);
  const confirm = /(\/newsletter\/confirm\/[\w-]+)/.exec(await page.locator("pre").innerText())?.[1] ?? "";
  await page.goto(site.url + confirm);
  await page.locator("main form button").first().click();
  await openEmail(page, reader, "Welcome");

  await page.goto(`${site.url}/desk/newsletter`);
  expect(page.url()).toBe(`${site.url}/desk/sign-in?to=%2Fdesk%2Fnewsletter`);
  await page.getByRole("button", { name: "Sign in as administrator" }).click();
  await page.waitForURL(/\/desk\/newsletter$/);
  await checkPage(page, "desk");
  await page.getByRole("link", { name: "Write an issue" }).click();
  await page.waitForURL(/\/new$/);
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await page.waitForSelector(".errors");
  await checkPage(page, "desk-new-mistakes");
  await page.locator("#subject").fill("What a locked door means");
  await page.locator("#preview").fill("One door, one key, and who holds it.");
  await page
    .locator("#body")
    .fill("In a safe house the person inside **holds the key**.\n\n![](picture:none)\n\n{{house}}\n\n[button: See the rooms](/sponsor)\n");
  await page.locator("[name=reach][value=every]").check();
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await page.waitForURL(/\/desk\/newsletter\/[\w-]{36}$/);
  const issue = page.url();
  expect(await page.locator("main").innerText()).toContain("Line 3: a picture needs words");
  await page
    .locator("#body")
    .fill("In a safe house the person inside **holds the key**.\n\n{{house}}\n\n[button: See the rooms](/sponsor)\n");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(issue);
  await page.waitForSelector("text=Go on to sending");
  await checkPage(page, "desk-issue");
  await page.getByRole("link", { name: "What it said before" }).click();
  await page.waitForURL(/\/versions$/);
  await page.locator("main summary").click();
  expect(await page.locator("pre").innerText()).toContain("picture:none");
  await checkPage(page, "desk-versions");
  await page.goto(`${issue}/preview`);
  const frame = page.frameLocator("iframe").first();
  expect(await frame.locator("h1").innerText()).toBe("What a locked door means");
  await checkPage(page, "desk-preview");
  await page.goto(`${issue}/send`);
  expect(await page.locator("main").innerText()).toContain("1 person");
  await checkPage(page, "desk-send");
  await page.getByRole("button", { name: "Send it to 1 person" }).click();
  await page.waitForURL(issue);
  await openEmail(page, reader, "What a locked door means");
  const email = page.url();
  await page.goto(issue);
  await expectEventually(page, issue, /Delivered\s+1/);
  await checkPage(page, "desk-sent");

  const anybody = await open();
  await anybody.goto(`${site.url}/news`);
  await checkPage(anybody, "news");
  await anybody.getByRole("link", { name: "What a locked door means" }).click();
  await anybody.waitForURL(/news\/\d{4}-\d\d-what-a-locked-door-means$/);
  expect(await heading(anybody)).toBe("What a locked door means");
  await checkPage(anybody, "news-issue");
  const picture = await anybody.locator('meta[property="og:image"]').getAttribute("content");
  const drawn = await anybody.request.get(picture ?? "");
  expect(drawn.headers()["content-type"]).toBe("image/png");
  if (process.env["SHOTS"]) await (await import("node:fs/promises")).writeFile(`${process.env["SHOTS"]}/share.png`, await drawn.body());
  const feed = await (await anybody.request.get(`${site.url}/news.atom`)).text();
  expect(feed).toContain("<title>What a locked door means</title>");
  expect(`${await anybody.content()}${feed}`).not.toMatch(/preferences\/|href="[^"]*unsubscribe|newsletter\/leave|\{\{\{|reader@/i);

  await page.goto(`${email}/headers`);
  const oneClick = /<(http[^>]+)>/.exec(await page.locator("main").innerText())?.[1] ?? "";
  await page.request.get(oneClick);
  await page.goto(`${site.url}/desk/newsletter/new`);
  expect((await page.request.post(oneClick, { form: { "List-Unsubscribe": "One-Click" } })).status()).toBe(200);
  await page.locator("#subject").fill("Another email");
  await page.locator("#body").fill("More words.");
  await page.locator("[name=reach][value=every]").check();
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await page.waitForURL(/\/desk\/newsletter\/[\w-]{36}$/);
  await expectEventually(page, page.url(), /Would reach\s+0 people/);
});

/** Looks again until the page says so. */
async function expectEventually(page: Page, url: string, words: RegExp): Promise<void> {
  const shown = () => page.locator("main").innerText();
  await waitUntil(async () => {
    await page.goto(url);
    return words.test(await shown());
  }, shown);
}
