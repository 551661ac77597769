import fc from "fast-check";
import { expect, test } from "vitest";
import { states } from "~/giving/donation";
import { covers } from "~/giving/gift-aid/declaration-coverage";
import { scopes, taxYearOf } from "~/giving/gift-aid/gift-aid";
import { statementCsv, statementOf, type CountedGift } from "~/giving/statements/statement";
import { taxYearInWords, taxYearsOf } from "~/giving/gift-aid/tax-year";
import { csvOf, decimalPounds } from "~/platform/csv";
import { masked, ownPage, sessionLasts } from "~/supporters/sign-in/session-rules";

const aDate = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2032-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const aGift: fc.Arbitrary<CountedGift> = fc
  .record({
    reference: fc.stringMatching(/^RL-[2-9B-Y]{6}$/),
    state: fc.constantFrom(...states.filter((state) => ["paid", "refunded", "disputed", "charged_back"].includes(state))),
    paidOn: aDate,
    giftPence: fc.integer({ min: 100, max: 2_500_000 }),
    coverPence: fc.integer({ min: 0, max: 50_000 }),
    share: fc.integer({ min: 0, max: 100 }),
    forPlan: fc.boolean(),
    declared: fc.boolean(),
  })
  .map(({ share, ...gift }) => {
    const given = gift.giftPence + gift.coverPence;
    return { ...gift, refundedPence: gift.state === "refunded" ? given : Math.floor((given * share) / 101) };
  });

test("the statements of all years together hold each gift once, and their sums are the sums of the gifts", () => {
  fc.assert(
    fc.property(fc.array(aGift, { maxLength: 30 }), (gifts) => {
      const statements = taxYearsOf(gifts.map(({ paidOn }) => paidOn)).map((year) => statementOf(gifts, year));
      expect(statements.flatMap(({ lines }) => lines.map(({ reference }) => reference)).toSorted()).toEqual(
        gifts.map(({ reference }) => reference).toSorted(),
      );
      const sum = (of: (statement: (typeof statements)[number]) => number) => statements.reduce((total, each) => total + of(each), 0);
      expect(sum(({ given }) => given)).toBe(gifts.reduce((total, gift) => total + gift.giftPence + gift.coverPence, 0));
      for (const { lines, given, wentBack, kept, keptWithGiftAid, year } of statements) {
        expect(given - wentBack).toBe(kept);
        expect(keptWithGiftAid).toBeLessThanOrEqual(kept);
        for (const line of lines) {
          expect(taxYearOf(line.date)).toBe(year);
          expect(line.given - line.wentBack).toBe(line.kept);
          expect(Math.min(line.kept, line.wentBack)).toBeGreaterThanOrEqual(0);
        }
        expect(lines.map(({ date }) => date)).toEqual(lines.map(({ date }) => date).toSorted());
      }
    }),
  );
});

test("a tax year goes from 6 April to 5 April", () => {
  expect([taxYearOf("2026-04-05"), taxYearOf("2026-04-06"), taxYearOf("2027-01-01"), taxYearOf("2027-04-05")]).toEqual([
    2025, 2026, 2026, 2026,
  ]);
  expect(taxYearInWords(2026)).toBe("6 April 2026 to 5 April 2027");
});

test("a gift that is held or was taken back counts with nothing left, and without Gift Aid", () => {
  const gift: CountedGift = {
    reference: "RL-222222",
    state: "disputed",
    paidOn: "2026-05-01",
    giftPence: 3000,
    coverPence: 66,
    refundedPence: 0,
    forPlan: false,
    declared: true,
  };
  expect(statementOf([gift], 2026)).toMatchObject({ given: 3066, wentBack: 3066, kept: 0, keptWithGiftAid: 0 });
  expect(statementOf([{ ...gift, state: "paid", refundedPence: 1000 }], 2026)).toMatchObject({
    given: 3066,
    wentBack: 1000,
    kept: 2066,
    keptWithGiftAid: 2066,
  });
});

/** Reads CSV as RFC 4180 has it. */
function cellsOf(csv: string): string[][] {
  return csv
    .split("\r\n")
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? ""),
    );
}

test("no cell of a spreadsheet begins a formula, and every word comes back as it was", () => {
  const word = fc.oneof(
    fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n]/g, " ")),
    fc.constantFrom("=1+1", "+44", "-2+3", "@SUM(A1)", "\t=1", " =1", '"=1', "＝1", "1,2", 'a"b', "12.50", "2026-05-01"),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, word), { minLength: 1, maxLength: 8 }), (rows) => {
      const csv = csvOf(rows);
      expect(csv.charCodeAt(0)).not.toBe(0xfeff);
      const cells = cellsOf(csv);
      expect(cells.map((row) => row.map((cell) => cell.replace(/^'/, "")))).toEqual(
        rows.map((row) => row.map((cell) => cell.replace(/^'/, ""))),
      );
      for (const cell of cells.flat()) expect(cell).not.toMatch(/^\s*[=+\-@\t＝＋－＠]/u);
    }),
  );
});

test("sums in a spreadsheet are decimals that add up", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e10 }), (sum) => {
      expect(decimalPounds(sum)).toMatch(/^\d+\.\d\d$/);
      expect(Math.round(Number(decimalPounds(sum)) * 100)).toBe(sum);
    }),
  );
  const gift: CountedGift = {
    reference: "RL-222222",
    state: "paid",
    paidOn: "2026-05-01",
    giftPence: 123_456,
    coverPence: 4,
    refundedPence: 60,
    forPlan: true,
    declared: true,
  };
  expect(statementCsv(statementOf([gift], 2026))).toBe(
    '"Date","What","Reference","Given","Went back","Remains","Gift Aid"\r\n2026-05-01,"Sponsorship","RL-222222",1234.60,0.60,1234.00,"yes"\r\n',
  );
});

test("cancelling never takes back what a declaration covered, and covers nothing afterwards", () => {
  const instant = fc.date({ min: new Date("2015-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...scopes), instant, instant, instant, fc.boolean(), (scope, declaredAt, cancelledAt, paidAt, made) => {
      const before = covers({ scope, declaredAt, cancelledAt: null }, paidAt, made);
      const after = covers({ scope, declaredAt, cancelledAt }, paidAt, made);
      expect(after).toBe(before && paidAt < cancelledAt);
    }),
  );
  const declaredAt = new Date("2026-05-01T12:00:00Z");
  const at = (scope: (typeof scopes)[number], paid: string) => covers({ scope, declaredAt, cancelledAt: null }, new Date(paid), false);
  expect([at("this_gift", "2026-06-01"), at("this_and_future", "2026-06-01"), at("this_and_future", "2026-04-01")]).toEqual([
    false,
    true,
    false,
  ]);
  expect([at("this_future_and_past", "2022-05-02"), at("this_future_and_past", "2022-04-30")]).toEqual([true, false]);
});

test("only a supporter's own pages are led to, a mask hides an address, and sessions end", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("/", "a", ".", "\\", ":", "%2f", "?", "-", "@") }).map((rest) => `/supporter${rest}`),
      (path) => {
        const page = ownPage(path);
        if (page !== null) expect(new URL(page, "https://site.example").href).toMatch(/^https:\/\/site\.example\/supporter(\/[\w-]+)*$/);
      },
    ),
  );
  expect(masked("adaline@example.co.uk")).toBe("a•••@e•••.co.uk");
  const session = { createdAt: new Date(0), seenAt: new Date(0) };
  const days = (count: number) => new Date(count * 86_400_000);
  expect([sessionLasts(session, days(6.9)), sessionLasts(session, days(7))]).toEqual([true, false]);
  expect(sessionLasts({ ...session, seenAt: days(29) }, days(30))).toBe(false);
});
