import type { Locator, Page } from "playwright-core";

/** So many presses are enough to get through the longest page of the desk. */
const mostPresses = 120;

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Goes to something as somebody without a mouse does: Tab by Tab. Fails where no number of presses leads there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < mostPresses; presses++) {
    if (await isFocused(target)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way by keyboard to ${String(target)} on ${page.url()}`);
}

/** Goes to a link or a button by Tab, and presses Enter. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Goes to a field by Tab, and writes over what stands in it. */
export async function write(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}
