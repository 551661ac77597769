import type { Page } from "playwright-core";
import { pressDonate } from "./press-donate";

/** The key of one attempt, as the form's small script fetches it: with it a form goes on to payment without a check page. */
export async function fetchDonationKey(siteUrl: string): Promise<string> {
  const { key } = (await (await fetch(`${siteUrl}/donate/key`)).json()) as { key: string };
  return key;
}

/** Unfolds the facts on a thank-you page. */
export const openReceipt = (page: Page): Promise<void> => page.locator("main details > summary").first().click();

/** Gives £30 by card, as a visitor of the site does, and waits for the thanks. */
export async function giveByCard(page: Page, siteUrl: string, email: string): Promise<void> {
  await page.goto(`${siteUrl}/donate`);
  await fillInAndPay(page, email);
}

/** The same in a form for giving that is open already, whatever it is for. */
export async function fillInAndPay(page: Page, email: string): Promise<void> {
  await page.getByText("£30", { exact: true }).click();
  await page.getByLabel("First name").fill("Siân");
  await page.getByLabel("Last name").fill("Parry");
  await page.getByLabel("Email address").fill(email);
  await pressDonate(page);
  await page.getByLabel("Card", { exact: true }).check();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByLabel(/Expiry/).fill("12 / 34");
  await page.getByLabel(/CVC/).fill("123");
  await page.getByLabel("Name on card").fill("S Parry");
  await page.getByRole("button", { name: /^Donate £/ }).click();
  await page.waitForURL(/thank-you/);
}
