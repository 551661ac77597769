import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAccessibilityBarriers, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { copiedText } from "tests/support/giving/pdf-contents";
import { emailedLinks, findInEmail } from "tests/support/site/emailed-link";
import { payByCard } from "tests/support/site/pay-by-card";
import { openReceipt } from "tests/support/site/give";
import { patienceMs } from "tests/support/wait-until";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).innerText();
const main = (page: Page) => page.locator("main").innerText();
const pressButton = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();

/** Fills in both steps, with a room where one is named. */
async function fillIn(page: Page, email: string, room?: string): Promise<void> {
  await page.goto(`${site.url}/sponsor?utm_source=journey`);
  await page.getByText("£2.50 a week", { exact: true }).click();
  if (room) {
    await page.getByText("Or choose a room").click();
    await page.getByText(room, { exact: true }).first().click();
  }
  await pressContinue(page);
  await page.getByLabel("First name").fill("Siân");
  await page.getByLabel("Last name").fill("O’Hara-Lee");
  await page.getByLabel("Email address", { exact: true }).fill(email);
}

async function pressContinue(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByText("Step 2 of 2").waitFor();
}

/** From the form to Stripe's page, with a look at the screen between. @returns what that screen said */
async function continueToPayment(page: Page): Promise<string> {
  await pressButton(page, "Check and continue");
  await page.getByRole("heading", { name: "Check your details" }).waitFor();
  const said = await main(page);
  await pressButton(page, "Continue to payment");
  await page.waitForURL(/\/c\/pay\//);
  return said;
}

async function confirmPayment(page: Page): Promise<void> {
  await page.locator("form button").last().click();
  await page.waitForURL(/\/sponsor\/thank-you\//);
}

/** The subjects of the emails to an address, once there are as many as expected, newest first. */
async function readEmailsTo(page: Page, email: string, count: number): Promise<string> {
  const subjects = async () => {
    await page.goto(`${site.outboxUrl}/?to=${encodeURIComponent(email)}`);
    return await page.locator("main a[href*='/outbox/']").allInnerTexts();
  };
  await expect.poll(async () => (await subjects()).length, { timeout: patienceMs, interval: 300 }).toBe(count);
  return (await subjects()).join("\n");
}

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("joining %s", (_, javaScriptEnabled) => {
  const open = () => browser.open({ javaScriptEnabled });
  const email = (what: string) => `${what}-${javaScriptEnabled ? "js" : "plain"}@example.org`;

  it("by card every 4 weeks, fee covered and Gift Aid added, ends with thanks that can be reloaded", async () => {
    const page = await open();
    await fillIn(page, email("four"));
    await page.getByLabel("to each payment to cover costs").check();
    await page.getByLabel(/Yes, I want Roomlight/).check();
    await page.getByLabel("House name or number").fill("12 Example Street");
    await page.getByLabel("Postcode").fill("sw1a1aa");
    const said = await continueToPayment(page);
    expect(said).toMatch(/£10\.43/);
    expect(said).toContain("every 4 weeks");
    expect(said).toContain("The Direct Debit Guarantee");
    expect(await page.locator("body").innerText()).toContain("£10.43");
    await payByCard(page, { name: "S O’Hara-Lee" });
    await page.waitForURL(/\/sponsor\/thank-you\//);
    expect(await heading(page)).toBe("Thank you. You help to keep a room lit");
    // Without its script the button to share does nothing, so it is not there.
    await expect.poll(() => page.getByRole("button", { name: /^(Share|Copy link)$/ }).isVisible()).toBe(javaScriptEnabled);
    await openReceipt(page);
    const shown = await main(page);
    expect(shown).toContain("£10.43 every 4 weeks");
    expect(shown).toContain("£2.60");
    expect(shown).not.toContain("O’Hara");
    await page.reload();
    await openReceipt(page);
    expect(await main(page)).toBe(shown);
    const emails = await readEmailsTo(page, email("four"), 2);
    expect(emails).toContain("Thank you: £10.43 every 4 weeks to Roomlight");
  });

  it("by card each week, to a room, in memory of somebody, with a card for somebody else", async () => {
    const page = await open();
    await fillIn(page, email("week"), "Birch");
    await page.getByText("Every week", { exact: true }).click();
    await page.getByText("In honour or in memory of somebody", { exact: true }).click();
    await page.getByText("In memory of somebody", { exact: true }).click();
    await page.getByLabel("Their name").fill("Gran");
    await page.getByLabel("Send somebody a card").check();
    await page.getByLabel("Who is it for?").fill("Mo");
    await page.getByLabel("Their email address").fill(email("mo"));
    await page.getByLabel("Your words on the card").fill("For her.\nWith love");
    const said = await continueToPayment(page);
    expect(said).toContain("Payments every week are by card.");
    expect(said).toContain("Birch");
    expect(await page.getByLabel("Bacs Direct Debit").count()).toBe(0);
    await payByCard(page, { name: "S O’Hara-Lee" });
    await page.waitForURL(/\/sponsor\/thank-you\//);
    await openReceipt(page);
    expect(await main(page)).toContain("£2.50 every week");
    expect(await readEmailsTo(page, email("mo"), 1)).toContain("in memory of Gran");
  });

  it("as a present, with a certificate that whom it is for gets by email", async () => {
    const page = await open();
    await fillIn(page, email("giver"), "Birch");
    await page.getByText("A present for somebody", { exact: true }).click();
    await page.getByLabel("It is a present for somebody").check();
    await page.getByLabel("Your words on the certificate").fill("Happy birthday.\nWith love");
    await page.getByLabel("Email it to them as well").check();
    await page.getByLabel("Email address for the certificate").fill(email("given"));
    await pressButton(page, "Check and continue");
    // What is missing is in view where it was folded, and the rest is kept.
    await page.getByRole("link", { name: "Enter who the present is for" }).waitFor();
    expect(await page.getByLabel("Your words on the certificate").inputValue()).toBe("Happy birthday.\nWith love");
    await page.getByLabel("Who is the present for?").fill("Mo Candle");
    const said = await continueToPayment(page);
    expect(said).toContain("Mo Candle, from");
    expect(said).toContain(`By email to ${email("given")}`);
    await payByCard(page, { name: "S O’Hara-Lee" });
    await page.waitForURL(/\/sponsor\/thank-you\//);
    expect(await main(page)).toContain("The certificate of your present");
    expect(await main(page)).not.toContain("Candle");
    expect(await readEmailsTo(page, email("given"), 1)).toContain("A present from Siân O’Hara-Lee: a lit window");
    const link = await findInEmail(site.outboxUrl, email("given"), emailedLinks.certificate);
    const certificate = await page.request.get(link);
    expect(certificate.headers()).toMatchObject({ "content-type": "application/pdf", "cache-control": "no-store" });
    const copied = await copiedText(await certificate.body());
    expect(copied).toContain("MoCandle");
    expect(copied).toContain("sponsorstheroomBirchforyou");
    // Cut off on its way, it says so.
    expect((await page.request.get(link.slice(0, -1))).status()).toBe(404);
  });

  it("by Direct Debit from a chosen day takes nothing before it", async () => {
    const page = await open();
    await fillIn(page, email("debit"));
    await page.getByText("Start on another day").click();
    await page.getByText("On a day I choose").click();
    const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel("The day of the first payment").fill(day);
    await continueToPayment(page);
    await page.getByLabel("Bacs Direct Debit").check();
    await page.getByLabel("Sort code").fill("10-88-00");
    await page.getByLabel("Account number").fill("00012345");
    await page.getByLabel("Name on account").fill("S O’Hara-Lee");
    await page.getByLabel("Address line 1").fill("12 Example Street");
    const postcode = page.getByLabel("Postcode");
    if ((await postcode.count()) > 0) await postcode.fill("SW1A 1AA");
    await confirmPayment(page);
    expect(await heading(page)).toMatch(/^Thank you\. It starts on \d/);
    await openReceipt(page);
    const shown = await main(page);
    expect(shown).toContain("Nothing was taken today");
    expect(shown).toContain("Direct Debit");
    expect(await readEmailsTo(page, email("debit"), 1)).toContain("Thank you: £10.00 every 4 weeks");
  });

  it("with mistakes says them all, keeps what was typed, and goes on once they are put right", async () => {
    const page = await open();
    await page.goto(`${site.url}/sponsor?utm_source=journey`);
    await page.getByText("Another amount").click();
    await page.getByLabel("How much each week, in pounds?").fill("2.49");
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    const summary = page.getByRole("alert");
    expect(await summary.innerText()).toMatch(/There is a problem[\s\S]*£2\.49 a week is too small/);
    await page.getByLabel("How much each week, in pounds?").fill("5");
    await pressContinue(page);
    await page.getByLabel("First name").fill("Siân");
    await page.getByLabel("Email address", { exact: true }).fill("no-at-sign");
    await page.getByText("Start on another day").click();
    await page.getByText("On a day I choose").click();
    await page.getByLabel("The day of the first payment").fill("2026-01-01");
    await pressButton(page, "Check and continue");
    await summary.waitFor();
    expect(await summary.innerText()).toMatch(/There is a problem: 2 things to fix[\s\S]*has passed[\s\S]*no @/);
    expect(await page.getByLabel("First name").inputValue()).toBe("Siân");
    // What is wrong is in view, also where it was folded.
    expect(await page.getByLabel("The day of the first payment").isVisible()).toBe(true);
    await page.getByText("Now", { exact: true }).click();
    // The amount can still be changed, and all that was typed stays.
    await page.getByRole("button", { name: "Change amount or room" }).click();
    await page.getByLabel("How much each week, in pounds?").fill("7.50");
    await pressContinue(page);
    expect(await page.getByLabel("First name").inputValue()).toBe("Siân");
    await page.getByLabel("Email address", { exact: true }).fill(email("mended"));
    expect(await continueToPayment(page)).toContain("£30.00");
    await page.locator("a[href*='again=']").first().click();
    await page.waitForURL(/\/sponsor\?again=/);
    expect(await main(page)).toContain("Nothing was agreed, nothing was taken");
    expect(await main(page)).toContain("£7.50 a week");
    expect(await page.getByLabel("First name").inputValue()).toBe("Siân");
    const elsewhere = await open();
    await elsewhere.goto(page.url());
    expect(await elsewhere.getByLabel("First name").inputValue()).toBe("");
  });
});

describe("every screen of joining", () => {
  it("is open to all", async () => {
    const page = await browser.open();
    await page.goto(`${site.url}/sponsor`);
    expect(await findAccessibilityBarriers(page)).toEqual([]);
    await fillIn(page, "axe@example.org");
    expect(await findAccessibilityBarriers(page)).toEqual([]);
    await page.getByLabel("Email address", { exact: true }).fill("");
    await pressButton(page, "Check and continue");
    await page.getByRole("alert").waitFor();
    expect(await findAccessibilityBarriers(page)).toEqual([]);
    await page.getByLabel("Email address", { exact: true }).fill("axe@example.org");
    await pressButton(page, "Check and continue");
    await page.getByRole("heading", { name: "Check your details" }).waitFor();
    expect(await findAccessibilityBarriers(page)).toEqual([]);
    await pressButton(page, "Continue to payment");
    await page.waitForURL(/\/c\/pay\//);
    await payByCard(page, { name: "S O’Hara-Lee" });
    await page.waitForURL(/\/sponsor\/thank-you\//);
    expect(await findAccessibilityBarriers(page)).toEqual([]);
  });

  it("can be gone through by keyboard alone", async () => {
    const page = await browser.open();
    await page.goto(`${site.url}/sponsor`);
    /** Tabs on until what has the focus is what was meant. */
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 60; presses++) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`the keyboard does not reach ${selector}`);
    };
    await tabTo("[name=weekly]");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.getByText("Step 2 of 2").waitFor();
    await tabTo("#first");
    await page.keyboard.type("Ada");
    await tabTo("#email");
    await page.keyboard.type("keys@example.org");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Check your details" }).waitFor();
    await tabTo("button[value=pay]");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/c\/pay\//);
    expect(await page.locator("body").innerText()).toContain("£10.00");
  });

  it.each([true, false])("is led to from a single gift, with its amount (JavaScript: %s)", async (javaScriptEnabled) => {
    const page = await browser.open({ javaScriptEnabled });
    await page.goto(`${site.url}/donate`);
    await page.getByText("£15", { exact: true }).click();
    await page.getByRole("button", { name: "Every week" }).click();
    await page.waitForURL(/\/sponsor\?amount=15/);
    expect(await page.getByLabel("How much each week, in pounds?").inputValue()).toBe("15.00");
  });
});
