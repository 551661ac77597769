import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkPage, useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { waitUntil } from "tests/support/wait-until";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

async function signIn(options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  const page = await browser.open(options);
  await page.goto(`${site.url}/desk/newsletter`);
  await page.getByRole("button", { name: "Sign in as editor" }).click();
  await page.waitForURL(/\/desk\/newsletter$/);
  return page;
}

it("an article is written with its page beside it, published, read by a visitor, corrected, and taken off the site", async () => {
  const editor = await signIn();
  await editor.getByRole("link", { name: "Write an article" }).click();
  await editor.waitForURL(/\/articles\/new$/);
  await editor.locator("#subject").fill("Two rooms are homes again");
  await editor.locator("#preview").fill("What changed in October.");
  await editor.locator("#body").pressSequentially("Two rooms were empty. <br>");
  const shown = editor.frameLocator("[data-follow] iframe:not(.waiting)").locator("main");
  const read = async () => ((await shown.count()) === 1 ? await shown.innerText() : "");
  await waitUntil(async () => /can’t be published yet.*HTML tags can’t be used in an article/s.test(await read()), read);
  expect(await shown.locator("h1").innerText()).toBe("Two rooms are homes again");
  await checkPage(editor, "article-writing");
  await editor.getByRole("button", { name: "Save as a draft" }).click();
  await editor.waitForURL(/\/articles\/[\w-]{36}\?done=saved$/);
  const article = editor.url().replace(/\?.*/, "");

  await editor.getByRole("button", { name: "Save and publish" }).click();
  await editor.waitForSelector(".errors");
  expect(await editor.locator(".errors").innerText()).toContain("HTML tags can’t be used in an article");
  await checkPage(editor, "article-mistakes");
  await editor.locator("#body").fill("Two rooms were empty in October. **Both are homes again.**\n\n[button: See the rooms](/sponsor)\n");
  await editor.getByRole("button", { name: "Save as a draft" }).click();
  await editor.waitForURL(`${article}?done=saved`);
  await editor.getByRole("link", { name: "See it as readers do" }).click();
  await editor.waitForURL(`${article}/preview`);
  expect(await editor.locator("main").innerText()).toContain("Nobody else sees it until it is published");
  await checkPage(editor, "article-preview");

  // What the site keeps of a page is made anew at once; a browser may show what it has for a minute, so each visitor has their own.
  const before = await browser.open();
  await before.goto(`${site.url}/newsletter/archive`);
  expect(before.url()).toBe(`${site.url}/news`);
  expect(await before.getByRole("link", { name: "Two rooms are homes again" }).count()).toBe(0);

  await editor.getByRole("link", { name: "Back to the article" }).click();
  await editor.getByRole("button", { name: "Save and publish" }).click();
  await editor.waitForURL(`${article}?done=published`);
  expect(await editor.locator("[role=status]").first().innerText()).toContain("No email was sent");
  await checkPage(editor, "article-published");
  await editor.goto(`${site.url}/desk/newsletter`);
  expect(await editor.locator("main").innerText()).toMatch(/Articles on the site\s+Two rooms are homes again/);
  await checkPage(editor, "articles-list");

  const visitor = await browser.open();
  await visitor.goto(`${site.url}/news`);
  await checkPage(visitor, "news-with-article");
  await visitor.getByRole("link", { name: "Two rooms are homes again" }).click();
  await visitor.waitForURL(/\/news\/\d{4}-\d\d-two-rooms-are-homes-again$/);
  const address = visitor.url();
  expect(await visitor.locator("article").innerText()).toMatch(/^Two rooms are homes again\s+Article, \d/);
  await checkPage(visitor, "news-article");
  expect(await (await visitor.request.get(`${site.url}/news.atom`)).text()).toContain("<title>Two rooms are homes again</title>");

  // Another window has it open meanwhile.
  const other = await editor.context().newPage();
  await other.goto(article);
  await other.locator("#body").fill("Four rooms were empty.");
  await editor.goto(article);
  await editor.locator("#body").fill("Three rooms were empty in October. **All are homes again.**");
  await editor.getByRole("button", { name: "Save and update the page" }).click();
  await editor.waitForURL(`${article}?done=corrected`);
  const later = await browser.open();
  await later.goto(address);
  expect(await later.locator("article").innerText()).toMatch(/Updated \d[^]*Three rooms were empty/);
  await other.getByRole("button", { name: "Save and update the page" }).click();
  await other.waitForSelector("text=Nothing was overwritten");
  expect(await other.locator("#body").inputValue()).toBe("Four rooms were empty.");
  expect(await other.getByLabel("Both versions", { exact: true }).innerText()).toContain("Three rooms were empty");
  await checkPage(other, "article-conflict");
  await other.close();

  await editor.getByRole("link", { name: "What it said before" }).click();
  await editor.waitForURL(/\/versions$/);
  await checkPage(editor, "article-versions");

  await editor.goto(article);
  await editor.getByRole("button", { name: "Take it off the site" }).click();
  await editor.waitForURL(`${article}?done=unpublished`);
  const last = await browser.open();
  const gone = await last.goto(address);
  expect(gone?.status()).toBe(410);
  expect(await last.locator("h1").innerText()).toBe("This page is no longer here");
  await last.goto(`${site.url}/news`);
  expect(await last.getByRole("link", { name: "Two rooms are homes again" }).count()).toBe(0);
});

it("without JavaScript, a button shows the article as its page in a window of its own, and it is published the same", async () => {
  const editor = await signIn({ javaScriptEnabled: false });
  await editor.goto(`${site.url}/desk/newsletter/articles/new`);
  await editor.locator("#subject").fill("Without a script");
  await editor.locator("#body").fill("First words.\n\nLast words.");
  const [opened] = await Promise.all([
    editor.context().waitForEvent("page"),
    editor.getByRole("button", { name: "Preview these words" }).click(),
  ]);
  await opened.waitForLoadState();
  expect(await opened.locator("main").innerText()).toMatch(/^Without a script[^]*First words\.\s+Last words\.$/);
  await opened.close();
  await editor.getByRole("button", { name: "Save as a draft" }).click();
  await editor.waitForURL(/\?done=saved$/);
  await editor.getByRole("button", { name: "Save and publish" }).click();
  await editor.waitForURL(/\?done=published$/);
  await editor.getByRole("link", { name: /^\/news\// }).click();
  expect(await editor.locator("h1").innerText()).toBe("Without a script");
});
