import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAccessibilityBarriers, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { chooseWeeklyAmount } from "tests/support/site/choose-amount";
import { emailedLinks, findInEmail } from "tests/support/site/emailed-link";
import { payByCard } from "tests/support/site/pay-by-card";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

const day = 24 * 60 * 60;
const main = (page: Page) => page.locator("main").innerText();
const heading = (page: Page) => page.getByRole("heading", { level: 1 }).innerText();
const advanceDays = (days: number) => site.stripeControl("clock/advance", { seconds: days * day });

/** Joins by the form, and gives the address of the plan's own page once signed in by the email. */
async function join(page: Page, email: string, card = "4242 4242 4242 4242"): Promise<string> {
  await chooseWeeklyAmount(page, site.url, "2.50");
  await page.getByLabel("First name").fill("Siân");
  await page.getByLabel("Last name").fill("Example");
  await page.locator("#email").fill(email);
  await page.getByRole("button", { name: "Check and continue" }).click();
  await page.locator("button[name=step][value=pay]").click();
  await page.waitForURL(/\/c\/pay\//);
  await payByCard(page, { number: card });
  await page.waitForURL(/\/sponsor\/thank-you/);
  return await signIn(page, email);
}

/** @returns the address of the first plan's page */
async function signIn(page: Page, email: string): Promise<string> {
  await page.goto(`${site.url}/supporter/sign-in`);
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.waitForURL(/sent/);
  await page.goto(await findInEmail(site.outboxUrl, email, emailedLinks.signIn));
  const button = page.locator("main form button").first();
  if (page.url().includes("/sign-in/")) await button.click();
  await page.waitForURL(`${site.url}/supporter`);
  const link = await page.locator("main a[href^='/supporter/plans/']").first().getAttribute("href");
  return `${site.url}${link}`;
}

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("a sponsor's own pages %s", (_, javaScriptEnabled) => {
  const open = () => browser.open({ javaScriptEnabled });
  const email = (what: string) => `${what}-${javaScriptEnabled ? "js" : "plain"}@example.org`;
  const press = async (page: Page, name: RegExp | string, url: RegExp) => {
    await page.getByRole("button", { name }).click();
    await page.waitForURL(url);
  };

  it("change amount and billing interval, leave one out, pause and go on, each shown before and confirmed after", async () => {
    const page = await open();
    const plan = await join(page, email("change"));
    await page.goto(plan);
    expect(await main(page)).toMatch(/Up to date\s+£10\.00 on /);

    await page.getByRole("link", { name: "Change amount" }).click();
    await page.getByLabel(/How much each week/).fill("2.49");
    await page.getByRole("button", { name: "Continue" }).click();
    expect(await page.getByRole("alert").innerText()).toContain("£2.49 a week is too small");
    expect(await page.getByLabel(/How much each week/).inputValue()).toBe("2.49");
    await page.getByLabel(/How much each week/).fill("5");
    await page.getByRole("button", { name: "Continue" }).click();
    expect(await heading(page)).toBe("Check the new amount");
    expect(await main(page)).toMatch(/Today\s+Nothing is taken\s+Next payment\s+£20\.00 on /);
    await press(page, "Change to this amount", /done=amount/);
    expect(await main(page)).toMatch(/Up to date\s+£20\.00 on /);

    await page.getByRole("link", { name: "Change how often payments are taken" }).click();
    await page.getByRole("radio", { name: /Every month/ }).check();
    await page.getByRole("button", { name: "Continue" }).click();
    expect(await main(page)).toMatch(/After that\s+£21\.67 every month/);
    await press(page, "Collect it like this", /done=interval/);
    expect(await main(page)).toMatch(/From .*: £21\.67 every month/);
    await page.getByRole("link", { name: "Change how often payments are taken" }).click();
    await press(page, "Take the change back", /done=kept/);

    await page.getByRole("link", { name: "Skip it" }).click();
    await press(page, "Skip this payment", /done=skip/);
    expect(await main(page)).toContain("The payment before that is skipped");
    await page.getByRole("link", { name: "Don’t skip it" }).click();
    await press(page, "Don’t skip it", /done=unskip/);

    await page.getByRole("link", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Pause" }).click();
    expect(await page.getByRole("alert").innerText()).toContain("Choose how long");
    await page.getByRole("radio", { name: /3 months/ }).check();
    await press(page, "Pause", /done=pause/);
    expect(await main(page)).toMatch(/Paused\s+Starts again on /);
    await page.getByRole("link", { name: "Start again sooner" }).click();
    expect(await main(page)).toMatch(/Today\s+Nothing is taken/);
    await press(page, "Start again", /done=resume/);
    expect(await main(page)).toMatch(/Up to date\s+£20\.00 on /);
  });

  it("give a new card after a payment failed, by the email's link, and what is open is paid with it", async () => {
    const page = await open();
    await join(page, email("rescue"), "4000 0000 0000 0341");
    await advanceDays(29);
    const link = await findInEmail(site.outboxUrl, email("rescue"), emailedLinks.card);
    await page.goto(link);
    expect(await main(page)).toContain("£10.00 is still open");
    await page.getByRole("button", { name: "Continue to Stripe" }).click();
    await page.waitForURL(/\/c\/pay\//);
    await payByCard(page, { number: "5555 5555 5555 4444" });
    await page.waitForURL(/\/new-card\/done\//);
    expect(await heading(page)).toBe("Thank you. Your payment went through");
    expect(await main(page)).toContain("Up to date");
    await page.reload();
    expect(await heading(page)).toBe("Thank you. Your new card is saved");
    await page.goto(await findInEmail(site.outboxUrl, email("rescue"), emailedLinks.plan));
    expect(await main(page)).toMatch(/Up to date\s+£10\.00 on /);
  });

  it("stop in two clicks from the plan, and by an email's link without signing in; and lead back to a filled form", async () => {
    const page = await open();
    const plan = await join(page, email("stop"));
    await page.goto(plan);
    await page.getByRole("link", { name: "Cancel your sponsorship" }).click();
    await press(page, "Cancel it now", /done=stop/);
    expect(await main(page)).toMatch(/Stopped\s+Nothing more will be taken/);
    await page.getByRole("link", { name: "Sponsor again" }).click();
    await page.waitForURL(/\/sponsor\?again=/);
    expect(await page.locator("#email").inputValue()).toBe(email("stop"));

    const other = await open();
    await join(other, email("email"));
    const link = await findInEmail(site.outboxUrl, email("email"), emailedLinks.plan);
    const stranger = await open();
    await stranger.goto(link);
    expect(await main(stranger)).not.toMatch(/Siân|Example|@|Visa/);
    await press(stranger, "Pause", /done=pause/);
    expect(await main(stranger)).toMatch(/Paused/);
    await press(stranger, "Cancel it now", /done=stop/);
    expect(await main(stranger)).toMatch(/Stopped/);
    expect(await findInEmail(site.outboxUrl, email("email"), emailedLinks.again)).toContain("/sponsor?again=");
  });
});

it("can be changed by keyboard alone", async () => {
  const page = await browser.open();
  await page.goto(`${await join(page, "keys@example.org")}/amount`);
  const to = async (name: RegExp) => {
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const here = document.activeElement as HTMLInputElement | null;
        return `${here?.labels?.[0]?.textContent ?? ""} ${here?.textContent ?? ""}`;
      });
      if (name.test(at)) return;
    }
    throw new Error(`no way by keyboard to ${String(name)}`);
  };
  await to(/How much each week/);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Check the new amount" }).waitFor();
  await to(/Change to this amount/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/done=amount/);
  expect(await main(page)).toContain("£3.00 a week");
});

it("is open to all: every page of a plan", async () => {
  const page = await browser.open();
  const plan = await join(page, "axe@example.org");
  const link = await findInEmail(site.outboxUrl, "axe@example.org", emailedLinks.plan);
  const pages = ["", "/amount", "/frequency", "/pause", "/skip", "/card", "/room", "/emails", "/stop", "/resume"].map(
    (part) => plan + part,
  );
  for (const address of [...pages, link, `${link}x`]) {
    await page.goto(address);
    expect([address, await findAccessibilityBarriers(page)]).toEqual([address, []]);
  }
});
