import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { demonstrationCharity } from "~/platform/config/charity";
import { londonDate } from "~/platform/london-dates";
import { add, pence, subtract } from "~/platform/money";
import { termsFor, type TermsInput } from "~/sponsorship/join/terms";
import { instantOf } from "~/platform/london-dates";
import { collectionAfter, listCollectionDates } from "~/sponsorship/collection-dates";
import { billingIntervals, collectionAmount, collectionsPerYear } from "~/sponsorship/plan";
import { netOfFees, planFeeCover, yearlyNetOfFees } from "~/sponsorship/plan-fees";

const { fees } = demonstrationCharity;
const weekly = fc.integer({ min: 250, max: 48_000 }).map(pence);
const interval = fc.constantFrom(...billingIntervals);
const instant = fc.date({ min: new Date("2026-01-01"), max: new Date("2035-12-31"), noInvalidDate: true });
const chosenDay = instant.map(londonDate);

describe("one collection", () => {
  it("of £2.50 a week is £2.50, £10, £10.83 or £130", () => {
    expect(billingIntervals.map((each) => [each, collectionAmount(pence(250), each)])).toEqual([
      ["four_weekly", 1000],
      ["weekly", 250],
      ["monthly", 1083],
      ["yearly", 13_000],
    ]);
  });

  it("is whole pence, and a year of them 52 weeks to half a penny each", () => {
    fc.assert(
      fc.property(weekly, interval, (sum, each) => {
        const collection = collectionAmount(sum, each);
        expect(Number.isInteger(collection)).toBe(true);
        expect(Math.abs(collection * collectionsPerYear[each] - sum * 52)).toBeLessThanOrEqual(collectionsPerYear[each] / 2);
      }),
    );
  });

  it("leaves for the rooms what is left once every configured fee is taken", () => {
    expect(
      billingIntervals.map((each) => [
        netOfFees(collectionAmount(pence(250), each), "card", fees),
        yearlyNetOfFees(collectionAmount(pence(250), each), each, "card", fees),
      ]),
    ).toEqual([
      [958, 12_454],
      [224, 11_648],
      [1039, 12_468],
      [12_694, 12_694],
    ]);
    expect(netOfFees(pence(1000), "bacs", fees)).toBe(973);
  });

  it("with its fee covered leaves the whole of it by card, and a penny less would not", () => {
    fc.assert(
      fc.property(weekly, interval, (sum, each) => {
        const collection = collectionAmount(sum, each);
        const total = add(collection, planFeeCover(collection, fees));
        expect(netOfFees(total, "card", fees)).toBeGreaterThanOrEqual(collection);
        expect(netOfFees(subtract(total, pence(1)), "card", fees)).toBeLessThan(collection);
      }),
    );
  });
});

describe("collection dates", () => {
  it("of weeks are 7 x 24 hours apart, whatever the clocks do", () => {
    fc.assert(
      fc.property(instant, fc.constantFrom("weekly" as const, "four_weekly" as const), (first, each) => {
        const [one, two, three] = listCollectionDates(first, each, 3).map(Number);
        const apart = (each === "weekly" ? 7 : 28) * 86_400_000;
        expect([(two ?? 0) - (one ?? 0), (three ?? 0) - (two ?? 0)]).toEqual([apart, apart]);
      }),
    );
  });

  it.each([
    ["March, in the evening", "2026-03-25T21:00:00Z", ["2026-03-25", "2026-04-01", "2026-04-08"]],
    ["March, an hour before midnight: the London date is the next", "2026-03-23T23:30:00Z", ["2026-03-23", "2026-03-31", "2026-04-07"]],
    ["October, in the evening", "2026-10-21T20:00:00Z", ["2026-10-21", "2026-10-28", "2026-11-04"]],
    ["October, just after midnight: the London date is the one before", "2026-10-20T23:30:00Z", ["2026-10-21", "2026-10-27", "2026-11-03"]],
  ])("cross the clock change in %s", (_, first, dates) => {
    expect(listCollectionDates(new Date(first), "weekly", 3).map(londonDate)).toEqual(dates);
  });

  it("of a chosen day fall on that day and, by weeks, on its day of the week all year", () => {
    fc.assert(
      fc.property(chosenDay, (date) => {
        expect(londonDate(instantOf(date))).toBe(date);
        const days = listCollectionDates(instantOf(date), "weekly", 53).map((each) =>
          new Date(`${londonDate(each)}T00:00:00Z`).getUTCDay(),
        );
        expect(new Set(days).size).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  it("of months keep the day, or take a shorter month's last", () => {
    const dates = (first: string, count: number) => listCollectionDates(instantOf(first), "monthly", count).map(londonDate);
    expect(dates("2026-01-31", 5)).toEqual(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
    expect(listCollectionDates(instantOf("2028-02-29"), "yearly", 5).map(londonDate)).toEqual([
      "2028-02-29",
      "2029-02-28",
      "2030-02-28",
      "2031-02-28",
      "2032-02-29",
    ]);
  });

  it("go on from one to the next in order", () => {
    fc.assert(
      fc.property(instant, interval, fc.integer({ min: 0, max: 60 }), (first, each, times) => {
        expect(collectionAfter(first, each, times + 1) > collectionAfter(first, each, times)).toBe(true);
      }),
    );
  });
});

describe("what is agreed to", () => {
  const terms = (change: Partial<TermsInput> = {}): TermsInput => ({
    weekly: pence(250),
    billingInterval: "four_weekly",
    startsOn: null,
    coversFee: false,
    roomId: null,
    ...change,
  });
  const monday = new Date("2026-09-07T10:00:00Z");

  it("has the sum and date of the first and the next collection", () => {
    expect(termsFor(terms({ coversFee: true }), monday, fees)).toMatchObject({
      collection: 1000,
      cover: 43,
      total: 1043,
      startsNow: true,
      firstOn: "2026-09-07",
      nextOn: "2026-10-05",
    });
    expect(termsFor(terms({ startsOn: "2026-09-30", billingInterval: "monthly" }), monday, fees)).toMatchObject({
      total: 1083,
      startsNow: false,
      firstOn: "2026-09-30",
      nextOn: "2026-10-30",
    });
  });

  it("is signed: whatever is shown otherwise has another fingerprint", () => {
    const sealOf = (change: Partial<TermsInput>, at = monday) => termsFor(terms(change), at, fees).termsFingerprint;
    const changes: Partial<TermsInput>[] = [
      {},
      { weekly: pence(251) },
      { billingInterval: "weekly" },
      { coversFee: true },
      { startsOn: "2026-09-08" },
      { roomId: "beech" },
    ];
    const seals = [...changes.map((change) => sealOf(change)), sealOf({}, new Date("2026-09-08T10:00:00Z"))];
    expect(new Set(seals).size).toBe(seals.length);
    expect(sealOf({}, new Date("2026-09-07T22:00:00Z"))).toBe(sealOf({}));
  });
});
