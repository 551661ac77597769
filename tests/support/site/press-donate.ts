import type { Page } from "playwright-core";

/** Goes on to Stripe's page from the form: at once where the form had fetched its key, else over the page that shows the exact sums. */
export async function pressDonate(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: /^Donate( £|$)/ });
  await button.click();
  await page.waitForLoadState();
  const isCheck = (await page.getByRole("heading", { level: 1 }).first().textContent()) === "Check your donation";
  if (isCheck) await button.click();
}
