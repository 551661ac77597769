import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatLondonDate, addDays, formatDate, isLondonDate, londonDate, mondayOfWeek, startOfLondonDate } from "~/platform/london-dates";

const hour = 3_600_000;
const someDate = fc.date({ min: new Date("1996-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });

describe("London dates", () => {
  it.each([
    ["2026-06-30T22:59:59.999Z", "2026-06-30"],
    ["2026-06-30T23:00:00Z", "2026-07-01"],
    ["2026-12-31T23:30:00Z", "2026-12-31"],
    ["2027-01-01T00:00:00Z", "2027-01-01"],
    // The clocks go forward at 01:00 and back at 02:00.
    ["2026-03-29T00:30:00Z", "2026-03-29"],
    ["2026-03-29T22:59:59Z", "2026-03-29"],
    ["2026-03-29T23:00:00Z", "2026-03-30"],
    ["2026-10-25T00:30:00Z", "2026-10-25"],
    ["2026-10-25T01:30:00Z", "2026-10-25"],
    ["2026-10-25T23:30:00Z", "2026-10-25"],
    ["2026-10-24T23:00:00Z", "2026-10-25"],
    // The last gift of one tax year and the first of the next.
    ["2026-04-05T22:59:59.999Z", "2026-04-05"],
    ["2026-04-05T23:00:00Z", "2026-04-06"],
  ])("of %s is %s", (instant, date) => expect(londonDate(new Date(instant))).toBe(date));

  it.each([
    "2026-02-30",
    "2026-06-31",
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "0000-01-01",
    "9999-12-31",
    "2026-1-1",
    "2026-01-01 ",
    "",
  ])("are not %j", (text) => expect(isLondonDate(text)).toBe(false));
  it.each(["2026-02-28", "2028-02-29", "2026-12-31"])("are %s", (text) => expect(isLondonDate(text)).toBe(true));

  it("begin at midnight in London", () => {
    expect(startOfLondonDate("2026-07-01").toISOString()).toBe("2026-06-30T23:00:00.000Z");
    expect(startOfLondonDate("2026-01-01").toISOString()).toBe("2026-01-01T00:00:00.000Z");
    expect(startOfLondonDate("2026-03-29").toISOString()).toBe("2026-03-29T00:00:00.000Z");
    expect(startOfLondonDate("2026-10-25").toISOString()).toBe("2026-10-24T23:00:00.000Z");
  });

  it("hold every instant between their own beginning and the next one's", () => {
    fc.assert(
      fc.property(someDate, (instant) => {
        const date = londonDate(instant);
        expect(startOfLondonDate(date).getTime()).toBeLessThanOrEqual(instant.getTime());
        expect(startOfLondonDate(addDays(date, 1)).getTime()).toBeGreaterThan(instant.getTime());
      }),
    );
  });

  it("have 24 hours, but 23 and 25 when the clocks change", () => {
    const length = (date: string) => (startOfLondonDate(addDays(date, 1)).getTime() - startOfLondonDate(date).getTime()) / hour;
    expect([length("2026-03-28"), length("2026-03-29"), length("2026-10-25"), length("2026-10-26")]).toEqual([24, 23, 25, 24]);
  });

  it("are counted by days, not by hours", () => {
    expect(addDays("2026-03-28", 1)).toBe("2026-03-29");
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  });

  it("have a Monday that begins their week", () => {
    expect(mondayOfWeek("2026-09-07")).toBe("2026-09-07");
    expect(mondayOfWeek("2026-09-13")).toBe("2026-09-07");
    expect(mondayOfWeek("2026-03-29")).toBe("2026-03-23");
  });

  it("are written as London reads them", () => {
    expect(formatDate(new Date("2026-06-30T23:30:00Z"))).toBe("1 July 2026");
    expect(formatLondonDate("2026-07-01")).toBe("1 July 2026");
    expect(formatLondonDate("2026-10-25")).toBe("25 October 2026");
  });
});
