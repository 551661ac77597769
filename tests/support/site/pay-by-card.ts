import type { Page } from "playwright-core";

/** Fills in Stripe's page for a sponsorship and confirms it. */
export async function payByCard(page: Page, { number = "4242 4242 4242 4242", name = "S Example" } = {}): Promise<void> {
  const card = page.getByLabel("Card", { exact: true });
  // Where a card is the only way, there is nothing to choose.
  if ((await card.count()) > 0) await card.check();
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel(/Expiry/).fill("12 / 44");
  await page.getByLabel(/CVC/).fill("123");
  await page.getByLabel("Name on card").fill(name);
  await page.locator("form button").last().click();
}
