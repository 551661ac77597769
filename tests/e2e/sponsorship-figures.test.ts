import fc from "fast-check";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { chooseWeeklyAmount } from "tests/support/site/choose-amount";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

type Choice = { weeklyPence: number; interval: string; cover: boolean; giftAid: boolean };

/** The same ones each time. */
const choices: Choice[] = fc.sample(
  fc.record({
    weeklyPence: fc.integer({ min: 250, max: 20_000 }),
    interval: fc.constantFrom("weekly", "four_weekly", "monthly", "yearly"),
    cover: fc.boolean(),
    giftAid: fc.boolean(),
  }),
  { seed: 14, numRuns: 20 },
);

const sumsIn = (text: string) => [...text.matchAll(/£[\d,]+(?:\.\d\d)?|\b\d+p\b/g)].map(([sum]) => penceOf(sum));
const penceOf = (sum: string) => (sum.endsWith("p") ? Number(sum.slice(0, -1)) : Math.round(Number(sum.replace(/[£,]/g, "")) * 100));

/** Makes a choice on the form. @returns every sum that the form then shows of it */
async function choose(page: Page, { weeklyPence, interval, cover, giftAid }: Choice) {
  await page.goto(`${site.url}/sponsor?weekly=other&other=${(weeklyPence / 100).toFixed(2)}`);
  await page.locator(`[name=interval][value=${interval}]`).check();
  await page.locator("[name=cover]").setChecked(cover);
  await page.locator("[name=giftaid]").setChecked(giftAid);
  if (giftAid) {
    await page.getByLabel("House name or number").fill("12 Example Street");
    await page.getByLabel("Postcode").fill("SW1A 1AA");
  }
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Example");
  await page.getByLabel("Email address", { exact: true }).fill("ada@example.org");
  const [total = 0, giftAidSum = null] = sumsIn(await page.locator("[aria-live]").innerText());
  const [weekly] = sumsIn(await page.getByText("a week", { exact: false }).first().innerText());
  const [coverSum] = sumsIn(await page.locator("label:has([name=cover])").innerText());
  const [onCard] = sumsIn(await page.locator("label:has(:checked)").first().innerText());
  const [offered, offeredOf] = sumsIn(await page.locator("fieldset:has([name=giftaid]) p").first().innerText());
  expect([onCard, offeredOf]).toEqual([total, total]);
  return { weekly, total, cover: cover ? coverSum : null, giftAid: giftAid ? giftAidSum : null, offered };
}

/** The sums of the check page, which the server works out anew. */
async function check(page: Page) {
  await page.getByRole("button", { name: "Check and continue" }).click();
  await page.getByRole("heading", { name: "Check your details" }).waitFor();
  const rows = await page.locator("main dl > div").allInnerTexts();
  const row = (name: string) => rows.find((each) => each.startsWith(name)) ?? "";
  return {
    weekly: sumsIn(row("It is"))[0],
    total: sumsIn(row("Today"))[0],
    cover: sumsIn(row("Each payment"))[1] ?? null,
    giftAid: sumsIn(row("Gift Aid"))[0] ?? null,
  };
}

it("each figure on the form is the check page’s, for twenty choices", async () => {
  const page = await browser.open();
  for (const choice of choices) {
    const { offered, ...shown } = await choose(page, choice);
    expect(offered).toBe(Math.floor(shown.total / 4));
    expect([choice, shown]).toEqual([choice, await check(page)]);
  }
  // Without JavaScript the same: the style sheet shows what the server wrote.
  const plain = await browser.open({ javaScriptEnabled: false });
  for (const choice of choices.slice(0, 4)) {
    const { offered, ...shown } = await choose(plain, choice);
    expect(offered).toBe(Math.floor(shown.total / 4));
    expect([choice, shown]).toEqual([choice, await check(plain)]);
  }
});

it("a later start takes today’s dates away", async () => {
  const page = await browser.open();
  await chooseWeeklyAmount(page, site.url, "5");
  expect(await page.locator("[aria-live]").innerText()).toMatch(/You pay £20\.00 today and every 4 weeks after/);
  await page.getByText("Start on another day").click();
  await page.getByText("On a day I choose").click();
  expect(await page.locator("form").last().innerText()).not.toMatch(/£[\d.]+ today/);
  expect(await page.locator("[aria-live]").innerText()).toContain("from the day you choose");
});

it("each step is at most four screens of a phone to its button", async () => {
  const page = await browser.open({ viewport: { width: 390, height: 844 } });
  const screensTo = (name: string) =>
    page.getByRole("button", { name, exact: true }).evaluate((button) => (button.getBoundingClientRect().bottom + scrollY) / 844);
  await page.goto(`${site.url}/sponsor`);
  expect(await screensTo("Continue")).toBeLessThan(4);
  await chooseWeeklyAmount(page, site.url, "47.50");
  expect(await screensTo("Check and continue")).toBeLessThan(4);
});

it("shows the same figures in picture, sentence, table and data", async () => {
  const page = await browser.open();
  // Pages are kept for a minute, each for itself; with a question in the address they are made anew.
  await page.goto(`${site.url}/sponsor?now`);
  const { sentence, rooms } = (await (await fetch(`${site.url}/rooms.json?now`)).json()) as {
    sentence: string;
    rooms: { name: string; litPercent: number }[];
  };
  expect(await page.locator("main").innerText()).toContain(sentence);
  expect(await page.locator("#hw-desc").textContent()).toContain(sentence);
  const table = await page.locator("main table tbody tr").allInnerTexts();
  expect(table.map((row) => row.replace(/\s+/g, " "))).toEqual(
    rooms.map(({ name, litPercent }) => expect.stringMatching(new RegExp(`^${name} .* ${litPercent}%$`)) as string),
  );
});
