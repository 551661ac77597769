import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkPage, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

const heading = (page: Page) => page.locator("h1").innerText();

/** Presses a button of a form, and waits for the page that answers it. */
async function press(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
}

it("without JavaScript a gift is entered, too", async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(`${site.url}/desk/gifts/new`);
  await press(page, "Sign in as treasurer");
  await page.getByLabel("How it came").selectOption("cash");
  await page.getByLabel("Amount").fill("7");
  await page.getByLabel("The day on which it came").fill("2/3/2026");
  await press(page, "Enter donation");
  expect(await heading(page)).toMatch(/^Donation RL-\w{6}: £7\.00/);
});

it("a treasurer enters a cheque, corrects it, and brings in a list whose lines ask whose they are", async () => {
  const page = await browser.open();
  await page.goto(`${site.url}/desk/gifts/new`);
  await press(page, "Sign in as treasurer");
  expect(await heading(page)).toBe("Enter a donation");
  await page.getByLabel("How it came").selectOption("cheque");
  await page.getByLabel("Amount").fill("£25");
  await page.getByLabel("The day on which it came").fill("31/2/2026");
  await page.getByLabel("First name").fill("Edith");
  await page.getByLabel("Last name").fill("Brown");
  await page.getByLabel("Postcode (optional)").fill("EX4 3RG");
  await press(page, "Enter donation");
  expect(await page.locator(".errors").innerText()).toContain("There is no such day");
  await checkPage(page, "offline-gift-mistake");
  await page.getByLabel("The day on which it came").fill("27/3/2026");
  await press(page, "Enter donation");
  expect(await page.locator(".errors").innerText()).toContain("Choose whose donation it is");
  await checkPage(page, "offline-gift-whose");
  await page.getByLabel(/Edith Brown/).check();
  await press(page, "Enter donation");
  expect(await heading(page)).toMatch(/^Donation RL-\w{6}: £25\.00/);
  await checkPage(page, "offline-gift");

  await page.getByRole("link", { name: /^Correct it/ }).click();
  await page.getByLabel("Amount").fill("52");
  await page.getByLabel("Why it is corrected").fill("Figures turned around");
  await checkPage(page, "offline-gift-correct");
  await press(page, "Save correction");
  expect(await page.locator("main").innerText()).toContain("Figures turned around");
  expect(await heading(page)).toContain("£52.00");

  await page.goto(`${site.url}/desk/gifts/imports`);
  await checkPage(page, "gift-imports");
  const csv = [
    "date,amount,how,name,email,postcode,reference",
    "01/03/2026,10,standing order,Edith Brown,,EX4 3RG,SO",
    "13/03/2026,5,cash,,,,",
    "13/03/2026,nothing,cash,,,,",
    "27/03/2026,52,cheque,Edith Brown,,EX4 3RG,",
  ].join("\n");
  await page.getByLabel("The list, as a CSV file").setInputFiles({ name: "gifts.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await press(page, "Read this list");
  await page.waitForSelector("text=3 donations in this list");
  await checkPage(page, "gift-import");
  expect(await page.getByRole("radio", { name: /Edith Brown/ }).isChecked()).toBe(true);
  await page.getByRole("link", { name: "Looks the same as another: 1" }).click();
  await page.waitForURL(/[?&]lines=double/);
  await checkPage(page, "gift-import-doubles");
  await press(page, "Bring in what is ready or chosen");
  await page.waitForSelector("text=2 donations were brought in");
  await checkPage(page, "gift-import-done");
  await page.goto(`${site.url}/desk/gifts?method=standing_order`);
  expect(await page.locator("tbody").innerText()).toMatch(/Edith Brown[\s\S]*Standing order/);
});
