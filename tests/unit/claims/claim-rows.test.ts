import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claimStatuses, claimTransitions, canMoveClaim } from "~/claims/claim-status";
import { createRowMaker, groupDonorGifts, taxOn, taxToReturnOn, type EligibleGift } from "~/claims/claim-rows";
import { describeHoldBack } from "~/claims/gifts/hold-backs";
import { claimYearOf } from "~/claims/claim-years";
import { addDays } from "~/platform/london-dates";

const details = { title: null, firstName: "Ada", lastName: "Byron", house: "12", postcode: "SW1A 1AA" };
const gift = (changes: Partial<EligibleGift> = {}): EligibleGift => ({
  donationId: "gift",
  declarationId: "declaration",
  part: 0,
  pence: 1000,
  paidOn: "2026-06-01",
  yearEnd: "2027-04-05",
  details,
  ...changes,
});

describe("the year of a gift", () => {
  it.each([
    ["2026-04-05", "04-05", "2025-04-06", "2026-04-05", "2030-04-05"],
    ["2026-04-06", "04-05", "2026-04-06", "2027-04-05", "2031-04-05"],
    ["2026-03-31", "03-31", "2025-04-01", "2026-03-31", "2030-03-31"],
    ["2026-04-01", "03-31", "2026-04-01", "2027-03-31", "2031-03-31"],
    ["2026-12-31", "12-31", "2026-01-01", "2026-12-31", "2030-12-31"],
    ["2024-02-29", "02-28", "2023-03-01", "2024-02-29", "2028-02-29"],
    ["2023-02-28", "02-29", "2022-03-01", "2023-02-28", "2027-02-28"],
  ])("of %s, where it ends on %s, is from %s to %s, to be claimed until %s", (date, yearEnd, from, to, deadline) => {
    expect(claimYearOf(date, yearEnd)).toEqual({ from, to, deadline });
  });

  it("holds its gift, and the next one begins the day after", () => {
    const date = fc
      .date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
    fc.assert(
      fc.property(date, fc.constantFrom("04-05", "03-31", "12-31", "02-28", "08-31"), (day, yearEnd) => {
        const { from, to } = claimYearOf(day, yearEnd);
        expect(from <= day && day <= to).toBe(true);
        expect(claimYearOf(to, yearEnd).from).toBe(from);
        expect(claimYearOf(addDays(to, 1), yearEnd).from).toBe(addDays(to, 1));
      }),
    );
  });
});

describe("gifts of one donor", () => {
  it("of one year are one line with the latest date and the sum; those of two years are two", () => {
    const rows = groupDonorGifts([
      gift({ paidOn: "2026-05-01", pence: 250 }),
      gift({ paidOn: "2026-07-01", pence: 250 }),
      gift({ paidOn: "2026-06-01", pence: 250 }),
      gift({ paidOn: "2026-04-05", yearEnd: "2026-04-05", pence: 100 }),
    ]);
    expect(rows.map(({ line }) => line)).toEqual([
      { aggregated: null, ...details, firstDate: "2026-05-01", date: "2026-07-01", pence: 750 },
      { aggregated: null, ...details, firstDate: "2026-04-05", date: "2026-04-05", pence: 100 },
    ]);
  });

  it("under two names are two lines", () => {
    expect(groupDonorGifts([gift(), gift({ details: { ...details, lastName: "Lovelace" } })])).toHaveLength(2);
  });
});

describe("small gifts", () => {
  it("share lines without names where the charity wants it: under £30 each, £1,000 a line, one year", () => {
    const maker = createRowMaker({ aggregatesSmallGifts: true });
    const rows = [
      ...maker.add([gift({ pence: 2999 }), gift({ pence: 3000 })]),
      ...Array.from({ length: 40 }, () => maker.add([gift({ pence: 2999 })])).flat(),
      ...maker.add([gift({ pence: 1, yearEnd: "2026-04-05", paidOn: "2026-04-01" })]),
      ...maker.finish(),
    ];
    expect(rows.filter(({ line }) => line.aggregated === null).map(({ line }) => line.pence)).toEqual([3000]);
    expect(rows.filter(({ line }) => line.aggregated !== null).map(({ line, gifts }) => [line.pence, gifts.length])).toEqual([
      [33 * 2999, 33],
      [8 * 2999, 8],
      [1, 1],
    ]);
    expect(maker.finish()).toEqual([]);
  });

  it("or not, are all claimed once, to the penny", () => {
    const some = fc.array(fc.record({ pence: fc.integer({ min: 1, max: 6000 }), late: fc.boolean() }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), fc.boolean(), (donors, aggregatesSmallGifts) => {
        const maker = createRowMaker({ aggregatesSmallGifts });
        let number = 0;
        const all = donors.map((gifts) =>
          gifts.map(({ pence, late }) => gift({ pence, donationId: String(number++), yearEnd: late ? "2027-04-05" : "2026-04-05" })),
        );
        const rows = [...all.flatMap((gifts) => maker.add(gifts)), ...maker.finish()];
        const ids = rows.flatMap(({ gifts }) => gifts.map(({ donationId }) => donationId));
        expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: number }, (_, index) => String(index)));
        for (const { line, gifts } of rows) {
          expect(line.pence).toBe(gifts.reduce((sum, { pence }) => sum + pence, 0));
          expect(new Set(gifts.map(({ yearEnd }) => yearEnd)).size).toBe(1);
          if (line.aggregated !== null) expect(line.pence).toBeLessThanOrEqual(100_000);
        }
      }),
    );
  });
});

describe("tax", () => {
  it("is never asked for in parts of a penny, nor kept in parts", () => {
    expect([taxOn(1003), taxToReturnOn(1003), taxOn(1), taxToReturnOn(1), taxToReturnOn(0)]).toEqual([250, 251, 0, 1, 0]);
  });
});

describe("the moves of a claim", () => {
  it("never lead out of a claim that is paid or given up, nor from HMRC back to being sent by itself", () => {
    expect(claimStatuses.filter((status) => claimTransitions[status].length === 0)).toEqual(["paid", "discarded"]);
    expect(claimStatuses.filter((status) => canMoveClaim(status, "sending"))).toEqual(["ready", "refused"]);
    expect(claimStatuses.filter((status) => canMoveClaim(status, "discarded"))).toEqual(["ready", "accepted", "refused"]);
  });
});

describe("a gift that is held back", () => {
  it("says why in words, and what can be done", () => {
    expect(describeHoldBack({ reason: "no_declaration" })).toEqual({
      text: "There is no Gift Aid declaration for it.",
      action: "ask_for_declaration",
    });
    const problems = [
      { field: "firstName" as const, problem: "is missing", suggestion: null },
      { field: "house" as const, problem: "is no house name or number", suggestion: null },
    ];
    expect(describeHoldBack({ reason: "details", problems }).text).toBe("First name is missing; House is no house name or number.");
    expect(describeHoldBack({ reason: "left_out", why: "company", note: "Lamp Ltd" }).text).toBe("Given by a company or a group: Lamp Ltd");
    expect(describeHoldBack({ reason: "left_out", why: "benefit", note: "" })).toEqual({
      text: "The donor got something for it",
      action: "lift",
    });
  });
});
