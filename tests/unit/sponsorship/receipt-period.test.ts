import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { latestPeriods, parseReceiptPeriod } from "~/sponsorship/billing/receipt-period";

describe("the period of a receipt", () => {
  it("is a London month, or a tax year from 6 April", () => {
    expect(parseReceiptPeriod("2026-11")).toEqual({
      name: "2026-11",
      label: "November 2026",
      from: new Date("2026-11-01T00:00:00Z"),
      until: new Date("2026-12-01T00:00:00Z"),
    });
    expect(parseReceiptPeriod("2026-10")?.from).toEqual(new Date("2026-09-30T23:00:00Z"));
    expect(parseReceiptPeriod("2026-12")?.until).toEqual(new Date("2027-01-01T00:00:00Z"));
    expect(parseReceiptPeriod("2026/27")).toEqual({
      name: "2026/27",
      label: "the tax year to 5 April 2027",
      from: new Date("2026-04-05T23:00:00Z"),
      until: new Date("2027-04-05T23:00:00Z"),
    });
    expect(parseReceiptPeriod("1999/00")?.label).toBe("the tax year to 5 April 2000");
  });

  it.each(["", "2026", "2026-13", "2026-00", "2026-1", "26/27", "2026-11-01", "x2026-11"])("is none for %j", (name) =>
    expect(parseReceiptPeriod(name)).toBeNull(),
  );

  it("that ended last is over on every day, and the one after it is not", () => {
    const dates = fc.date({ min: new Date("2020-01-01"), max: new Date("2060-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const today = date.toISOString().slice(0, 10);
        const noon = new Date(`${today}T12:00:00Z`);
        const { monthly, yearly } = latestPeriods(today);
        for (const [period, days] of [
          [monthly, 31],
          [yearly, 366],
        ] as const) {
          expect(period.until <= noon).toBe(true);
          expect(noon.getTime() - period.until.getTime()).toBeLessThan(days * 86_400_000);
          expect(parseReceiptPeriod(period.name)).toEqual(period);
        }
      }),
    );
  });
});
