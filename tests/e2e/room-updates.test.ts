import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkPage, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { emailedLinks, findInEmail } from "tests/support/site/emailed-link";
import { payByCard } from "tests/support/site/pay-by-card";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

const main = (page: Page) => page.locator("main").innerText();
const pressButton = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();

/** Sponsors a room by the form, and pays by card. No room named: where it is needed most. */
async function sponsor(page: Page, email: string, room: string | null): Promise<void> {
  await page.goto(`${site.url}/sponsor`);
  await page.getByText("£2.50 a week", { exact: true }).click();
  if (room !== null) {
    await page.getByText("Or choose a room").click();
    await page.getByText(room, { exact: true }).first().click();
  }
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByText("Step 2 of 2").waitFor();
  await page.getByLabel("First name").fill("Siân");
  await page.getByLabel("Last name").fill("Example");
  await page.locator("#email").fill(email);
  await pressButton(page, "Check and continue");
  await page.locator("button[name=step][value=pay]").click();
  await page.waitForURL(/\/c\/pay\//);
  await payByCard(page);
  await page.waitForURL(/\/sponsor\/thank-you/);
}

/** Signs in by the emailed link. */
async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${site.url}/supporter/sign-in`);
  await page.getByLabel("Email address").fill(email);
  await pressButton(page, "Send me a link");
  await page.waitForURL(/sent/);
  await page.goto(await findInEmail(site.outboxUrl, email, emailedLinks.signIn));
  await page.locator("main form button").first().click();
  await page.waitForURL(`${site.url}/supporter`);
}

it("staff write an update about a room, its sponsor reads it on both pages, and reads the correction; another sponsor reads neither", async () => {
  const still = { reducedMotion: "reduce" } as const;
  const [desk, cedar, anywhere] = [await browser.open(), await browser.open(still), await browser.open(still)];
  await sponsor(cedar, "cedar@example.org", "Cedar");
  await signIn(cedar, "cedar@example.org");
  await sponsor(anywhere, "anywhere@example.org", null);
  await signIn(anywhere, "anywhere@example.org");

  await desk.goto(`${site.url}/desk/sign-in`);
  await pressButton(desk, "Sign in as editor");
  await desk.waitForURL(/\/desk$/);
  await desk.getByRole("link", { name: "Room updates", exact: true }).click();
  await desk.waitForURL(/\/desk\/rooms\/updates$/);
  await desk.getByRole("link", { name: "Write an update" }).click();
  await desk.waitForURL(/\/new$/);
  await desk.getByLabel("Room", { exact: true }).selectOption({ label: "Cedar" });
  await desk.getByLabel("What happened").fill("A shelf of books came.\nRing 0117 496 0000 or see EX1 1AA.");
  await pressButton(desk, /^Save/);
  expect(await desk.getByRole("alert").innerText()).toContain("Take out the telephone number and the postcode “EX1 1AA”");
  expect(await desk.getByLabel("What happened").inputValue()).toBe("A shelf of books came.\nRing 0117 496 0000 or see EX1 1AA.");
  await checkPage(desk, "room-update-refused");
  await desk.getByLabel("What happened").fill("A shelf of books came.\nTwo are read aloud in the evening.");
  await pressButton(desk, "Preview");
  expect(await desk.locator("main article").innerText()).toMatch(/Cedar\s+A shelf of books came\.\s+Two are read aloud/);
  await checkPage(desk, "room-update-preview");
  await pressButton(desk, /^Save/);
  await desk.waitForURL(/done=written/);
  expect(await main(desk)).toContain("Two are read aloud in the evening.");

  const openPlan = async () => {
    await cedar.getByRole("link", { name: "See or change this sponsorship" }).click();
    await cedar.waitForURL(/\/supporter\/plans\//);
  };
  await cedar.goto(`${site.url}/supporter`);
  const house = (await (await fetch(`${site.url}/rooms.json`)).json()) as { rooms: { name: string; litPercent: number }[] };
  const percent = house.rooms.find(({ name }) => name === "Cedar")?.litPercent ?? 0;
  const light = percent === 100 ? "Cedar is fully lit this week." : `Cedar is ${percent}% lit this week.`;
  expect(await main(cedar)).toContain(`${light} It costs £100 a week, and `);
  expect(await main(cedar)).toContain("Two are read aloud in the evening.");
  await cedar.getByRole("img", { name: `The window of Cedar, ${percent}% lit` }).waitFor();
  await checkPage(cedar, "home-with-room");
  await openPlan();
  expect(await main(cedar)).toContain("Two are read aloud in the evening.");

  await anywhere.goto(`${site.url}/supporter`);
  expect(await main(anywhere)).toContain("Every room has thicker curtains");
  expect(await main(anywhere)).not.toContain("A shelf of books came.");
  await anywhere.getByRole("img", { name: "The house of windows" }).waitFor();
  await checkPage(anywhere, "home-with-house");

  await desk.getByRole("link", { name: /^Cedar.*A shelf of books/ }).click();
  await desk.waitForURL(/\/desk\/rooms\/updates\/[\w-]+$/);
  await desk.getByLabel("What happened").fill("A shelf of books came. One is read aloud.");
  await pressButton(desk, /^Save/);
  await desk.waitForURL(/done=corrected/);
  await cedar.reload();
  expect(await main(cedar)).toContain("One is read aloud.");
  expect(await main(cedar)).not.toContain("Two are read aloud");
  await cedar.goto(`${site.url}/supporter`);
  expect(await main(cedar)).toContain("One is read aloud.");

  await desk.getByRole("link", { name: /^Cedar.*A shelf of books/ }).click();
  await desk.waitForURL(/\/desk\/rooms\/updates\/[\w-]+$/);
  await pressButton(desk, "Delete this update");
  await desk.waitForURL(/done=removed/);
  await cedar.reload();
  expect(await main(cedar)).not.toContain("A shelf of books");
});

it("an update is written and read without JavaScript", async () => {
  const [desk, aspen] = [await browser.open({ javaScriptEnabled: false }), await browser.open({ javaScriptEnabled: false })];
  await sponsor(aspen, "plain@example.org", "Aspen");
  await signIn(aspen, "plain@example.org");
  await desk.goto(`${site.url}/desk/sign-in`);
  await pressButton(desk, "Sign in as editor");
  await desk.waitForURL(/\/desk$/);
  await desk.goto(`${site.url}/desk/rooms/updates/new`);
  await desk.getByLabel("Room", { exact: true }).selectOption({ label: "Aspen" });
  await desk.getByLabel("What happened").fill("The radiator was mended.");
  await pressButton(desk, /^Save/);
  await desk.waitForURL(/done=written/);
  await aspen.goto(`${site.url}/supporter`);
  expect(await main(aspen)).toContain("The radiator was mended.");
});
