import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { londonDate } from "~/platform/london-dates";
import { formatMonth } from "~/platform/format-date";
import { anniversaryYear, dueAnniversary, expiryNoticeFrom } from "~/sponsorship/manage/anniversary";
import { formatTypedDate, parseTypedDate } from "~/platform/typed-date";

const noon = (date: string) => new Date(`${date}T12:00:00Z`);
const dates = fc
  .date({ min: noon("2026-01-01"), max: noon("2060-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("an anniversary", () => {
  it.each([
    ["2026-11-22", "2027-11-21", null],
    ["2026-11-22", "2027-11-22", 1],
    ["2026-11-22", "2027-12-05", 1],
    ["2026-11-22", "2027-12-06", null],
    ["2026-11-22", "2029-11-30", 3],
    ["2026-12-28", "2028-01-04", 1],
    ["2028-02-29", "2029-02-28", 1],
    ["2028-02-29", "2029-03-01", 1],
    ["2028-02-29", "2032-02-29", 4],
    ["2026-11-22", "2026-11-22", null],
  ])("of %s is, on %s, the number %s", (agreed, today, years) => {
    expect(dueAnniversary(noon(agreed), today)).toBe(years);
  });

  it("is due for two weeks of each year, and its year ends with it", () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 13 }), (agreed, years, days) => {
        const { on, from, until } = anniversaryYear(noon(agreed), years);
        const today = new Date(noon(on).getTime() + days * 86_400_000).toISOString().slice(0, 10);
        expect(dueAnniversary(noon(agreed), today)).toBe(years);
        expect(londonDate(until)).toBe(on);
        expect(until.getTime() - from.getTime()).toBeGreaterThan(364 * 86_400_000);
      }),
    );
  });
});

it.each([
  ["2027-03", "2027-02-28", "March 2027"],
  ["2028-03", "2028-02-29", "March 2028"],
  ["2026-12", "2026-11-30", "December 2026"],
  ["2027-01", "2026-12-31", "January 2027"],
])("a card that is good until %s is written about from %s", (month, from, words) => {
  expect(expiryNoticeFrom(month)).toBe(from);
  expect(formatMonth(month)).toBe(words);
});

describe("a day that was written", () => {
  it("is read as it was written, whatever stands between", () => {
    fc.assert(
      fc.property(dates, fc.constantFrom("/", " ", ".", "-"), (date, between) => {
        expect(parseTypedDate(` ${formatTypedDate(date).replaceAll("/", between)} `)).toBe(date);
        expect(parseTypedDate(date)).toBe(date);
      }),
    );
  });

  it.each(["", "31/2/2027", "29 2 2027", "0/1/2027", "4/13/2027", "4/1", "4/1/27", "4/1/2027/5", "tomorrow", "４/1/2027", "-4/1/2027"])(
    "is not guessed from “%s”",
    (typed) => {
      expect(parseTypedDate(typed)).toBeNull();
    },
  );
});
