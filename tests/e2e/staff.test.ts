import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { generateSync } from "otplib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addAuthenticator, checkPage, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { giveByCard } from "tests/support/site/give";
import { enter, tabTo, write } from "tests/support/site/keyboard";
import { patienceMs, waitUntil } from "tests/support/wait-until";

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
  expect(await page.locator(".codes li").count()).toBe(10);
  await checkPage(page, "recovery-codes");
  await page.getByRole("link", { name: "Go on" }).click();
  await page.waitForURL(/\/desk$/);
  expect(await page.locator(".desk-who").innerText()).toContain("Ada Byron, administrator");

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
  const recoveryCode = await page.locator(".codes li").first().innerText();
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
  await page.getByRole("button", { name: "Keep it as a draft" }).click();
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

it.each(["viewer", "editor", "treasurer", "administrator"])(
  "a trial site has a button for a %s, and its pages are open to all",
  async (role) => {
    const page = await browser.open();
    await page.goto(`${site.url}/desk/sign-in`);
    await page.getByRole("button", { name: `Sign in as ${role}` }).click();
    await page.waitForURL(/\/desk$/);
    await checkPage(page, `overview-${role}`);
    await page.goto(`${site.url}/desk/security`);
    await checkPage(page, `security-${role}`);
    if (role === "administrator") {
      await page.goto(`${site.url}/desk/health`);
      await checkPage(page, "health");
      await page.goto(`${site.url}/desk/people`);
      const person = await page.locator("tbody a[href^='/desk/people/']").first().getAttribute("href");
      for (const part of ["", "/merge", "/account", "/newsletter"]) {
        await page.goto(`${site.url}${person}${part}`);
        await checkPage(page, `person${part.replace("/", "-")}`);
      }
    }
    await page.goto(`${site.url}/desk/rooms`);
    await checkPage(page, `rooms-${role}`);
    await page.getByRole("link", { name: "Cedar" }).click();
    await page.waitForURL(/\/desk\/rooms\/[\w-]+$/);
    await checkPage(page, `room-${role}`);
    for (const name of role === "treasurer" ? ["payouts", "bank", "accounts", "accounts/entries", "accounts/codes"] : []) {
      await page.goto(`${site.url}/desk/${name}`);
      await checkPage(page, name.replace("/", "-"));
    }
    expect(await page.getByRole("link", { name: "Audit log" }).count()).toBe(role === "administrator" ? 1 : 0);
  },
);

/** Signs in with the trial site's button of a role, and goes where a way at the side leads: all by keyboard. */
async function signInByKeyboard(page: Page, role: string, way: string): Promise<void> {
  await page.goto(`${site.url}/desk/sign-in`);
  await enter(page, page.getByRole("button", { name: `Sign in as ${role}` }));
  await page.waitForURL(/\/desk$/);
  await enter(page, page.locator(".desk-ways").getByRole("link", { name: way }));
  await page.waitForURL(/\/desk\/.+/);
}

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
  await enter(page, page.getByRole("button", { name: "Keep it as a draft" }));
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
