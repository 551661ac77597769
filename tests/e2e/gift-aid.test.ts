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

const lead = (page: Page) => page.locator("main .lead").innerText();
const tag = (page: Page) => page.locator("h1 .tag").innerText();

/** Presses a button of a form, and waits for the page that answers it. */
async function press(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
}

/** What the pretend HMRC does with the next claim that is in order. */
async function planAtHmrc(scenario: string): Promise<void> {
  const answer = await fetch(`${site.hmrcUrl}/_sandbox/next`, {
    method: "POST",
    body: new URLSearchParams({ scenario }),
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
}

async function giveWithGiftAid(page: Page): Promise<void> {
  await page.goto(`${site.url}/donate`);
  await page.getByText("£30", { exact: true }).click();
  await page.getByLabel(/Yes, I want Roomlight/).check();
  await page.getByText("This gift and any I make from now on").click();
  await page.getByLabel("House name or number").fill("12 Example Street");
  await page.getByLabel("Postcode").fill("sw1a1aa");
  await page.getByLabel("First name").fill("Quentin");
  await page.getByLabel("Last name").fill("Featherstone");
  await page.getByLabel("Email address").fill("quentin@example.org");
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.getByLabel("Card", { exact: true }).check();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByLabel(/Expiry/).fill("12 / 34");
  await page.getByLabel(/CVC/).fill("123");
  await page.getByLabel("Name on card").fill("Q Featherstone");
  await page.getByRole("button", { name: /^Donate £/ }).click();
  await page.waitForURL(/thank-you/);
}

/** Asks HMRC on the claim's page until it has an answer. */
async function awaitAnswer(page: Page): Promise<string> {
  for (let asked = 0; asked < 10 && (await tag(page)) === "With HMRC"; asked++) await press(page, "Ask HMRC now");
  return await tag(page);
}

it("a claim: prepared, its answer lost, a row refused, the rest accepted and paid; the row put right, and a refund taken off the next claim", async () => {
  const page = await browser.open();
  await giveWithGiftAid(page);
  // What was given today can be claimed from tomorrow.
  await site.stripeControl("clock/advance", { seconds: 24 * 60 * 60 });
  await page.goto(`${site.url}/desk/sign-in`);
  await page
    .locator("button", { hasText: /administrator/i })
    .first()
    .click();
  await page.goto(`${site.url}/desk/gift-aid`);
  expect(await lead(page)).toMatch(/^£[\d,.]+ can be claimed now, on \d+ gifts\.$/);
  await checkPage(page, "gift-aid");
  await page.getByRole("link", { name: "Look at them row by row first" }).click();
  expect(await page.locator("table").last().innerText()).toContain("Featherstone");
  await checkPage(page, "gift-aid-ready");
  await page.goto(`${site.url}/desk/gift-aid`);
  await press(page, "Prepare a claim");
  expect(await tag(page)).toBe("Ready");
  const claim = page.url();
  await checkPage(page, "claim-ready");

  await planAtHmrc("answer lost, and not taken");
  await press(page, "Submit to HMRC");
  expect(await tag(page)).toBe("Answer lost");
  expect(await lead(page)).toContain("It is not sent again by itself");
  await press(page, "Look at HMRC’s list");
  expect(await page.locator("main").innerText()).toContain("The list did not have the claim");
  await checkPage(page, "claim-unknown");
  await press(page, "HMRC does not have it: make it ready again");
  expect(await tag(page)).toBe("Ready");

  // Somebody else's row than that of the gift which is refunded later.
  const isFirst = (await page.locator("tbody tr").first().innerText()).includes("Featherstone");
  await planAtHmrc(isFirst ? "3001 line 2 refused" : "3001 line 1 refused");
  await press(page, "Submit to HMRC");
  expect(await awaitAnswer(page)).toBe("Refused");
  const refused = page.getByRole("region", { name: "Rows that HMRC refused" });
  expect(await refused.innerText()).toContain("HMRC: ");
  expect(await refused.locator("tbody tr").count()).toBe(1);
  await checkPage(page, "claim-refused");
  await press(page, "Send the rest to HMRC");
  expect(await awaitAnswer(page)).toBe("Accepted");
  await page.locator("#paidOn").fill("2026-02-31");
  await press(page, "Record the payment");
  expect(await page.locator(".errors").innerText()).toContain("Choose the day on which it came in");
  await page.locator("#paidOn").fill((await page.locator("#paidOn").getAttribute("max")) ?? "");
  await page.locator("#bankReference").fill("HMRC CHARITIES GA");
  await checkPage(page, "claim-accepted");
  await press(page, "Record the payment");
  expect(await tag(page)).toBe("Paid");
  expect(await page.locator("main").innerText()).toContain("The payment is exactly what was asked for.");

  // The refused row: its name is put right for HMRC, and its gifts are let back in.
  await page.goto(`${site.url}/desk/gift-aid?show=left_out`);
  const held = page.getByRole("region", { name: "Left out" }).locator("tbody tr");
  await checkPage(page, "gift-aid-left-out");
  for (let isCorrected = false; (await held.count()) > 0; isCorrected = true) {
    await held.first().getByRole("rowheader").getByRole("link").click();
    await press(page, "Let it be claimed again");
    if (!isCorrected) {
      await page.locator("#last").fill("Q");
      await press(page, "Save for HMRC");
      expect(await page.locator("#last-why").innerText()).toContain("only an initial");
      await checkPage(page, "gift-aid-gift");
      await page.locator("#last").fill("Putright");
      await press(page, "Save for HMRC");
      expect(await page.locator("main").innerText()).toContain("HMRC will have it as you wrote it");
    }
    await page.goto(`${site.url}/desk/gift-aid?show=left_out`);
  }

  // A gift that HMRC has paid for goes back.
  await page.goto(claim);
  await page.locator("tr", { hasText: "Featherstone" }).getByRole("link", { name: /^RL-/ }).click();
  await page.locator("dd a", { hasText: /^RL-/ }).click();
  expect(await page.locator("main").innerText()).toMatch(/Gift Aid claim\s+GA-\d+, paid/);
  await page.getByRole("radio").first().check();
  await press(page, "Refund");
  expect(page.url()).toContain("done=refunded");
  await page.goto(`${site.url}/desk/gift-aid`);
  expect(await page.locator("main").innerText()).toContain("£7.50 is taken off the next claim");
  await press(page, "Prepare a claim");
  const taken = page.getByRole("region", { name: "Taken off for earlier claims" });
  expect(await taken.innerText()).toMatch(/Refunded after it was claimed\s+£30\.00\s+£7\.50/);
  expect(await page.getByRole("region", { name: "Rows", exact: true }).innerText()).toContain("Putright");
  await checkPage(page, "claim-with-adjustment");
  await press(page, "Submit to HMRC");
  expect(await awaitAnswer(page)).toBe("Accepted");
  await page.goto(`${site.url}/desk/gift-aid/claims`);
  expect(await page.locator("tbody tr").count()).toBe(2);
  await checkPage(page, "claims");
});
