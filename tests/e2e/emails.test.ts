import { listSamples } from "emails/index";
import { expect, it } from "vitest";
import { renderEmail } from "~/platform/mail/render-email.server";
import { findAxeViolations, useBrowser } from "tests/support/site/browser";

const browser = useBrowser();

it.each(["light", "dark"] as const)("every email is open to all in %s, and fits a phone", async (colorScheme) => {
  const page = await browser.open({ colorScheme, viewport: { width: 390, height: 800 } });
  // A picture's own address is not asked: emails are read without their pictures too.
  await page.route("https://**", (route) => route.abort());
  for (const { kind, label, element } of listSamples()) {
    const { html } = await renderEmail(element);
    await page.setContent(html.replace(/<img [^>]*src="[^"]*"/g, (tag) => tag.replace(/src="[^"]*"/, 'src="data:,"')));
    // Landmarks are the mail program's: an email is a part of its page.
    const finds = (await findAxeViolations(page)).filter((find) => !/^(region|landmark-one-main):/.test(find));
    const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    expect({ kind, label, finds, fits }).toEqual({ kind, label, finds: [], fits: true });
    const shots = process.env["SHOTS"];
    if (shots && kind === "issue")
      await page.screenshot({ path: `${shots}/email-${kind}-${colorScheme}-${label.length}.png`, fullPage: true });
  }
});
