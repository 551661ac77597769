import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toQuickBooksRows, toXeroRows, type Journal } from "~/accounts/books/journal-files";
import { entryKinds, toJournal, usualAccounts, type EntrySum } from "~/accounts/books/ledger";
import { financialYear, financialYearOf, monthsOf } from "~/accounts/books/periods";
import { addDays } from "~/platform/london-dates";

const sums = fc.array(
  fc.record({
    kind: fc.constantFrom(...entryKinds),
    cash: fc.constantFrom("stripe" as const, "bank" as const),
    fundId: fc.constantFrom("general-fund", "rooms-fund", "winter"),
    pence: fc.integer({ min: -10_000_000, max: 10_000_000 }),
  }),
  { maxLength: 40 },
);
const names = { accounts: usualAccounts, fundName: (id: string) => (id === "rooms-fund" ? "The rooms" : "General") };
const total = (lines: readonly { pence: number }[]) => lines.reduce((sum, { pence }) => sum + pence, 0);

describe("journals", () => {
  test("have debits that equal their credits, whatever the sums, in every file", () => {
    fc.assert(
      fc.property(sums, (all: EntrySum[]) => {
        const lines = toJournal(all);
        expect(total(lines)).toBe(0);
        const journal: Journal = { number: "RL-2026-11", date: "2026-11-30", narration: "November", lines };
        const [, ...xero] = toXeroRows([journal], names);
        expect(xero.reduce((sum, row) => sum + Math.round(Number(row[5]) * 100), 0)).toBe(0);
        const [, ...quickBooks] = toQuickBooksRows([journal], names);
        const sumOf = (column: number) => quickBooks.reduce((sum, row) => sum + Math.round(Number(row[column]) * 100), 0);
        expect(sumOf(3)).toBe(sumOf(4));
        expect(quickBooks.every((row) => (row[3] === "") !== (row[4] === ""))).toBe(true);
      }),
    );
  });

  test("give each kind its sum by fund, and the money where it lies; a payout only moves it", () => {
    const fund = "general-fund";
    expect(
      toJournal([
        { kind: "gift", cash: "stripe", fundId: fund, pence: 3000 },
        { kind: "plan", cash: "stripe", fundId: "rooms-fund", pence: 1000 },
        { kind: "fee", cash: "stripe", fundId: fund, pence: -65 },
        { kind: "refund", cash: "stripe", fundId: fund, pence: -500 },
        { kind: "offline", cash: "bank", fundId: fund, pence: 700 },
        { kind: "payout", cash: "stripe", fundId: fund, pence: -2000 },
      ]),
    ).toEqual([
      { account: "gift", fundId: fund, pence: -3000 },
      { account: "plan", fundId: "rooms-fund", pence: -1000 },
      { account: "offline", fundId: fund, pence: -700 },
      { account: "refund", fundId: fund, pence: 500 },
      { account: "fee", fundId: fund, pence: 65 },
      { account: "stripe", fundId: null, pence: 3000 + 1000 - 65 - 500 - 2000 },
      { account: "bank", fundId: null, pence: 2700 },
    ]);
  });

  test("stand in files as Xero and QuickBooks read them", () => {
    const lines = toJournal([{ kind: "plan", cash: "stripe", fundId: "rooms-fund", pence: 123_450 }]);
    const journal = { number: "RL-2026-11", date: "2026-11-30", narration: "Charity, November 2026", lines };
    expect(toXeroRows([journal], names)).toEqual([
      [
        "*Narration",
        "*Date",
        "Description",
        "*AccountCode",
        "*TaxRate",
        "*Amount",
        "TrackingName1",
        "TrackingOption1",
        "TrackingName2",
        "TrackingOption2",
      ],
      ["Charity, November 2026", "30/11/2026", "Room sponsorships: The rooms", "4010", "No VAT", "-1234.50", "", "", "", ""],
      ["Charity, November 2026", "30/11/2026", "Stripe balance", "1210", "No VAT", "1234.50", "", "", "", ""],
    ]);
    expect(toQuickBooksRows([journal], names)).toEqual([
      ["JournalNo", "JournalDate", "AccountName", "Debits", "Credits", "Description", "Name"],
      ["RL-2026-11", "30/11/2026", "Room sponsorships", "", "1234.50", "Room sponsorships: The rooms", ""],
      ["RL-2026-11", "30/11/2026", "Stripe balance", "1234.50", "", "Stripe balance", ""],
    ]);
  });
});

describe("financial years", () => {
  test("end on their day, and a day is in the year that ends next", () => {
    expect(financialYear(2027, "03-31")).toEqual({ from: "2026-04-01", to: "2027-03-31" });
    expect(financialYear(2026, "12-31")).toEqual({ from: "2026-01-01", to: "2026-12-31" });
    expect(financialYear(2028, "02-29")).toEqual({ from: "2027-03-01", to: "2028-02-29" });
    expect(financialYearOf("2026-03-31", "03-31")).toBe(2026);
    expect(financialYearOf("2026-04-01", "03-31")).toBe(2027);
  });

  test("are their months, without a gap and without a day twice, also where they end within one", () => {
    const end = fc.constantFrom("03-31", "12-31", "04-05", "02-28", "02-29", "08-31", "07-15");
    fc.assert(
      fc.property(fc.integer({ min: 2020, max: 2040 }), end, (year, yearEnd) => {
        const period = financialYear(year, yearEnd);
        const months = monthsOf(period);
        expect(months[0]?.from).toBe(period.from);
        expect(months.at(-1)?.to).toBe(period.to);
        for (const [index, { from, to, month }] of months.entries()) {
          expect(from.slice(0, 7)).toBe(month);
          expect(to.slice(0, 7)).toBe(month);
          if (index > 0) expect(from).toBe(addDays(months[index - 1]?.to ?? "", 1));
        }
      }),
    );
  });
});
