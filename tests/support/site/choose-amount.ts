import type { Page } from "playwright-core";

/** Goes through the first step of the sponsor's form with a weekly amount in pounds that is not among the suggested ones. */
export async function chooseWeeklyAmount(page: Page, siteUrl: string, pounds: string): Promise<void> {
  await page.goto(`${siteUrl}/sponsor`);
  await page.getByText("Another amount").click();
  await page.getByLabel("How much each week, in pounds?").fill(pounds);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByText("Step 2 of 2").waitFor();
}
