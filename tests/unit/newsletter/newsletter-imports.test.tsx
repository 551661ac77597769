import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, test } from "vitest";
import { ImportScreen, importTitle, type ImportView } from "~/desk/newsletter/ui/import-screen";
import { normalizeColumnName, parseRow } from "~/newsletter/imports/columns";
import { parseConsentDate, shownConsentDateOrder } from "~/newsletter/imports/consent-date";
import { importSummary } from "~/newsletter/imports/import";
import type { DateOrder } from "~/platform/typed-date";

const now = new Date("2026-11-28T09:00:00Z");

describe("a column's name", () => {
  it.each([
    "email",
    "E-mail",
    "e-Mail",
    "E‑mail",
    "E–mail:",
    " Email ",
    "E mail",
    "Email Address",
    "E-MAIL ADDRESS",
    "email_address",
    "\uFEFFe\u00admail",
    "Mail",
  ])("%j is email", (name) => expect(normalizeColumnName(name)).toBe("email"));

  it.each(["Consented at", "consented-at", "Consented_At:", "CONSENTED\u00a0AT\u200b", "consented.at"])("%j is consented_at", (name) =>
    expect(normalizeColumnName(name)).toBe("consented_at"),
  );
});

describe("the day of a consent", () => {
  const read = (text: string, order: DateOrder | null = null) => {
    const date = parseConsentDate(text, order, now);
    return "wrong" in date ? date.wrong : date.toISOString();
  };

  it.each<[string, DateOrder | null, string]>([
    ["2026-03-01", null, "2026-03-01T00:00:00.000Z"],
    ["2026-03-01T10:00:00+01:00", null, "2026-03-01T09:00:00.000Z"],
    ["01/03/2026", "day_first", "2026-03-01T00:00:00.000Z"],
    ["01/03/2026", "month_first", "2026-01-03T00:00:00.000Z"],
    ["1.3.2026", "day_first", "2026-03-01T00:00:00.000Z"],
    ["25/03/2026", null, "2026-03-25T00:00:00.000Z"],
    ["05/05/2026", null, "2026-05-05T00:00:00.000Z"],
    ["01/07/2026 09:30", "day_first", "2026-07-01T08:30:00.000Z"],
    ["01/07/2026 9:30:15", "day_first", "2026-07-01T08:30:15.000Z"],
    ["2026-01-07 23:59:00", null, "2026-01-07T23:59:00.000Z"],
    ["1 March 2026", null, "2026-03-01T00:00:00.000Z"],
    ["01-Mar-2026", "month_first", "2026-03-01T00:00:00.000Z"],
    ["March 1, 2026", "day_first", "2026-03-01T00:00:00.000Z"],
    ["\u200e01/03/2026\u00a0", "day_first", "2026-03-01T00:00:00.000Z"],
  ])("%j, %s, is %s", (text, order, instant) => expect(read(text, order)).toBe(instant));

  it.each<[string, DateOrder | null, RegExp]>([
    ["", null, /write the day as 2026-08-31/],
    ["last spring", null, /write the day as/],
    ["01/03/26", "day_first", /four digits/],
    ["31/02/2026", "day_first", /no such day/],
    ["03/25/2026", "day_first", /no such day/],
    ["2026-02-30", null, /no such day/],
    ["01/03/2026 25:00", "day_first", /no such time/],
    ["01/12/2026", "day_first", /has not come yet/],
    ["2026-03-01T10:00:00", null, /^2026-03-01/],
    ["2026-13-01T10:00:00Z", null, /write the day as/],
    ["20260301", null, /write the day as/],
    [`2026${" 2026,".repeat(2500)}`, null, /write the day as/],
  ])("%j, %s, is answered %s", (text, order, words) => expect(read(text, order)).toMatch(words));

  it.each<[string, DateOrder | "unclear" | null]>([
    ["01/03/2026", "unclear"],
    ["1.3.2026 10:00", "unclear"],
    ["25/03/2026", "day_first"],
    ["03/25/2026 10:00:00", "month_first"],
    ["05/05/2026", null],
    ["31/02/2026", null],
    ["2026-03-01", null],
    ["2026/03/01", null],
    ["1 March 2026", null],
    ["", null],
  ])("%j shows the order %s", (text, order) => expect(shownConsentDateOrder(text)).toBe(order));
});

test("a line is read whatever nobody sees in its cells", () => {
  const line = {
    email: "\u200e\u00a0ada@\u200bexample.org\ufeff",
    topics: "news\u00a0events\u200b",
    consented_at: "\ufeff01/03/2026",
    consent_words: "Send me news",
    consent_source: "fair",
    frequency: "\u00a0Monthly\u200e",
  };
  expect(parseRow(line, now, "day_first")).toMatchObject({
    email: "ada@example.org",
    topics: ["news", "events"],
    agreedAt: new Date("2026-03-01T00:00:00Z"),
    emailFrequency: "monthly",
  });
});

test("one is a person, and two are people", () => {
  const view: ImportView = {
    id: "x",
    state: "checked",
    autoRefreshes: false,
    unreadable: null,
    dateOrder: null,
    when: "28 November 2026",
    subscribed: 1,
    refused: 0,
    unchanged: 0,
    reasons: [],
    lines: 1,
    percent: 99,
    shown: null,
  };
  const page = (subscribed: number) => renderToStaticMarkup(<ImportScreen {...view} subscribed={subscribed} notice={null} errors={[]} />);
  expect(page(1)).toContain("Import this person<");
  expect(page(1)).not.toMatch(/1 people|1 persons|these 1/);
  expect(page(1200)).toContain("Import these 1,200 people<");
  expect(importTitle({ ...view, state: "done" })).toBe("1 person was imported");
  expect(importSummary({ status: "done", tally: { subscribed: 1 } })).toBe("Imported: 1 person of 1 line");
});
