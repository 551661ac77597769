import type { Page } from "playwright-core";
import { enter } from "./keyboard";

/** Goes on to Stripe's page from the form: at once where the form had fetched its key, else over the page that shows the exact sums. */
export async function pressDonate(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: /^Donate( £|$)/ });
  await button.click();
  await page.waitForLoadState();
  const isCheck = (await page.getByRole("heading", { level: 1 }).first().textContent()) === "Check your donation";
  if (isCheck) await button.click();
}

/** The same by the Enter key in a field: whichever page comes is waited for, as no press of a key waits for one. */
export async function enterDonation(page: Page): Promise<void> {
  await page.keyboard.press("Enter");
  const check = page.getByRole("heading", { level: 1, name: "Check your donation" });
  await Promise.race([check.waitFor(), page.waitForURL(/\/c\/pay\//)]);
  if (await check.isVisible()) await enter(page, page.getByRole("button", { name: /^Donate £/ }));
  await page.waitForURL(/\/c\/pay\//);
}
