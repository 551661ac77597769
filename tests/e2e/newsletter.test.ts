import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAxeViolations, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { patienceMs } from "tests/support/wait-until";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).innerText();
/** Axe is a script of the page itself, so it can only look where scripts run; the pages are the same without. */
async function checkPage(page: Page): Promise<void> {
  const runsScripts = await page.evaluate(() => matchMedia("(scripting: enabled)").matches);
  if (runsScripts) expect(await findAxeViolations(page)).toEqual([]);
}
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();

/** The newest email to an address with such a subject, once there are as many as expected, as text. */
async function readEmailTo(email: string, subject: RegExp, count: number): Promise<string> {
  const links = async () => {
    const list = await (await fetch(`${site.outboxUrl}/?to=${encodeURIComponent(email)}`)).text();
    return [...list.matchAll(/href="(\/outbox\/[\w-]+)"\s*><strong>([^<]*)/g)].filter(([, , words = ""]) => subject.test(words));
  };
  await expect.poll(async () => (await links()).length, { timeout: patienceMs, interval: 200 }).toBe(count);
  const [[, link = ""] = []] = await links();
  return await (await fetch(`${site.outboxUrl}${link}/text`)).text();
}

const findLink = (email: string, to: string): string => {
  const [, path = ""] = new RegExp(`(/newsletter/${to}/[\\w-]{43})`).exec(email) ?? [];
  return `${site.url}${path}`;
};

async function fillIn(page: Page, email: string, topics: string[]): Promise<void> {
  for (const topic of topics) await page.getByLabel(topic).check();
  await page.getByLabel("Once a month at most").check();
  await page.getByLabel("Email address").fill(email);
}

/** Signs up as a person does, and confirms by the email's link. */
async function signUp(page: Page, email: string, emails: number): Promise<void> {
  await page.goto(`${site.url}/`);
  await page.getByRole("contentinfo").getByRole("link", { name: "Get our newsletter" }).click();
  await page.waitForURL(/\/newsletter$/);
  await fillIn(page, email, ["News by email"]);
  await press(page, "Sign me up");
  await page.waitForURL(/\/newsletter\/asked/);
  expect(await heading(page)).toBe("Check your email");
  const confirm = findLink(await readEmailTo(email, /^Please confirm/, emails), "confirm");
  for (const method of ["HEAD", "GET"]) expect((await fetch(confirm, { method })).status).toBe(200);
  await page.goto(confirm);
  expect(await heading(page)).toBe("Confirm your sign-up");
  await checkPage(page);
  await press(page, "Yes, sign me up");
  await page.getByRole("heading", { name: "You’re signed up. Thank you" }).waitFor();
  await page.goto(confirm);
  expect(await heading(page)).toBe("You have confirmed already");
}

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("the newsletter %s", (_, javaScriptEnabled) => {
  const address = (what: string) => `${what}-${javaScriptEnabled ? "js" : "plain"}@example.org`;

  it("is signed up for, confirmed, changed, left by link and by the header, and signed up for again", async () => {
    const page = await browser.open({ javaScriptEnabled });
    const email = address("reader");
    await signUp(page, email, 1);
    const welcome = await readEmailTo(email, /^Welcome/, 1);
    const [preferences, leave] = [findLink(welcome, "preferences"), findLink(welcome, "leave")];

    await page.goto(preferences);
    await checkPage(page);
    expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(1);
    await page.getByLabel("News by email").uncheck();
    await press(page, "Save");
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").innerText()).toContain("Choose at least one newsletter");
    await page.getByLabel("Appeals by email").check();
    await press(page, "Save");
    await page.waitForURL(/done=chosen/);
    expect(await page.getByLabel("Appeals by email").isChecked()).toBe(true);
    await press(page, "Pause for three months");
    await page.waitForURL(/done=paused/);
    await press(page, "Start them again now");
    await page.waitForURL(/done=resumed/);

    for (const method of ["HEAD", "GET"]) expect((await fetch(`${leave}?List-Unsubscribe=One-Click`, { method })).status).toBe(200);
    await page.goto(leave);
    await checkPage(page);
    expect(await heading(page)).toBe("Unsubscribe?");
    await press(page, "Unsubscribe");
    await page.getByRole("heading", { name: "You’re unsubscribed" }).waitFor();

    // Links of earlier emails belong to nobody once somebody has come back.
    await signUp(page, email, 2);
    expect((await fetch(leave)).status).toBe(404);
    const newWelcome = await readEmailTo(email, /^Welcome/, 2);
    const [newPreferences, newLeave] = [findLink(newWelcome, "preferences"), findLink(newWelcome, "leave")];
    const oneClick = (body: string, headers: Record<string, string> = {}) =>
      fetch(newLeave, { method: "POST", body: new URLSearchParams(body), headers, redirect: "manual" });
    expect((await oneClick("List-Unsubscribe=One-Click", { origin: "https://evil.example" })).status).toBe(403);
    expect((await oneClick("")).status).toBe(400);
    for (let time = 0; time < 3; time++) expect((await oneClick("List-Unsubscribe=One-Click")).status).toBe(200);
    await page.goto(newPreferences);
    expect(await page.locator("main").innerText()).toContain("they were stopped");
    await checkPage(page);
  });

  it("says what is wrong, keeps what was typed, and tells a machine from a person in words", async () => {
    const page = await browser.open({ javaScriptEnabled, viewport: { width: 390, height: 844 }, colorScheme: "dark" });
    await page.goto(`${site.url}/newsletter`);
    expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(0);
    await fillIn(page, address("quick"), ["Events by email"]);
    await page.evaluate(() => document.querySelector("[name=website]")?.setAttribute("value", "x"));
    await press(page, "Sign me up");
    await page.getByRole("heading", { name: "Please press the button again" }).waitFor();
    await page.getByLabel("Email address").fill("a@b");
    await press(page, "Sign me up");
    await page.getByRole("alert").waitFor();
    await checkPage(page);
    expect(await page.getByLabel("Events by email").isChecked()).toBe(true);
    expect(await page.getByLabel("Email address").inputValue()).toBe("a@b");
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

it("forgets whoever asks, and shows first what that means", async () => {
  const page = await browser.open();
  const email = "forgotten@example.org";
  await signUp(page, email, 1);
  const preferences = findLink(await readEmailTo(email, /^Welcome/, 1), "preferences");
  const askForLink = async (nth: number) => {
    await page.goto(preferences);
    await press(page, "Email me a link");
    await page.waitForURL(/done=link-sent/);
    return findLink(await readEmailTo(email, /^Your link/, nth), "your-data");
  };
  const download = await fetch(`${await askForLink(1)}/what-we-hold.json`, { method: "POST", headers: { origin: site.url } });
  expect(((await download.json()) as { subscription: { email: string } }).subscription.email).toBe(email);
  await page.goto(await askForLink(2));
  await checkPage(page);
  await press(page, "Delete my data");
  await page.waitForURL(/\/newsletter\/forgotten/);
  expect(await heading(page)).toBe("Your data has been deleted");
  const answer = await page.goto(preferences);
  expect(answer?.status()).toBe(404);
  expect(await heading(page)).toBe("This link does not work");
  expect(answer?.headers()).toMatchObject({ "cache-control": "no-store", "referrer-policy": "strict-origin-when-cross-origin" });
});

it("every page that is no help page leads to the sign-up, and help pages don’t", async () => {
  const links = async (path: string) => (await (await fetch(site.url + path)).text()).includes('href="/newsletter"');
  for (const path of ["/", "/donate", "/sponsor", "/privacy", "/no-such-page"]) expect([path, await links(path)]).toEqual([path, true]);
  for (const path of ["/help", "/help/rights", "/help/services"]) expect([path, await links(path)]).toEqual([path, false]);
});
