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

const heading = (page: Page) => page.locator("h1").innerText();

/** Everything looked at has no script but that of the desk's keys, which nothing needs, is open to all, and is no wider than the window. */
async function checkPage(page: Page, name: string): Promise<void> {
  expect({ name, scripts: await page.locator("script:not([src*='/assets/desk-'])").count() }).toEqual({ name, scripts: 0 });
  expect({ name, finds: await findAxeViolations(page) }).toEqual({ name, finds: [] });
  const shots = process.env["SHOTS"];
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect({ name, width, fits: await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth) }).toEqual({
      name,
      width,
      fits: true,
    });
    for (const scheme of shots ? (["light", "dark"] as const) : []) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: `${shots}/${name}-${width}-${scheme}.png`, fullPage: true });
    }
  }
}

const evidence = "news events,2026-03-01,“Send me news”,Summer fair";
const buildCsv = (addresses: string[]) =>
  Buffer.from(
    `\uFEFFemail;topics;consented_at;consent_words;consent_source\r\n${addresses.map((address) => `${address},${evidence}`.replaceAll(",", ";")).join("\r\n")}`,
  );
const addresses = Array.from({ length: 130 }, (_, place) => (place % 2 ? `person${place}` : `person${place}@example.org`));

async function send(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator("#list").setInputFiles({ name, mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Read this list" }).click();
}

/** Waits until the page, which looks again by itself, says how it ended. */
async function waitForText(page: Page, words: RegExp): Promise<void> {
  await waitUntil(
    async () => words.test(await page.title()),
    () => page.title(),
  );
}

it("a list is read, imported and taken out, and an address is stopped and let in again, with no script that a page needs", async () => {
  const page = await browser.open();
  await page.goto(`${site.url}/desk/newsletter/lists`);
  await page.getByRole("button", { name: "Sign in as administrator" }).click();
  await page.waitForURL(/\/desk\/newsletter\/lists$/);
  await page.getByRole("link", { name: "Lists", exact: true }).click();
  await page.waitForURL(/\/lists$/);
  await page.locator("main summary").click();
  await checkPage(page, "lists");

  await send(page, "people.xlsx", Buffer.from("PK\u0003\u0004 and so on"));
  await page.waitForSelector(".errors");
  expect(await page.locator(".errors").innerText()).toContain("Excel workbook");
  await checkPage(page, "lists-mistake");

  const days = (count: number) => Array.from({ length: count }, (_, place) => `early${place}@example.org`);
  await send(page, "days.csv", Buffer.from(buildCsv(days(2)).toString().replaceAll("2026-03-01", "01/03/2026")));
  await page.waitForURL(/\/lists\/[\w-]{36}$/);
  await waitForText(page, /^How does this list write its days\?$/);
  await checkPage(page, "list-asks");
  await page.getByRole("button", { name: "Read it this way" }).click();
  await page.waitForSelector(".errors");
  await checkPage(page, "list-asks-mistake");
  await page.getByRole("radio", { name: "1 March 2026" }).check();
  await page.getByRole("button", { name: "Read it this way" }).click();
  await waitForText(page, /^2 people can be imported$/);
  expect(await page.locator("main").innerText()).toContain("01/03/2026 was read as 1 March 2026");
  await page.getByRole("button", { name: "Delete this list" }).click();
  await waitForText(page, /^This list was deleted$/);
  await page.goto(`${site.url}/desk/newsletter/lists`);

  await send(page, "people.csv", buildCsv(addresses));
  await page.waitForURL(/\/lists\/[\w-]{36}$/);
  await waitForText(page, /^65 people can be imported$/);
  const list = page.url();
  await checkPage(page, "list-checked");
  expect(await page.locator("tbody tr").count()).toBe(50);
  await page.getByRole("link", { name: "The next lines" }).click();
  await page.waitForURL(/after=/);
  expect(await page.locator("tbody tr").count()).toBe(15);
  expect(await page.locator("tbody tr").last().innerText()).toMatch(/^131\s+email: it has no @/);

  await page.getByRole("button", { name: "Import these 65 people" }).click();
  await page.waitForURL(/lists\/[\w-]{36}(#lines)?$/);
  await waitForText(page, /^65 people were imported$/);
  await checkPage(page, "list-done");
  await page.goto(`${site.url}/desk/newsletter/lists`);
  await checkPage(page, "lists-again");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download as CSV" }).click()]);
  expect(download.suggestedFilename()).toMatch(/^subscribers-\d{4}-\d\d-\d\d\.csv$/);

  await page.getByRole("link", { name: "Look up a subscriber" }).click();
  await page.waitForURL(/\/suppressions$/);
  await checkPage(page, "address");
  const lookUp = async (email: string) => {
    await page.locator("#email").fill(email);
    await page.getByRole("button", { name: "Look it up" }).click();
    await page.waitForSelector("main dl");
  };
  await lookUp("person0@example.org");
  expect(await page.locator("main").innerText()).toMatch(/News, Events.*Said yes to Events, by a list/s);
  await checkPage(page, "address-known");
  await page.getByRole("radio", { name: /Preference Service/ }).check();
  await page.getByRole("button", { name: "Send no newsletter" }).click();
  await page.getByRole("status").waitFor();
  expect(await heading(page)).toBe("No newsletter goes to this address");
  await page.getByRole("button", { name: "Let them sign up again" }).click();
  await page.waitForSelector(".errors");
  await checkPage(page, "address-lift-mistakes");
  await page.getByRole("radio", { name: "In writing" }).check();
  await page.locator("#requestedOn").fill("2026-11-02");
  await page.locator("#statement").fill("I pressed the wrong button and would like news again");
  await page.getByRole("button", { name: "Let them sign up again" }).click();
  await page.waitForSelector("text=sign up again by themselves");
  expect(await page.locator("main").innerText()).toContain("“I pressed the wrong button and would like news again”");
  expect(page.url()).toBe(`${site.url}/desk/newsletter/suppressions`);
  await checkPage(page, "address-lifted");

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/desk\/sign-in$/);
  await page.goto(list);
  expect(page.url()).toContain(`${site.url}/desk/sign-in?to=`);
});
