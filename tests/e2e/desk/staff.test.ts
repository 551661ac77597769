import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { generateSync } from "otplib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addAuthenticator, checkPage, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { patienceMs } from "tests/support/wait-until";

const browser = useBrowser();
let site: RunningSite;
/** Browsers make no passkeys for a bare IP address. */
let home: string;
beforeAll(async () => {
  site = await startBuiltSite();
  home = site.url.replace("127.0.0.1", "localhost");
});
afterAll(() => site.stop());

const heading = (page: Page) => page.locator("h1").innerText();

/** What `npm run staff -- …` says, on the server of this site. */
function runStaff(...args: string[]): string {
  const settings = { SITE_MODE: "try", LOG_LEVEL: "warn", PORT: new URL(site.url).port, DATA_DIR: site.dataDir };
  const env = { PATH: process.env.PATH, NODE_ENV: "test" as const, ...settings };
  return execFileSync(process.execPath, ["--import", "tsx", "app/commands/staff.ts", ...args], { encoding: "utf8", env });
}

/** The page that the newest email to somebody leads to: there is one such email more than there was. */
async function followEmail(to: string, kind: "invitation" | "sign-in", seen: Set<string>): Promise<string> {
  const path = new RegExp(`/desk/${kind}/[\\w.-]+`, "g");
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(200)) {
    const list = await (await fetch(`${site.outboxUrl}/?to=${encodeURIComponent(to)}`)).text();
    for (const [id] of list.matchAll(/(?<=\/outbox\/)[\w-]+/g)) {
      const [found] = (await (await fetch(`${site.outboxUrl}/outbox/${id}/text`)).text()).match(path) ?? [];
      if (!found || seen.has(found)) continue;
      seen.add(found);
      return home + found;
    }
  }
  throw new Error(`no email with a link for ${kind} came`);
}

const seen = new Set<string>();

it("an administrator is invited by the command, makes a passkey, signs out, signs in, confirms, and changes a role", async () => {
  const email = "ada@example.org";
  expect(runStaff("invite", email, "--role", "administrator", "--name", "Ada Byron")).toContain("An invitation goes to ada@example.org");
  const page = await browser.open();
  await addAuthenticator(page);
  const invitation = await followEmail(email, "invitation", seen);
  await page.goto(invitation);
  expect(await heading(page)).toBe("Join the team");
  await checkPage(page, "invitation");
  await page.getByRole("button", { name: "Make a passkey" }).click();
  await page.waitForSelector("text=Your recovery codes");
  expect(await page.getByRole("region", { name: "Your recovery codes" }).getByRole("listitem").count()).toBe(10);
  await checkPage(page, "recovery-codes");
  await page.getByRole("link", { name: "Go on" }).click();
  await page.waitForURL(/\/desk$/);
  expect(await page.getByRole("banner").innerText()).toContain("Ada Byron, administrator");

  await page.goto(`${home}/desk/audit?who=command`);
  expect(await page.locator("tbody").innerText()).toContain("invited somebody to the team");
  await checkPage(page, "audit");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/desk\/sign-in$/);
  await page.goto(`${home}/desk/team`);
  expect(page.url()).toBe(`${home}/desk/sign-in?to=%2Fdesk%2Fteam`);
  await checkPage(page, "sign-in");

  // The rest by keyboard alone.
  await page.getByRole("button", { name: "Sign in with a passkey" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\/team$/);
  await checkPage(page, "team");
  await page.keyboard.press("?");
  expect(await page.locator("#keys").evaluate((keys) => (keys as HTMLDetailsElement).open)).toBe(true);
  await page.goto(`${home}/desk/audit`);
  await page.keyboard.press("/");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("q");

  await page.goto(`${home}/desk/team`);
  await page.getByLabel("Name", { exact: true }).fill("Grace Hopper");
  await page.getByLabel("Email address").fill("grace@example.org");
  await page.getByRole("radio", { name: "Treasurer" }).check();
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await page.waitForURL(/done=invited/);
  expect(await page.locator("tbody").innerText()).toContain("Grace Hopper");
  // Ten minutes later in the pretend world: what Ada showed at the door is not enough any more.
  await site.stripeControl("clock/advance", { seconds: 600 });
  await page.getByLabel("Role of Grace Hopper").selectOption("editor");
  await page.getByRole("button", { name: "Change the role of Grace Hopper" }).click();
  await page.waitForSelector("text=Is it you?");
  await checkPage(page, "confirm");
  await page.getByRole("button", { name: "Confirm with a passkey" }).click();
  await page.waitForURL(/done=role/);
  expect(await page.getByLabel("Role of Grace Hopper").inputValue()).toBe("editor");
  await page.goto(`${home}/desk/audit?action=staff.role-changed`);
  expect(await page.locator("tbody").innerText()).toMatch(/Ada Byron\s+changed a role\s+Grace Hopper\s+.*treasurer.*\s+.*editor/);
});

it("without JavaScript: an app is set up, an emailed link and its code sign in, then a recovery code, and no passkey is asked for", async () => {
  const email = "mary@example.org";
  runStaff("invite", email, "--role", "editor", "--name", "Mary");
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(await followEmail(email, "invitation", seen));
  expect(await page.locator("body").innerText()).toContain("Passkeys need JavaScript. Use a code instead.");
  expect(await page.getByRole("button", { name: "Make a passkey" }).count()).toBe(0);
  const secret = (await page.locator("code").innerText()).replaceAll(" ", "");
  const codeOf = (steps: number) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });
  await page.locator("#code").fill("000000");
  await page.getByRole("button", { name: "Use this app" }).click();
  await page.waitForSelector(".errors");
  expect((await page.locator("code").innerText()).replaceAll(" ", "")).toBe(secret);
  await page.locator("#code").fill(codeOf(-1));
  await page.getByRole("button", { name: "Use this app" }).click();
  await page.waitForSelector("text=Your recovery codes");
  const recoveryCode = await page.getByRole("region", { name: "Your recovery codes" }).getByRole("listitem").first().innerText();
  await page.getByRole("link", { name: "Go on" }).click();

  for (const code of [() => codeOf(0), () => recoveryCode]) {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/desk\/sign-in$/);
    await page.locator("#email").fill(email);
    await page.getByRole("button", { name: "Email me a link" }).click();
    await page.waitForURL(/\?sent$/);
    await page.goto(await followEmail(email, "sign-in", seen));
    expect(await heading(page)).toBe("Enter your code");
    await page.locator("#code").fill(code());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/desk$/);
  }
  await page.goto(`${home}/desk/security`);
  expect(await page.locator("main").innerText()).toContain("9 of 10 left.");
  await page.goto(`${home}/desk/team`);
  expect(await heading(page)).toBe("This is not for your role");
  expect(await page.locator("body").innerText()).not.toContain("ada@example.org");
});

it("what an editor wrote for an hour is sent after all: signed out in between, they sign in and send it again", async () => {
  const page = await browser.open();
  await page.goto(`${site.url}/desk/newsletter/new`);
  await page.getByRole("button", { name: "Sign in as editor" }).click();
  await page.waitForURL(/\/new$/);
  await page.locator("#subject").fill("Forty minutes of work");
  await page.locator("#preview").fill("And not one word lost");
  await page.locator("#body").fill("First line\n\nSecond line");
  await site.stripeControl("clock/advance", { seconds: 40 * 60 });
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await page.waitForSelector("text=You are signed out");
  await checkPage(page, "signed-out");
  const other = await page.context().newPage();
  await other.goto(`${site.url}/desk/sign-in`);
  await other.getByRole("button", { name: "Sign in as editor" }).click();
  await other.waitForURL(/\/desk$/);
  await page.getByRole("button", { name: "Send it again" }).click();
  await page.waitForURL(/\/desk\/newsletter\/[\w-]+$/);
  expect(await page.locator("body").innerText()).toContain("Forty minutes of work");
});
