import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addAuthenticator, checkPage, useBrowser } from "tests/support/site/browser";
import { giveByCard } from "tests/support/site/give";
import { startRehearsal } from "tests/support/site/rehearsal-site";
import { waitUntil } from "tests/support/wait-until";

const browser = useBrowser();
let site: Awaited<ReturnType<typeof startRehearsal>>;
beforeAll(async () => {
  site = await startRehearsal();
});
afterAll(() => site.stop());

const main = (page: Page) => page.locator("main").innerText();

/** The newest email to somebody with these words in its subject, once it is there, as text. */
async function readEmail(to: string, subject: RegExp): Promise<string> {
  let found: string | undefined;
  let list = "";
  await waitUntil(
    async () => {
      list = await (await fetch(`${site.outboxUrl}/?to=${encodeURIComponent(to)}`)).text();
      const emails = [...list.matchAll(/href="(\/outbox\/[\w-]+)"\s*><strong>([^<]*)/g)];
      found = emails.find(([, , words = ""]) => subject.test(words))?.[1];
      return found !== undefined;
    },
    () => `no ${String(subject)} to ${to} in ${list}`,
    200,
  );
  return await (await fetch(`${site.outboxUrl}${found}/text`)).text();
}

const linkIn = (email: string, path: RegExp): string => new URL(path.exec(email)?.[0] ?? "/nowhere", site.url).href;

/** Somebody reads the site as it is live, signs up for the newsletter and gives £30. */
async function giveAndSubscribe(page: Page, email: string): Promise<void> {
  await page.goto(`${site.url}/newsletter`);
  expect(await page.locator("aside").first().innerText()).toContain("This is a rehearsal of the site: no real money is taken");
  await page.getByLabel("News by email").check();
  await page.getByRole("radio").first().check();
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Sign me up" }).click();
  await page.waitForURL(/\/newsletter\/asked/);
  await page.goto(linkIn(await readEmail(email, /^Please confirm/), /\/newsletter\/confirm\/[\w-]{43}/));
  await page.getByRole("button", { name: "Yes, sign me up" }).click();
  await page.getByRole("heading", { name: "You’re signed up. Thank you" }).waitFor();

  await giveByCard(page, site.url, email);
}

it("on a live configuration an administrator is invited by the command, signs in, sends a newsletter, refunds a gift, and it is all in the audit log", async () => {
  expect(site.printed.join("")).toContain("THIS IS A REHEARSAL");
  const giver = "giver@lamp.org";
  await giveAndSubscribe(await browser.open(), giver);

  expect(site.runCommand("staff", "invite", "ada@lamp.org", "--role", "administrator", "--name", "Ada Byron")).toContain(
    "An invitation goes to ada@lamp.org",
  );
  const page = await browser.open();
  await addAuthenticator(page);
  await page.goto(`${site.url}/desk/sign-in`);
  expect(await page.getByRole("button", { name: /^Sign in as/ }).count()).toBe(0);
  await page.goto(linkIn(await readEmail("ada@lamp.org", /.*/), /\/desk\/invitation\/[\w.-]+/));
  await page.getByRole("button", { name: "Make a passkey" }).click();
  await page.waitForSelector("text=Your recovery codes");
  await page.getByRole("link", { name: "Go on" }).click();
  await page.waitForURL(/\/desk$/);
  await checkPage(page, "rehearsal-desk");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/desk\/sign-in$/);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(/\/desk$/);

  await page.goto(`${site.url}/desk/newsletter/new`);
  await page.locator("#subject").fill("What a locked door means");
  await page.locator("#body").fill("In a safe house the person inside **holds the key**.");
  await page.locator("[name=reach][value=every]").check();
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await page.waitForURL(/\/desk\/newsletter\/[\w-]{36}$/);
  const issue = page.url();
  await page.goto(`${issue}/send`);
  await page.getByRole("button", { name: "Send it to 1 person" }).click();
  await page.waitForURL(issue);
  expect(await readEmail(giver, /^What a locked door means/)).toContain("holds the key");

  await page.goto(`${site.url}/desk/gifts`);
  await page.locator("tbody tr", { hasText: "£30.00" }).getByRole("link").first().click();
  await page.waitForURL(/\/desk\/gifts\/[\w-]+$/);
  await page.getByLabel("How much to refund").fill("12.50");
  await page.locator("[name=reason]").first().check();
  await page.getByRole("button", { name: "Refund", exact: true }).click();
  await page.waitForURL(/done=refunded/);
  expect(await main(page)).toContain("£12.50");
  expect(await readEmail(giver, /£12\.50/)).toContain("£12.50");

  await page.goto(`${site.url}/desk/audit`);
  const log = await page.locator("tbody tr").allInnerTexts();
  const entries = [
    /A command on the server.*invited somebody/,
    /Ada Byron.*accepted/,
    /Ada Byron.*signed in/,
    /sent an issue/,
    /refunded a donation/,
  ];
  expect(entries.filter((entry) => !log.some((row) => entry.test(row.replaceAll(/\s+/g, " "))))).toEqual([]);
  expect(log.find((row) => row.includes("refunded a donation"))).toContain("1250");
});
