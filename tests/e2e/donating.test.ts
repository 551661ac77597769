import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAccessibilityBarriers, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { openReceipt } from "tests/support/site/give";
import { patienceMs } from "tests/support/wait-until";
import { enterDonation, pressDonate } from "tests/support/site/press-donate";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

const day = 24 * 60 * 60;
const heading = (page: Page) => page.getByRole("heading", { level: 1 }).innerText();

async function fillIn(page: Page, email: string): Promise<void> {
  await page.goto(`${site.url}/donate?utm_source=journey`);
  await page.getByText("£30", { exact: true }).click();
  await page.getByLabel("to cover costs").check();
  await page.getByLabel(/Yes, I want Roomlight/).check();
  await page.getByText("This donation and any I make from now on").click();
  await page.getByLabel("House name or number").fill("12 Example Street");
  await page.getByLabel("Postcode").fill("sw1a1aa");
  await page.getByLabel("First name").fill("Siân");
  await page.getByLabel("Last name").fill("O’Hara-Lee");
  await page.getByLabel("Email address").fill(email);
}

const goToPayment = pressDonate;

async function payByCard(page: Page, number: string): Promise<void> {
  await page.getByLabel("Card", { exact: true }).check();
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel(/Expiry/).fill("12 / 34");
  await page.getByLabel(/CVC/).fill("123");
  await page.getByLabel("Name on card").fill("S O’Hara-Lee");
  await page.getByRole("button", { name: /^Donate £/ }).click();
}

async function payByDirectDebit(page: Page, account: string): Promise<void> {
  await page.getByLabel("Bacs Direct Debit").check();
  await page.getByLabel("Sort code").fill("10-88-00");
  await page.getByLabel("Account number").fill(account);
  await page.getByLabel("Name on account").fill("S O’Hara-Lee");
  await page.getByLabel("Address line 1").fill("12 Example Street");
  const postcode = page.getByLabel("Postcode");
  if ((await postcode.count()) > 0) await postcode.fill("SW1A 1AA");
  await page.getByRole("button", { name: /^Donate £/ }).click();
}

/** The subjects of the emails to an address, once there are as many as expected. */
async function readEmailsTo(page: Page, email: string, count: number): Promise<string[]> {
  const subjects = async () => {
    await page.goto(`${site.outboxUrl}/?to=${encodeURIComponent(email)}`);
    return await page.locator("main a[href*='/outbox/']").allInnerTexts();
  };
  await expect.poll(async () => (await subjects()).length, { timeout: patienceMs, interval: 300 }).toBe(count);
  return await subjects();
}

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("a gift %s", (_, javaScriptEnabled) => {
  const open = () => browser.open({ javaScriptEnabled });
  const email = (what: string) => `${what}-${javaScriptEnabled ? "js" : "plain"}@example.org`;

  it("by card ends with thanks that can be reloaded, and one receipt", async () => {
    const page = await open();
    await fillIn(page, email("card"));
    await goToPayment(page);
    expect(await page.locator("body").innerText()).toContain("£30.66");
    await payByCard(page, "4242 4242 4242 4242");
    await page.waitForURL(/thank-you/);
    expect(await heading(page)).toBe("Thank you. We’ve received your donation");
    expect(await page.locator("main").innerText()).toContain("Your £30.00 pays for one room for two nights");
    await openReceipt(page);
    const shown = await page.locator("main").innerText();
    expect(shown).toContain("£30.66");
    expect(shown).toContain("£7.66");
    expect(shown).not.toContain("O’Hara");
    const address = page.url();
    await page.reload();
    expect(await heading(page)).toBe("Thank you. We’ve received your donation");
    const emails = await readEmailsTo(page, email("card"), 1);
    expect(emails[0]).toContain("Your receipt: £30.66");
    // A bookmark in another browser shows the gift, and nobody's name.
    const elsewhere = await open();
    await elsewhere.goto(address);
    expect(await heading(elsewhere)).toBe("Thank you. We’ve received your donation");
  });

  it("by a declined card stays at the payment page, and can go on with another card", async () => {
    const page = await open();
    await fillIn(page, email("declined"));
    await goToPayment(page);
    await payByCard(page, "4000 0000 0000 0002");
    expect(page.url()).toContain("/c/pay/");
    expect(await page.locator("body").innerText()).toMatch(/declined/i);
    await payByCard(page, "4242 4242 4242 4242");
    await page.waitForURL(/thank-you/);
    expect(await heading(page)).toBe("Thank you. We’ve received your donation");
    expect(await readEmailsTo(page, email("declined"), 1)).toHaveLength(1);
  });

  it("by a card that asks for 3-D Secure is paid once that is passed, and not when it is refused", async () => {
    const page = await open();
    await fillIn(page, email("secure"));
    await goToPayment(page);
    await payByCard(page, "4000 0025 0000 3155");
    await page.getByRole("button", { name: /fail/i }).click();
    expect(page.url()).toContain("/c/pay/");
    await payByCard(page, "4000 0025 0000 3155");
    await page.getByRole("button", { name: /authori[sz]e|complete/i }).click();
    await page.waitForURL(/thank-you/);
    expect(await heading(page)).toBe("Thank you. We’ve received your donation");
  });

  it("by Direct Debit is on its way, then arrives", async () => {
    const page = await open();
    await fillIn(page, email("debit"));
    await goToPayment(page);
    await payByDirectDebit(page, "00012345");
    await page.waitForURL(/thank-you/);
    const address = page.url();
    expect(await heading(page)).toBe("Thank you. Your Direct Debit is on its way");
    await openReceipt(page);
    expect(await page.locator("main").innerText()).toContain("Gift Aid, once it has arrived");
    await readEmailsTo(page, email("debit"), 1);
    await site.stripeControl("clock/advance", { seconds: 8 * day });
    const emails = await readEmailsTo(page, email("debit"), 2);
    expect(emails.join("\n")).toContain("Your receipt");
    await page.goto(address);
    expect(await heading(page)).toBe("Thank you. We’ve received your donation");
  });

  it("by a Direct Debit that the bank refuses says so, and gives the form back", async () => {
    const page = await open();
    await fillIn(page, email("refused"));
    await goToPayment(page);
    await payByDirectDebit(page, "22222227");
    await page.waitForURL(/thank-you/);
    const address = page.url();
    await site.stripeControl("clock/advance", { seconds: 8 * day });
    const emails = await readEmailsTo(page, email("refused"), 2);
    expect(emails.join("\n")).toContain("was not paid");
    await page.goto(address);
    expect(await heading(page)).toBe("Your payment didn’t go through");
    await page.getByRole("link", { name: "Go back to the form" }).click();
    expect(await page.getByLabel("Email address").inputValue()).toBe(email("refused"));
  });

  it("that is called off comes back to a form with everything in it, in this browser only", async () => {
    const page = await open();
    await fillIn(page, email("back"));
    await page.getByLabel("A message to the charity").fill("For the rooms.\nThank you 🌙");
    await goToPayment(page);
    await page.getByRole("link", { name: /back/i }).first().click();
    await page.waitForURL(/donate\?again=/);
    expect(await page.getByText("Nothing was taken", { exact: true }).isVisible()).toBe(true);
    expect(await page.getByLabel("First name").inputValue()).toBe("Siân");
    expect(await page.getByLabel("A message to the charity").inputValue()).toBe("For the rooms.\nThank you 🌙");
    expect(await page.getByRole("radio", { name: /£30/ }).isChecked()).toBe(true);
    expect(await page.getByLabel("House name or number").inputValue()).toBe("12 Example Street");
    const elsewhere = await open();
    await elsewhere.goto(page.url());
    expect(await elsewhere.getByLabel("First name").inputValue()).toBe("");
    await goToPayment(page);
    await payByCard(page, "4242 4242 4242 4242");
    await page.waitForURL(/thank-you/);
    expect(await heading(page)).toBe("Thank you. We’ve received your donation");
  });

  it("with mistakes comes back with a summary that has the focus, and keeps what was typed", async () => {
    const page = await open();
    await page.goto(`${site.url}/donate`);
    await page.getByText("Another amount").click();
    await page.getByLabel("How much, in pounds?").fill("0.50");
    await page.getByLabel("First name").fill("Ada");
    await page.getByLabel("Email address").fill("ada.example.org");
    await goToPayment(page);
    const summary = page.getByRole("alert");
    expect(await summary.innerText()).toContain("There is a problem: 2 things to fix");
    expect(await summary.innerText()).toContain("£0.50 is too small for us to take. Choose an amount of at least £1");
    expect(await summary.evaluate((box) => box.parentElement === document.activeElement)).toBe(true);
    expect(await page.getByLabel("How much, in pounds?").inputValue()).toBe("0.50");
    await summary.getByRole("link", { name: /email/ }).click();
    expect(await page.getByLabel("Email address").evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await page.getByLabel("Email address").inputValue()).toBe("ada.example.org");
  });
});

it("can be given by keyboard alone", async () => {
  const page = await browser.open();
  await page.goto(`${site.url}/donate`);
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the form");
  await page.keyboard.press("Enter");
  const to = async (name: RegExp) => {
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const here = document.activeElement as HTMLInputElement | null;
        return `${here?.labels?.[0]?.textContent ?? ""} ${here?.textContent ?? ""} ${here?.name ?? ""}`;
      });
      if (name.test(at)) return;
    }
    throw new Error(`no way by keyboard to ${String(name)}`);
  };
  await to(/£15/);
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  expect(await page.getByRole("radio", { name: /£30/ }).isChecked()).toBe(true);
  await to(/First name/);
  await page.keyboard.type("Ada");
  await to(/Email/);
  await page.keyboard.type("keys@example.org");
  await enterDonation(page);
});

it("is open to all: the form, its mistakes and the thanks", async () => {
  const page = await browser.open();
  await page.goto(`${site.url}/donate`);
  expect(await findAccessibilityBarriers(page)).toEqual([]);
  await page.getByLabel(/Yes, I want Roomlight/).check();
  await goToPayment(page);
  await page.getByRole("alert").waitFor();
  expect(await findAccessibilityBarriers(page)).toEqual([]);
  await fillIn(page, "axe@example.org");
  await goToPayment(page);
  await payByCard(page, "4242 4242 4242 4242");
  await page.waitForURL(/thank-you/);
  expect(await findAccessibilityBarriers(page)).toEqual([]);
});
