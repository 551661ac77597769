import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAccessibilityBarriers, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { patienceMs } from "tests/support/wait-until";
import { pressDonate } from "tests/support/site/press-donate";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site?.stop());

/** Gives £30 with Gift Aid for this and later gifts, by the form. */
async function give(page: Page, email: string): Promise<void> {
  await page.goto(`${site.url}/donate`);
  await page.getByText("£30", { exact: true }).click();
  await page.getByLabel(/Yes, I want Roomlight/).check();
  await page.getByText("This donation and any I make from now on").click();
  await page.getByLabel("House name or number").fill("12 Example Street");
  await page.getByLabel("Postcode").fill("sw1a1aa");
  await page.getByLabel("First name").fill("Zoë");
  await page.getByLabel("Last name").fill("Yıldız");
  await page.getByLabel("Email address").fill(email);
  await pressDonate(page);
  await page.getByLabel("Card", { exact: true }).check();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByLabel(/Expiry/).fill("12 / 34");
  await page.getByLabel(/CVC/).fill("123");
  await page.getByLabel("Name on card").fill("Z Yildiz");
  await page.getByRole("button", { name: /^Donate £/ }).click();
  await page.waitForURL(/thank-you/);
}

/** The newest link in an email to an address, once one with such a subject is there. */
async function findEmailedLink(page: Page, email: string, subject: RegExp, path: string): Promise<string> {
  const found = page.locator("main a[href*='/outbox/']").filter({ hasText: subject }).first();
  await expect
    .poll(
      async () => {
        await page.goto(`${site.outboxUrl}/?to=${encodeURIComponent(email)}`);
        return await found.count();
      },
      { timeout: patienceMs, interval: 300 },
    )
    .toBe(1);
  const shown = await page.request.get(`${site.outboxUrl}${(await found.getAttribute("href")) ?? ""}/text`);
  const whole = await shown.text();
  const links = [...whole.matchAll(/https?:\/\/127\.0\.0\.1:\d+(\/[\w./-]+)/g)].map((found) => found[1] ?? "");
  const link = links.find((each) => each.startsWith(path));
  if (!link) throw new Error(`no link to ${path} in the email: ${links.join(" ")}`);
  return site.url + link;
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${site.url}/supporter/sign-in`);
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.waitForURL(/sent/);
  await page.goto(await findEmailedLink(page, email, /link to sign in/, "/supporter/sign-in/"));
  expect(await heading(page)).toBe("Sign in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/supporter$/);
}

const heading = (page: Page) => page.locator("h1").innerText();

/** Follows a link to a file and gives what was saved. */
async function download(page: Page, name: RegExp): Promise<{ file: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).first().click()]);
  return { file: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("a supporter %s", (_, javaScriptEnabled) => {
  it("signs in by an email, sees and saves what was given, changes what is known, and is erased", async () => {
    const page = await browser.open({ javaScriptEnabled });
    const email = `zoe-${javaScriptEnabled ? "js" : "plain"}@example.org`;
    await give(page, email);
    await signIn(page, email);
    expect(await page.locator("table").innerText()).toContain("£30.00");
    const receipt = await download(page, /Receipt/);
    expect([receipt.file, receipt.bytes.subarray(0, 5).toString()]).toEqual([expect.stringMatching(/^receipt-RL-/), "%PDF-"]);

    await page.getByRole("link", { name: "Statements" }).click();
    await page.waitForURL(/statements$/);
    expect((await download(page, /as PDF/)).bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect((await download(page, /CSV/)).bytes.toString()).toContain('30.00,0.00,30.00,"yes"');

    await page.getByRole("link", { name: "Your details" }).click();
    await page.waitForURL(/details$/);
    await page.getByLabel("New email address").fill("no address");
    await page.getByRole("button", { name: "Change address" }).click();
    expect(await page.getByRole("alert").innerText()).toContain("it has no @");
    const fresh = email.replace("zoe", "new");
    await page.getByLabel("New email address").fill(fresh);
    await page.getByRole("button", { name: "Change address" }).click();
    await page.waitForURL(/saved=email/);
    for (const [side, address] of [
      ["old", email],
      ["new", fresh],
    ] as const) {
      await page.goto(await findEmailedLink(page, address, /address/, `/supporter/email/${side}/`));
      await page.getByRole("button", { name: "Yes, change it" }).click();
      await page.getByRole("heading", { name: side === "old" ? "Now confirm at the other address" : "Your address is changed" }).waitFor();
    }
    // Every browser is signed out by it: the new address signs in.
    await signIn(page, fresh);

    await page.goto(`${site.url}/supporter/gift-aid`);
    await page.getByRole("link", { name: "Cancel Gift Aid" }).click();
    await page.waitForURL(/cancel$/);
    await page.getByRole("button", { name: "Cancel Gift Aid" }).click();
    await page.waitForURL(/saved=cancelled/);
    expect(await page.locator("main").innerText()).toContain("Gift Aid is off");

    await page.getByRole("link", { name: "Your data" }).click();
    await page.waitForURL(/data$/);
    const known = await download(page, /Download everything/);
    expect(JSON.parse(known.bytes.toString())).toMatchObject({ you: { email: fresh }, gifts: [{ giftPence: 3000 }] });

    await page.getByRole("link", { name: "See what would be deleted" }).click();
    await page.waitForURL(/erase$/);
    await page.getByRole("link", { name: "Go on" }).click();
    await page.waitForURL(/confirm$/);
    await page.getByRole("button", { name: "Delete my data" }).click();
    expect(await page.getByRole("alert").innerText()).toContain("Tick the box");
    await page.getByLabel("Yes, delete").check();
    await page.getByRole("button", { name: "Delete my data" }).click();
    await page.waitForURL(/erased$/);
    expect(await heading(page)).toBe("Your data is deleted");
    await page.goto(`${site.url}/supporter`);
    expect(page.url()).toContain("/supporter/sign-in");
  });
});

it("a link opened in another browser asks first; used, it offers a new one; the keyboard is enough", async () => {
  const page = await browser.open();
  await give(page, "keys@example.org");
  await page.goto(`${site.url}/supporter/sign-in`);
  await page.getByLabel("Email address").focus();
  await page.keyboard.type("keys@example.org");
  await page.keyboard.press("Enter");
  await page.waitForURL(/sent/);
  const link = await findEmailedLink(page, "keys@example.org", /link to sign in/, "/supporter/sign-in/");
  const elsewhere = await browser.open();
  await elsewhere.goto(link);
  expect(await heading(elsewhere)).toBe("Confirm sign-in");
  await elsewhere.getByRole("button", { name: "Yes, sign me in here" }).focus();
  await elsewhere.keyboard.press("Enter");
  await elsewhere.waitForURL(/\/supporter$/);
  await page.goto(link);
  expect(await heading(page)).toBe("This link was used");
  await page.getByRole("link", { name: "Get a new link" }).click();
  await page.waitForURL(/sign-in$/);
});

it("own pages are open to all", async () => {
  const page = await browser.open();
  const email = "axe@example.org";
  await page.goto(`${site.url}/supporter/sign-in`);
  expect(await findAccessibilityBarriers(page)).toEqual([]);
  await give(page, email);
  await signIn(page, email);
  for (const path of ["", "/statements", "/gift-aid", "/details", "/data", "/erase", "/erase/confirm", "/sign-out"]) {
    await page.goto(`${site.url}/supporter${path}`);
    expect([path, await findAccessibilityBarriers(page)]).toEqual([path, []]);
  }
});
