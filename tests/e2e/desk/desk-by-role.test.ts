import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkPage, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { fillInAndPay, giveByCard } from "tests/support/site/give";
import { enter, tabTo, write } from "tests/support/site/keyboard";
import { waitUntil } from "tests/support/wait-until";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

it.each(["viewer", "editor", "treasurer", "administrator"])(
  "a trial site has a button for a %s, and their pages are open to all",
  async (role) => {
    const page = await browser.open();
    await page.goto(`${site.url}/desk/sign-in`);
    await page.getByRole("button", { name: `Sign in as ${role}` }).click();
    await page.waitForURL(/\/desk$/);
    await checkPage(page, `overview-${role}`);
    // What differs by role; every page as an administrator sees it is looked at by every-page.test.ts.
    await page.goto(`${site.url}/desk/security`);
    await checkPage(page, `security-${role}`);
    await page.goto(`${site.url}/desk/rooms`);
    await checkPage(page, `rooms-${role}`);
    await page.getByRole("link", { name: "Cedar" }).click();
    await page.waitForURL(/\/desk\/rooms\/[\w-]+$/);
    await checkPage(page, `room-${role}`);
    expect(await page.getByRole("link", { name: "Audit log" }).count()).toBe(role === "administrator" ? 1 : 0);
  },
);

/** Signs in with the trial site's button of a role, and goes where a way at the side leads: all by keyboard. */
async function signInByKeyboard(page: Page, role: string, way: string): Promise<void> {
  await page.goto(`${site.url}/desk/sign-in`);
  await enter(page, page.getByRole("button", { name: `Sign in as ${role}` }));
  await page.waitForURL(/\/desk$/);
  await enter(page, page.getByRole("navigation", { name: "Staff", exact: true }).getByRole("link", { name: way }));
  await page.waitForURL(/\/desk\/.+/);
}

it("an appeal is read and given to without JavaScript, and its sum at the desk grows by the gift", async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(`${site.url}/desk/sign-in`);
  await page.getByRole("button", { name: "Sign in as viewer" }).click();
  await page.waitForURL(/\/desk$/);
  const readSum = async () => {
    await page.goto(`${site.url}/desk/appeals`);
    return await page.locator("tbody tr", { hasText: "Warm beds" }).innerText();
  };
  const before = await readSum();
  await page.goto(`${site.url}/appeals/warm-beds`);
  await page.locator("main").getByRole("link", { name: "Give to this appeal" }).first().click();
  await page.waitForURL(/\/donate\?appeal=warm-beds$/);
  expect(await page.locator("main").innerText()).toContain("Give to Warm beds this winter");
  await fillInAndPay(page, "appeal@example.org");
  expect(await page.locator("main").innerText()).toContain("Warm beds this winter");
  await waitUntil(
    async () => (await readSum()) !== before,
    () => "the appeal's sum stays as it was",
  );
});

it("by keyboard alone a treasurer finds a gift and refunds a part of it", async () => {
  const page = await browser.open();
  await giveByCard(page, site.url, "keys@example.org");
  await signInByKeyboard(page, "treasurer", "Donations");
  await page.keyboard.press("/");
  await page.keyboard.insertText("keys@example.org");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\?/);
  expect(await page.locator("tbody tr").count()).toBe(1);
  await enter(page, page.locator("tbody").getByRole("link").first());
  await page.waitForURL(/\/desk\/gifts\/[\w-]+$/);
  await write(page, page.getByLabel("How much to refund"), "12.50");
  await tabTo(page, page.getByRole("radio").first());
  await page.keyboard.press("Space");
  await enter(page, page.getByRole("button", { name: "Refund", exact: true }));
  await page.waitForURL(/done=refunded/);
  expect(await page.locator("main").innerText()).toContain("£12.50");
});

it("by keyboard alone, and without JavaScript, an editor writes an issue and sends a test of it", async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await signInByKeyboard(page, "editor", "Issues");
  await enter(page, page.getByRole("link", { name: "Write an issue" }));
  await page.waitForURL(/\/new$/);
  await write(page, page.locator("#subject"), "Written without a mouse");
  await write(page, page.locator("#body"), "Every word by **keys**.");
  await enter(page, page.getByRole("button", { name: "Save as a draft" }));
  await page.waitForURL(/\/desk\/newsletter\/[\w-]{36}$/);
  await write(page, page.getByLabel("Send a test to"), "editor@example.org");
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=A test is on its way to that address.");
  await waitUntil(
    async () => (await (await fetch(`${site.outboxUrl}/?to=editor%40example.org`)).text()).includes("Test: Written without a mouse"),
    () => "the test did not come",
  );
});

it("by keyboard alone an administrator invites somebody", async () => {
  const page = await browser.open();
  await signInByKeyboard(page, "administrator", "People and roles");
  await write(page, page.getByLabel("Name", { exact: true }), "Joan Clarke");
  await write(page, page.getByLabel("Email address"), "joan@example.org");
  await tabTo(page, page.getByRole("radio").first());
  await page.keyboard.press("ArrowDown");
  expect(await page.getByRole("radio", { name: "Editor" }).isChecked()).toBe(true);
  await enter(page, page.getByRole("button", { name: "Send the invitation" }));
  await page.waitForURL(/done=invited/);
  expect(await page.locator("tbody").innerText()).toContain("Joan Clarke");
});
