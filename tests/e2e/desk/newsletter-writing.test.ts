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

async function openNewIssue(options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  const page = await browser.open(options);
  await page.goto(`${site.url}/desk/newsletter/new`);
  await page.getByRole("button", { name: "Sign in as editor" }).click();
  await page.waitForURL(/\/new$/);
  return page;
}

/** Waits until the preview, which follows by itself, says something. */
async function waitForPreview(page: Page, words: RegExp): Promise<void> {
  const shown = page.frameLocator("[data-follow] iframe:not(.waiting)").locator("body");
  const read = async () => ((await shown.count()) === 1 ? await shown.innerText() : "");
  await waitUntil(async () => words.test(await read()), read);
}

it("the preview follows the writing, buttons and keys write Markdown, and a paste out of Word and Google Docs becomes it", async () => {
  const page = await openNewIssue();
  const steps = await page.evaluate(() => history.length);
  const body = page.locator("#body");
  await waitForPreview(page, /There is nothing to read yet/);
  await page.locator("#subject").fill("Autumn news");
  await body.pressSequentially("Twelve rooms");
  await waitForPreview(page, /Twelve rooms/);

  await body.press("ControlOrMeta+a");
  await body.press("ControlOrMeta+b");
  expect(await body.inputValue()).toBe("**Twelve rooms**");
  await page.getByRole("button", { name: "Heading" }).focus();
  await page.keyboard.press("Enter");
  expect(await body.inputValue()).toBe("## **Twelve rooms**");
  await body.press("ControlOrMeta+z");
  expect(await body.inputValue()).toBe("**Twelve rooms**");
  await body.press("ControlOrMeta+End");
  await page.getByRole("button", { name: "Link" }).click();
  expect(await body.inputValue()).toBe("**Twelve rooms**[words](https://)");
  await page.keyboard.insertText(" and one");
  await body.fill("One\nTwo");
  await body.press("ControlOrMeta+a");
  await page.getByRole("button", { name: "Numbered list" }).click();
  expect(await body.inputValue()).toBe("1. One\n2. Two");
  await body.press("ControlOrMeta+a");
  await page.getByRole("button", { name: "List", exact: true }).click();
  expect(await body.inputValue()).toBe("- One\n- Two");

  await body.fill("");
  const paste = (html: string) =>
    body.evaluate((area, copied) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/html", copied);
      clipboardData.setData("text/plain", "plain");
      area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, html);
  await paste(
    `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2><span style="font-weight:400;">Lamps</span></h2><p><span style="font-weight:700;">Every</span><span style="font-weight:400;"> one</span></p><img src="data:image/png;base64,AAAA"></b>`,
  );
  await waitUntil(
    async () => (await body.inputValue()) === "## Lamps\n\n**Every** one",
    () => body.inputValue(),
  );
  expect(await page.locator("[data-writing-status]").innerText()).toBe("Pasted. A picture was left out: add it under Pictures.");
  await waitForPreview(page, /Lamps\s+Every one/);
  await page.getByLabel("As text").check();
  await waitForPreview(page, /^[^]*LAMPS|## Lamps|Lamps[^]*Every one/);
  await page.getByLabel("On a phone").check();
  await waitForPreview(page, /Every one/);
  expect(await page.evaluate(() => history.length)).toBe(steps);
  await checkPage(page, "writing");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await page.waitForURL(/\/desk\/newsletter\/[\w-]{36}$/);
  expect(await page.locator("#body").inputValue()).toBe("## Lamps\n\n**Every** one");
  await checkPage(page, "writing-kept");
});

it("without JavaScript a button opens the preview of what is written, and no tool is shown that would do nothing", async () => {
  const page = await openNewIssue({ javaScriptEnabled: false });
  expect(await page.getByRole("button", { name: "Bold" }).count()).toBe(0);
  await page.locator("#body").fill("Written **without** scripts");
  await page.getByLabel("Dark mode").check();
  const [opened] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("button", { name: "Preview these words" }).click(),
  ]);
  await opened.waitForLoadState();
  expect(await opened.locator("body").innerText()).toContain("Written without scripts");
  expect(await page.locator("#body").inputValue()).toBe("Written **without** scripts");
});
