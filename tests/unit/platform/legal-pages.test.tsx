import { parse } from "node-html-parser";
import type { ComponentType } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import Accessibility from "~/about/routes/accessibility";
import Complaints from "~/about/routes/complaints";
import DirectDebitGuarantee from "~/about/routes/direct-debit-guarantee";
import Privacy, { headers } from "~/about/routes/privacy";
import { purposes } from "~/about/privacy/purposes";
import { ico } from "~/about/regulators";
import { demonstrationCharity, type Charity } from "~/platform/config/charity";
import { parseConfig } from "~/platform/config/config.server";
import { TrialNotice } from "~/platform/ui/page-layout";
import { RenderContext } from "~/platform/ui/site";
import { publicSite } from "~/platform/ui/site.server";
import { siteLinks } from "~/site-links";

const realCharity: Charity = {
  ...demonstrationCharity,
  demonstration: false,
  name: "Lantern",
  legalName: "The Lantern Trust <CIO>",
  registration: {
    regulator: "the Charity Commission for England and Wales",
    number: "1199999",
    url: "https://register.example.org/1199999",
  },
  address: ["2 Other Road", "Leeds", "LS1 1AA"],
  email: "post@lantern.example",
  phone: "0113 496 0000",
};

const pages: [string, ComponentType][] = [
  ["privacy", Privacy],
  ["complaints", Complaints],
  ["accessibility", Accessibility],
  ["direct-debit-guarantee", DirectDebitGuarantee],
];

function read(Page: ComponentType, charity = realCharity) {
  const site = publicSite({ ...parseConfig({ SITE_MODE: "test" }), charity });
  return parse(
    renderToStaticMarkup(
      <RenderContext.Provider value={{ site, links: siteLinks }}>
        <Page />
      </RenderContext.Provider>,
    ),
  );
}

describe.each(pages)("/%s", (_path, Page) => {
  it("speaks in the charity's own name, with its number and email address", () => {
    const page = read(Page);
    expect(page.toString()).toContain("The Lantern Trust &lt;CIO&gt;");
    expect(page.toString()).toContain("1199999");
    expect(page.toString()).toContain("mailto:post@lantern.example");
    expect(page.toString()).not.toContain("Roomlight");
    expect(page.toString()).not.toContain("This is a demonstration");
  });

  it("says so where the charity is a demonstration", () => {
    expect(read(Page, demonstrationCharity).text).toContain("This is a demonstration.");
  });

  it("has one main heading, no skipped level, and jumps that arrive", () => {
    const page = read(Page);
    const levels = page.querySelectorAll("h1, h2, h3").map((heading) => Number(heading.tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, index) => expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1));
    for (const link of page.querySelectorAll('a[href^="#"]')) {
      expect(page.querySelector(link.getAttribute("href") ?? "")).not.toBeNull();
    }
  });

  it("calls only the charity and regulators: whom to call for help comes from the contact records", () => {
    const called = read(Page)
      .querySelectorAll('a[href^="tel:"]')
      .map((link) => link.text);
    expect(called.every((number) => number === realCharity.phone || number === ico.phone)).toBe(true);
  });
});

describe("the privacy notice", () => {
  it("tells for each purpose what is kept, why, on which basis and how long", () => {
    const page = read(Privacy);
    for (const { title, what, why, lawfulBasis, retention } of Object.values(purposes)) {
      for (const words of [title, what, why, lawfulBasis, retention]) expect(page.text).toContain(words);
      expect(lawfulBasis).toMatch(/art\. 6\(1\)/);
    }
  });

  it("tells of the complaint to us within 30 days, and of the regulator", () => {
    const { text } = read(Privacy);
    expect(text).toContain("within 30 days");
    expect(text).toContain(ico.name);
    expect(text).toContain(ico.phone);
  });

  it("may be kept for an hour", () => {
    const kept = new Headers(headers({} as Parameters<typeof headers>[0]));
    expect(kept.get("x-keep-page")).toBe("3600");
    expect(kept.get("cache-control")).toBe("public, max-age=60, s-maxage=3600");
  });
});

it("a trial site says whether its emails are really sent; a live one says nothing of it", () => {
  const notice = (more: Partial<ReturnType<typeof publicSite>>) =>
    renderToStaticMarkup(
      <RenderContext.Provider value={{ site: { ...publicSite(parseConfig({ SITE_MODE: "try" })), ...more } }}>
        <TrialNotice />
      </RenderContext.Provider>,
    );
  expect(notice({})).toContain("no real money is taken and no emails are really sent.");
  const secrets = { SESSION_SECRET: "q7Zr1kUuN3sVvY8bE5hJm2pTd6wXaGcL0f", LASTING_SECRET: "h4Wn9pQe2RtXz6LbKs8vMy3UdC5gJf7A1o" };
  const real = { STRIPE_SECRET_KEY: "sk_test_abcdefghijkl", STRIPE_WEBHOOK_SECRET: "whsec_abcdefghijkl" };
  const mail = { RESEND_API_KEY: "re_abcdefgh", RESEND_WEBHOOK_SECRET: "whsec_mnopqrstuvwx" };
  expect(notice(publicSite(parseConfig({ SITE_MODE: "try", ...secrets, ...real, ...mail })))).toContain(
    "no real money is taken, but emails are really sent.",
  );
  expect(notice({ isTrial: false })).toBe("");
  expect(notice({ isTrial: false, isRehearsal: true })).toContain("This is a rehearsal of the site: no real money is taken");
});
