import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { chooseWeeklyAmount } from "tests/support/site/choose-amount";
import { emailedLinks, findInEmail } from "tests/support/site/emailed-link";
import { payByCard } from "tests/support/site/pay-by-card";
import { waitUntil } from "tests/support/wait-until";

const browser = useBrowser();
let site: RunningSite;
beforeAll(async () => {
  site = await startBuiltSite();
});
afterAll(() => site.stop());

const main = (page: Page) => page.locator("main").innerText();
/** The site lives through every day of it. */
const advanceDays = (days: number) => site.stripeControl("clock/advance", { seconds: days * 86_400 });

async function give(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Check and continue" }).click();
  await page.locator("button[name=step][value=pay]").click();
  await page.waitForURL(/\/c\/pay\//);
  await payByCard(page);
  await page.waitForURL(/\/sponsor\/thank-you/);
}

const subjects = async (email: string) =>
  (await (await fetch(`${site.outboxUrl}/?to=${encodeURIComponent(email)}`)).text()).replaceAll(/<[^>]+>/g, " ");

const usedLinks = new Set<string>();

/** Signs in by the newest email: weeks go by between visits, and a session ends with a week unused. */
async function signIn({ page, email }: Sponsor): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${site.url}/supporter/sign-in`);
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.waitForURL(/sent/);
  let link = "";
  // The email of an earlier visit may still be the newest.
  await waitUntil(
    async () => !usedLinks.has((link = await findInEmail(site.outboxUrl, email, emailedLinks.signIn))),
    () => "no new link came",
  );
  usedLinks.add(link);
  await page.goto(link);
  if (page.url().includes("/sign-in/")) await page.locator("main form button").first().click();
  await page.waitForURL(`${site.url}/supporter`);
}

/** The newest of all. */
async function subscription(): Promise<string> {
  const answer = await fetch(`${site.stripeUrl}/v1/subscriptions?limit=1`, {
    headers: { authorization: "Bearer sk_test_sandbox_nothing_is_real" },
  });
  const { data } = (await answer.json()) as { data: { id: string }[] };
  return data[0]?.id ?? "";
}

type Sponsor = { page: Page; email: string; subscription: string };

/** Joins with £3.50 a week by the form. */
async function joinAsSponsor(email: string, javaScriptEnabled: boolean): Promise<Sponsor> {
  const page = await browser.open({ javaScriptEnabled });
  await chooseWeeklyAmount(page, site.url, "3.50");
  await page.getByLabel("First name").fill("Siân");
  await page.getByLabel("Last name").fill("Example");
  await page.locator("#email").fill(email);
  await give(page);
  return { page, email, subscription: await subscription() };
}

it("a year of a plan, with JavaScript and without: renewals, one that failed and recovered, one given up, and begun again with the form filled in", async () => {
  // Both live through the same year: its days take longer than all that is done in a browser.
  const sponsors = [await joinAsSponsor("year-js@example.org", true), await joinAsSponsor("year-plain@example.org", false)];
  const failNext = async (times: number) => {
    for (const each of sponsors) await site.stripeControl(`subscriptions/${each.subscription}/fail-next`, { times });
  };
  expect(new Set(sponsors.map((each) => each.subscription)).size).toBe(2);

  await advanceDays(84);
  await failNext(2);
  await advanceDays(29);
  for (const { email } of sponsors) await findInEmail(site.outboxUrl, email, /did not go through/);
  await advanceDays(6);
  for (const { email } of sponsors) await findInEmail(site.outboxUrl, email, /has gone through/);

  await advanceDays(140);
  await failNext(9);
  await advanceDays(40);
  for (const sponsor of sponsors) {
    const { page, email } = sponsor;
    const again = await findInEmail(site.outboxUrl, email, emailedLinks.again);
    await page.goto(again);
    expect(await main(page)).toContain("£3.50 a week");
    await signIn(sponsor);
    expect(await main(page)).toMatch(/ended/i);
    // Signed in, the form is whole.
    await page.goto(again);
    expect(await page.locator("#email").inputValue()).toBe(email);
    await give(page);
  }
  await advanceDays(66);

  for (const sponsor of sponsors) {
    await signIn(sponsor);
    const history = await main(sponsor.page);
    // 1 + 3 + the late one + 5 of the first plan, 1 + 2 of the second: £14 each.
    expect(history.match(/£14\.00/g)?.length ?? 0).toBeGreaterThanOrEqual(12);
    const sent = await subjects(sponsor.email);
    expect(sent.match(/did not go through/g)).toHaveLength(2);
    expect(sent.match(/has gone through/g)).toHaveLength(1);
    expect(sent.match(/has ended/g)).toHaveLength(1);
  }
}, 600_000);
