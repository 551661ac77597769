import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "node-html-parser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { charityPageSlugs } from "~/about/pages/charity-page";
import { loadCharityPages } from "~/about/pages/charity-pages.server";
import { findPage } from "~/help/pages.server";
import { pageOrder } from "~/help/page";
import { demonstrationCharity, type Charity } from "~/platform/config/charity";

const lantern: Charity = {
  ...demonstrationCharity,
  demonstration: false,
  name: "Lantern <& Friends>",
  legalName: "The Lantern Trust <CIO>",
  registration: { regulator: "the Charity Commission", number: "1199999", url: "https://register.example.org/1199999" },
  address: ["12 Lamp Street", "Leeds"],
  email: "post@lantern.example",
  phone: "0113 496 0000",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "roomlight-pages-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const frontMatter = '---\ntitle: Who we are\ndescription: "Who we are and what we do, in short."\nlead: "We give safe rooms."\n---\n';

describe.each([
  ["a charity of its own", lantern],
  ["the demonstration", demonstrationCharity],
])("the pages of %s, without files", (_, charity) => {
  const pages = loadCharityPages({ pagesFolder: null, charity });
  const known = new Set([
    ...charityPageSlugs.map((slug) => `/${slug}`),
    ...pageOrder.filter((slug) => findPage(slug)).map((slug) => `/help/${slug}`),
    "/help",
    "/donate",
    "/sponsor",
    "/newsletter",
    "/supporter",
    "/complaints",
    "/safeguarding",
    "/privacy",
    "/direct-debit-guarantee",
  ]);

  it.each(charityPageSlugs)("/%s is there, and its links lead to pages of the site, to the charity, or elsewhere by https", (slug) => {
    const page = pages.get(slug);
    expect(page?.isExample).toBe(charity.demonstration);
    const html = parse(page?.html ?? "");
    expect(html.text.length).toBeGreaterThan(slug === "contact" ? 300 : 600);
    expect(html.querySelectorAll("h1")).toHaveLength(0);
    for (const link of html.querySelectorAll("a")) {
      const href = link.getAttribute("href") ?? "";
      expect([href, known.has(href) || /^https:\/\/|^mailto:|^tel:/.test(href)]).toEqual([href, true]);
    }
    // Numbers to call for help come from the contact records; the charity's own is its file's.
    const called = html.querySelectorAll('a[href^="tel:"]').map((link) => link.text);
    expect(called.every((number) => number === charity.phone)).toBe(true);
    expect(html.text.replaceAll(String(charity.phone), "")).not.toMatch(/\{\{|\b0\d{3} ?\d{3} ?\d{4}\b/);
  });
});

it("puts the charity’s details where the words ask for them, as text and never as markup", () => {
  write("about.md", `${frontMatter}{{name}}, {{legal name}}, {{registration}}, {{address}}, {{email}}, {{phone}} <b>x</b>\n`);
  const { html, title, isExample } = loadCharityPages({ pagesFolder: folder, charity: lantern }).get("about") ?? {};
  expect({ title, isExample }).toEqual({ title: "Who we are", isExample: false });
  expect(html).toBe(
    '<p>Lantern &lt;&amp; Friends&gt;, The Lantern Trust &lt;CIO&gt;, registered with the Charity Commission, number <a href="https://register.example.org/1199999" rel="noreferrer">1199999</a>, 12 Lamp Street, Leeds, <a href="mailto:post@lantern.example">post@lantern.example</a>, <a class="num" href="tel:01134960000">0113 496 0000</a> &lt;b&gt;x&lt;/b&gt;</p>\n',
  );
});

it("a file of its own takes the place of one text, and leaves the others; also where its lines end as on Windows", () => {
  write("questions.md", `${frontMatter}## Is it safe?\n\nYes.\n`.replaceAll("\n", "\r\n"));
  const pages = loadCharityPages({ pagesFolder: folder, charity: lantern });
  expect(pages.get("questions")).toMatchObject({
    lead: "We give safe rooms.",
    html: '<h2 id="is-it-safe">Is it safe?</h2>\n<p>Yes.</p>\n',
  });
  expect(pages.get("contact")).toEqual(loadCharityPages({ pagesFolder: null, charity: lantern }).get("contact"));
});

it("a charity without a telephone gives its email instead", () => {
  write("about.md", `${frontMatter}{{phone}}\n`);
  expect(loadCharityPages({ pagesFolder: folder, charity: { ...lantern, phone: null } }).get("about")?.html).toContain(
    "mailto:post@lantern",
  );
});

it.each([
  ["about.md", "Only words\n", /about\.md:1: a page starts with front matter/],
  ["about.md", '---\ntitle: Who we are\nlead: "We give safe rooms."\n---\nWords\n', /about\.md:1: description/],
  ["about.md", `${frontMatter}One\n\n{{telephone}}\n`, /about\.md:8: \{\{telephone\}\} stands for nothing: write \{\{name\}\}, /],
  ["about.md", `${frontMatter}# Again\n`, /the title is the page’s first heading/],
  ["abuot.md", `${frontMatter}Words\n`, /abuot\.md:1: no page has this name: name it about\.md, contact\.md/],
])("a file %s that can’t be used stops the start with its line", (name, text, message) => {
  write(name, text);
  expect(() => loadCharityPages({ pagesFolder: folder, charity: lantern })).toThrow(message);
});

it("a folder that is not there stops the start", () => {
  expect(() => loadCharityPages({ pagesFolder: join(folder, "none"), charity: lantern })).toThrow(/PAGES_FOLDER: .* is not there/);
});
