import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstRetainedDate, retainedUntil } from "~/giving/retention/retention";
import { addDays } from "~/platform/london-dates";

describe("how long gifts are kept", () => {
  it.each([
    // The tax year ends on 5 April 2027, later than the financial year.
    ["2026-11-28", "03-31", "2033-04-05"],
    // The financial year ends later.
    ["2026-11-28", "08-31", "2033-08-31"],
    // On the last day of the tax year the financial year after it has begun.
    ["2027-04-05", "03-31", "2034-03-31"],
    ["2027-04-06", "03-31", "2034-04-05"],
    ["2026-11-28", "12-31", "2033-04-05"],
    ["2028-02-29", "02-29", "2034-04-05"],
  ])("%s, financial year to %s: until %s", (date, financialYearEnd, until) => {
    expect(retainedUntil(date, financialYearEnd)).toBe(until);
  });

  it("is forgotten on the day after, and not before, whatever ends the financial year", () => {
    const financialYearEnd = fc
      .record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) })
      .map(({ month, day }) => `${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);
    fc.assert(
      fc.property(financialYearEnd, fc.integer({ min: 0, max: 6000 }), (ends, days) => {
        const date = addDays("2026-01-01", days);
        const until = retainedUntil(date, ends);
        expect(date >= firstRetainedDate(until, ends)).toBe(true);
        expect(date < firstRetainedDate(addDays(until, 1), ends)).toBe(true);
      }),
      // A financial year that ends on 28 February, on a leap day six years later.
      { numRuns: 2000, examples: [["02-28", 1155]] },
    );
  });
});
