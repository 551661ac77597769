import { join } from "node:path";
import pg from "pg";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runningServer } from "~/platform/database/embedded-postgres/running-server.server";
import { inDatabase } from "~/platform/database/migrations/adapter.server";
import { insertSponsorsGifts, type SponsorsGifts } from "tests/support/claims/sponsors-gifts";
import { checkPage, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { waitUntil } from "tests/support/wait-until";
import { pressDonate } from "tests/support/site/press-donate";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

const lead = (page: Page) => page.locator("main .lead").innerText();
const tag = (page: Page) => page.locator("h1 span").innerText();
const fact = (page: Page, label: string) =>
  page
    .locator("dl > div", { has: page.getByText(label, { exact: true }) })
    .locator("dd")
    .innerText();
const toPence = (pounds: string) => Math.round(Number(pounds.replace(/[^\d.]/g, "")) * 100);

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
  await page.getByText("This donation and any I make from now on").click();
  await page.getByLabel("House name or number").fill("12 Example Street");
  await page.getByLabel("Postcode").fill("sw1a1aa");
  await page.getByLabel("First name").fill("Quentin");
  await page.getByLabel("Last name").fill("Featherstone");
  await page.getByLabel("Email address").fill("quentin@example.org");
  await pressDonate(page);
  await page.getByLabel("Card", { exact: true }).check();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByLabel(/Expiry/).fill("12 / 34");
  await page.getByLabel(/CVC/).fill("123");
  await page.getByLabel("Name on card").fill("Q Featherstone");
  await page.getByRole("button", { name: /^Donate £/ }).click();
  await page.waitForURL(/thank-you/);
}

async function openDesk(javaScriptEnabled: boolean): Promise<Page> {
  const page = await browser.open({ javaScriptEnabled });
  await page.goto(`${site.url}/desk/sign-in`);
  await press(page, "Sign in as treasurer");
  return page;
}

/** Three thousand gifts of three hundred sponsors, straight into the site's own database. */
async function addSponsorsGifts(): Promise<SponsorsGifts> {
  const server = runningServer(join(site.dataDir, "postgres"));
  const client = new pg.Client({ connectionString: inDatabase(server?.url ?? "", "roomlight") });
  await client.connect();
  try {
    return await insertSponsorsGifts(client);
  } finally {
    await client.end();
  }
}

/** What can be claimed, and what is held back for want of a declaration, or for a name or home. */
async function readOverview(page: Page) {
  await page.goto(`${site.url}/desk/gift-aid`);
  const [, sum = "", gifts = ""] = /^(£[\d,.]+) can be claimed now, on ([\d,]+) donations?\.$/.exec(await lead(page)) ?? [];
  const heldBack = async (label: string) => {
    const row = page.getByRole("region", { name: "What is held back, by reason" }).locator("tr", { hasText: label });
    return (await row.count()) === 0 ? 0 : Number((await row.locator("td").first().innerText()).replaceAll(",", ""));
  };
  return {
    taxPence: toPence(sum),
    gifts: Number(gifts.replaceAll(",", "")),
    undeclared: await heldBack("No declaration"),
    details: await heldBack("Name or home address to be corrected"),
  };
}

/** Asks HMRC on the claim's page until it has an answer. */
async function awaitAnswer(page: Page): Promise<string> {
  for (let asked = 0; asked < 10 && (await tag(page)) === "With HMRC"; asked++) await press(page, "Ask HMRC now");
  return await tag(page);
}

it("three thousand gifts without JavaScript: prepared, the answer lost, a row refused, the rest accepted, paid and matched; the row put right, a refund taken off", async () => {
  await giveWithGiftAid(await browser.open());
  // What was given today can be claimed from tomorrow.
  await site.stripeControl("clock/advance", { seconds: 24 * 60 * 60 });
  const page = await openDesk(false);
  // What looks at pages runs in them: a browser with JavaScript goes along, to look and to make mistakes.
  const other = await openDesk(true);
  let claim = "no claim yet";
  const look = async (name: string) => {
    const url = new URL(page.url());
    // The last of a claim's many rows: a hundred have nothing that ten have not.
    if (url.href.startsWith(claim)) url.searchParams.set("from", "290");
    await other.goto(url.href);
    await checkPage(other, name);
  };
  const before = await readOverview(page);
  const added = await addSponsorsGifts();
  let open = before;
  await waitUntil(
    async () => (open = await readOverview(page)).gifts === before.gifts + added.claimable,
    () => JSON.stringify({ before, open }),
  );
  expect(open).toMatchObject({ undeclared: before.undeclared + added.undeclared, details: before.details + added.unsendable });
  await look("gift-aid");
  await page.getByRole("link", { name: "Look at them row by row first" }).click();
  await look("gift-aid-ready");
  await page.goto(`${site.url}/desk/gift-aid`);
  await press(page, "Prepare a claim");
  expect(await tag(page)).toBe("Ready");
  claim = page.url();
  expect(await fact(page, "Donations")).toMatch(new RegExp(`^${open.gifts.toLocaleString("en-GB")}, £`));
  const asked = await fact(page, "To be paid by HMRC");
  // Years are rounded down each for themselves.
  expect(Math.abs(toPence(asked) - open.taxPence)).toBeLessThanOrEqual(3);
  await look("claim-ready");

  await planAtHmrc("answer lost, and not taken");
  await press(page, "Submit to HMRC");
  expect(await tag(page)).toBe("Answer lost");
  expect(await lead(page)).toContain("It is not sent again automatically");
  await press(page, "Look at HMRC’s list");
  expect(await page.locator("main").innerText()).toContain("The list did not have the claim");
  await look("claim-unknown");
  await press(page, "HMRC does not have it: make it ready again");
  expect(await tag(page)).toBe("Ready");

  // A sponsor's row, whose ten gifts are put right at once later.
  const row = page.getByRole("region", { name: "Rows", exact: true }).locator("tbody tr").filter({ hasText: "Mill Lane" }).first();
  const line = Number(await row.getByRole("rowheader").innerText());
  await planAtHmrc(`3001 line ${line} refused`);
  await press(page, "Submit to HMRC");
  expect(await awaitAnswer(page)).toBe("Refused");
  const refused = page.getByRole("region", { name: "Rows that HMRC refused" });
  expect(await refused.innerText()).toContain("HMRC: ");
  expect(await refused.locator("tbody tr").count()).toBe(1);
  await look("claim-refused");
  await press(page, "Send the rest to HMRC");
  expect(await awaitAnswer(page)).toBe("Accepted");
  await other.goto(claim);
  await other.locator("#paidOn").fill("2026-02-31");
  await press(other, "Record the payment");
  expect(await other.locator(".errors").innerText()).toContain("Choose the day on which it came in");
  await look("claim-accepted");

  // The bank's statement has the money: that it is HMRC's for this claim is found by its sum.
  const today = (await page.locator("#paidOn").getAttribute("max")) ?? "";
  const paid = toPence(await fact(page, "To be paid by HMRC"));
  await page.goto(`${site.url}/desk/bank`);
  const statement = `Date,Description,Amount\n${today},HMRC CHARITIES,${(paid / 100).toFixed(2)}\n${today},CORNER SHOP,-4.50`;
  await page.getByLabel("The statement as CSV, with its head").fill(statement);
  await press(page, "Look at it");
  expect(await page.locator("#check").innerText()).toMatch(/^1 to add, 0 here already, 1 about neither/);
  await press(page, "Add 1 line");
  expect(await page.getByRole("region", { name: "Bank lines" }).innerText()).toContain("HMRC’s payment of claim");
  await page.goto(claim);
  expect(await tag(page)).toBe("Paid");
  expect(await page.locator("main").innerText()).toContain("The payment is exactly what was asked for.");

  // The refused row: its name is put right for HMRC, and its gifts are let back in.
  await page.goto(`${site.url}/desk/gift-aid?show=left_out`);
  await look("gift-aid-left-out");
  const held = page.getByRole("region", { name: "Excluded" }).locator("tbody tr").filter({ hasText: "Mill Lane" });
  await held.first().getByRole("rowheader").getByRole("link").click();
  await other.goto(page.url());
  await other.locator("#last").fill("Q");
  await press(other, "Save for HMRC");
  expect(await other.locator("#last-why").innerText()).toContain("only an initial");
  await checkPage(other, "gift-aid-gift");
  await page.locator("#last").fill("Putright");
  await press(page, "Save for HMRC");
  expect(await page.locator("main").innerText()).toContain("HMRC will have it as you wrote it");
  await press(page, `Let all ${added.ofEach} donations of that row be claimed again`);
  await page.goto(`${site.url}/desk/gift-aid?show=left_out`);
  expect(await held.count()).toBe(0);

  // A gift that HMRC has paid for goes back.
  await page.goto(`${site.url}/desk/gifts?q=Featherstone`);
  await page.getByRole("link", { name: /^RL-/ }).first().click();
  expect(await page.locator("main").innerText()).toMatch(/Gift Aid claim\s+GA-\d+, paid/);
  await page.getByRole("radio").first().check();
  await press(page, "Refund");
  expect(page.url()).toContain("done=refunded");
  // Where counting takes long, the page has the last figure at first.
  await waitUntil(
    async () => {
      await page.goto(`${site.url}/desk/gift-aid`);
      return (await page.locator("main").innerText()).includes("£7.50 is taken off the next claim");
    },
    () => lead(page),
  );
  await press(page, "Prepare a claim");
  const taken = page.getByRole("region", { name: "Taken off for earlier claims" });
  expect(await taken.innerText()).toMatch(/Refunded after it was claimed\s+£30\.00\s+£7\.50/);
  expect(await page.getByRole("region", { name: "Rows", exact: true }).innerText()).toContain("Putright");
  expect(await fact(page, "Donations")).toMatch(new RegExp(`^${added.ofEach}, `));
  await look("claim-with-adjustment");
  await planAtHmrc("answer lost, though taken");
  await press(page, "Submit to HMRC");
  await press(page, "Look at HMRC’s list");
  expect(await page.locator("main").innerText()).toContain("The list had the claim");
  await press(page, "HMRC has it: ask for the result");
  expect(await awaitAnswer(page)).toBe("Accepted");
  await page.goto(`${site.url}/desk/gift-aid/claims`);
  expect(await page.locator("tbody tr").count()).toBe(2);
  await look("claims");
});
