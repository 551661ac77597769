import { describe, expect, it } from "vitest";
import { checkContent, contentFiles, type ContentFiles } from "~/help/check/check-content.server";
import { checkReading } from "~/help/check/check-reading.server";
import { findContact } from "~/help/contacts/contacts.server";
import { parsePage } from "~/help/parse/parse-page.server";
import { currentDay, overdueDay } from "tests/support/help/help-rendering";

const files = contentFiles();
const page = `---
title: Your rights
neutralTitle: Support and advice
description: What you can ask for.
audience: survivors
reviewedOn: 2026-08-31
nextReview: 2026-11-29
sources:
  - name: A source
    url: https://example.org
    checkedOn: 2026-08-31
changes:
  - on: 2026-08-31
    what: First version.
---
You can ask for help.

Call {{number:police-emergency}}.
`;

/** The content with one page put in the place of the real one. */
const withPage = (text: string, name = "rights"): ContentFiles => ({
  ...files,
  pages: files.pages.map((each) => (each.file.endsWith(`/${name}.md`) ? { ...each, text } : each)),
});

/** The content with one record changed. */
const withContact = (id: string, change: Record<string, unknown>): ContentFiles => ({
  ...files,
  contacts: files.contacts.map(({ file, text, records }) => ({
    file,
    text,
    records: (records as { id: string }[]).map((record) => (record.id === id ? { ...record, ...change } : record)),
  })),
});

const lineOf = (text: string, words: string) => text.split("\n").findIndex((line) => line.includes(words)) + 1;

describe("the content as it stands", () => {
  it("has nothing wrong in it", () => {
    expect(checkContent(files, currentDay)).toEqual([]);
    expect(checkReading(files)).toEqual([]);
  });

  it("says what is due once its time has passed, and calls nothing wrong for it", () => {
    const findings = checkContent(files, overdueDay);
    expect(findings.every(({ kind }) => kind === "overdue")).toBe(true);
    const sentences = findings.map(({ file, message }) => `${file}: ${message}`).join("\n");
    expect(sentences).toMatch(/pages\/rights\.md: the review was due by 2026-11-29/);
    expect(sentences).toMatch(/contacts\/national\.json: salvation-army: the check was due by 2026-11-29/);
  });
});

describe("a page with a mistake in it is named with its line", () => {
  it("is fine before the mistake", () => {
    expect(checkContent(withPage(page), currentDay)).toEqual([]);
  });

  it.each([
    ["a wrong date", "nextReview: 2026-11-29", "nextReview: 29 November 2026", /YYYY-MM-DD/],
    ["a date that is not a day", "reviewedOn: 2026-08-31", "reviewedOn: 2026-02-30", /reviewedOn/],
    ["a review that ends before it began", "nextReview: 2026-11-29", "nextReview: 2026-08-01", /after the last one/],
    ["a review in the future", "reviewedOn: 2026-08-31", "reviewedOn: 2026-11-28", /not come yet/],
    ["an unknown audience", "audience: survivors", "audience: everyone", /audience/],
    ["a missing title", "title: Your rights", "titel: Your rights", /title/],
    ["a source without https", "url: https://example.org", "url: ftp://example.org", /sources\.0\.url/],
    ["a typed number", "You can ask for help.", "You can call 0800 808 3733.", /"0800 808 3733" is typed/],
    ["a typed short number", "You can ask for help.", "You can call 999.", /"999" is typed/],
    ["111 offered for the police", "You can ask for help.", "Police: 111.", /"111" is typed/],
    ["a number from abroad", "You can ask for help.", "Call +44 20 8539 0427.", /is typed/],
    ["a link by hand", "You can ask for help.", "[Call](tel:999)", /by hand/],
    ["a number that is not a record", "Call {{number:police-emergency}}.", "Call {{number:nobody}}.", /"nobody" is not a contact/],
    ["a superseded number", "Call {{number:police-emergency}}.", "{{number:salvation-army-until-2021}}", /is superseded/],
    ["a superseded contact", "Call {{number:police-emergency}}.", "{{contact:ukhtc}}", /is superseded: .*use modern-slavery-helpline/],
    ["the wrong number for the police", "Call {{number:police-emergency}}.", "{{contact:police-wrong-number}}", /is superseded/],
    ["a number of another type", "Call {{number:police-emergency}}.", "{{number:police:text}}", /has no number "text"/],
    ["an unknown token", "Call {{number:police-emergency}}.", "{{nummer:police}}", /not a known token/],
    ["broken front matter", "title: Your rights", "title: [Your rights", /.+/],
  ])("%s", (_name, before, after, sentence) => {
    const text = page.replace(before, after);
    expect(text).not.toBe(page);
    const findings = checkContent(withPage(text), currentDay);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]).toMatchObject({ kind: "error", file: "app/help/pages/rights.md" });
    expect(findings.map((each) => each.message).join("\n")).toMatch(sentence);
    const line = lineOf(text, after);
    if (!/titel|\[Your/.test(after)) expect(findings.map((each) => each.line)).toContain(line);
  });

  it("a missing source", () => {
    const text = page.replace(/sources:\n(.*\n){3}/, "sources: []\n");
    const [finding] = checkContent(withPage(text), currentDay);
    expect(finding?.message).toMatch(/at least one source/);
    expect(finding?.line).toBe(lineOf(text, "sources: []"));
  });

  it("an expired review", () => {
    const [finding] = checkContent(withPage(page.replace("nextReview: 2026-11-29", "nextReview: 2026-10-01")), currentDay);
    expect(finding).toMatchObject({ kind: "overdue", line: 7 });
    expect(finding?.message).toMatch(/due by 2026-10-01/);
  });

  it("no front matter at all, a page that nobody links to, and a page that is gone", () => {
    expect(checkContent(withPage("Call us."), currentDay)[0]?.message).toMatch(/starts with front matter/);
    const read = parsePage(page, "app/help/pages/surprise.md", findContact);
    expect("errors" in read && read.errors[0]?.message).toMatch(/"surprise" is not one of the help pages/);
    const without = { ...files, pages: files.pages.filter(({ file }) => !file.endsWith("/ar/card.md")) };
    expect(checkContent(without, currentDay)).toMatchObject([{ file: "app/help/pages/ar/card.md", message: "this page is missing" }]);
  });

  it("a translation whose folder says another language", () => {
    const read = parsePage(page, "app/help/pages/pl/rights.md", findContact);
    expect("errors" in read && read.errors[0]?.message).toMatch(/says pl and its front matter says en-GB/);
  });

  it("words that are too hard for people in danger", () => {
    const hard = "The aforementioned organisation endeavours to facilitate comprehensive multidisciplinary accommodation arrangements.";
    const [finding] = checkReading(withPage(page.replace("You can ask for help.", `${hard} ${hard} ${hard}`)));
    expect(finding?.message).toMatch(/survivors pages stay at 6 or below/);
  });
});

describe("a contact with a mistake in it", () => {
  it.each([
    ["salvation-army", { status: "superseded", supersededBy: "modern-slavery-helpline" }, /"salvation-army" is superseded/],
    ["police", { phones: [{ shown: "111", type: "voice" }] }, /111 is the NHS/],
    ["police-emergency", { phones: [{ shown: "111", type: "voice" }] }, /111 is the NHS/],
    ["nspcc", { nextCheck: "soon" }, /nextCheck: write a date/],
    ["nspcc", { checkedOn: "2026-11-28" }, /not come yet/],
    ["tara", { phones: [{ shown: "0141-276-7724", type: "voice" }] }, /single spaces/],
  ])("%s %o", (id, change, sentence) => {
    const findings = checkContent(withContact(id, change), currentDay);
    expect(findings.some((each) => each.kind === "error" && sentence.test(each.message))).toBe(true);
    expect(findings.every(({ line }) => line > 0)).toBe(true);
  });

  it("a translation older than its record is due", () => {
    const findings = checkContent(withContact("salvation-army", { checkedOn: "2026-09-10" }), currentDay);
    expect(findings.filter(({ kind }) => kind === "overdue").map(({ file }) => file)).toContain("app/help/languages/ar.json");
  });
});
