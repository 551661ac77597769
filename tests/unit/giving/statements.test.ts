import fc from "fast-check";
import { expect, test } from "vitest";
import { donationStatuses } from "~/giving/donation";
import { covers } from "~/giving/gift-aid/declaration-coverage";
import { declarationScopes, taxYearOf } from "~/giving/gift-aid/gift-aid";
import { statementCsv, buildStatement, type StatementGift } from "~/giving/statements/statement";
import { formatTaxYear, listTaxYears } from "~/giving/gift-aid/tax-year";
import { formatCsv, formatDecimalPounds } from "~/platform/csv";
import { maskEmail } from "~/platform/email-address";
import { parseReturnPath, isSessionActive } from "~/supporters/sign-in/session-rules";

const aDate = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2032-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const aGift: fc.Arbitrary<StatementGift> = fc
  .record({
    reference: fc.stringMatching(/^RL-[2-9B-Y]{6}$/),
    status: fc.constantFrom(...donationStatuses.filter((state) => ["paid", "refunded", "disputed", "charged_back"].includes(state))),
    paidOn: aDate,
    giftPence: fc.integer({ min: 100, max: 2_500_000 }),
    coverPence: fc.integer({ min: 0, max: 50_000 }),
    share: fc.integer({ min: 0, max: 100 }),
    isPlanPayment: fc.boolean(),
    hasGiftAid: fc.boolean(),
  })
  .map(({ share, ...gift }) => {
    const total = gift.giftPence + gift.coverPence;
    return { ...gift, refundedPence: gift.status === "refunded" ? total : Math.floor((total * share) / 101) };
  });

test("the statements of all years together hold each gift once, and their sums are the sums of the gifts", () => {
  fc.assert(
    fc.property(fc.array(aGift, { maxLength: 30 }), (gifts) => {
      const statements = listTaxYears(gifts.map(({ paidOn }) => paidOn)).map((year) => buildStatement(gifts, year));
      expect(statements.flatMap(({ lines }) => lines.map(({ reference }) => reference)).toSorted()).toEqual(
        gifts.map(({ reference }) => reference).toSorted(),
      );
      const sum = (of: (statement: (typeof statements)[number]) => number) => statements.reduce((total, each) => total + of(each), 0);
      expect(sum(({ total }) => total)).toBe(gifts.reduce((total, gift) => total + gift.giftPence + gift.coverPence, 0));
      for (const { lines, total, returned, net, netWithGiftAid, year } of statements) {
        expect(total - returned).toBe(net);
        expect(netWithGiftAid).toBeLessThanOrEqual(net);
        for (const line of lines) {
          expect(taxYearOf(line.date)).toBe(year);
          expect(line.total - line.returned).toBe(line.net);
          expect(Math.min(line.net, line.returned)).toBeGreaterThanOrEqual(0);
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
  expect(formatTaxYear(2026)).toBe("6 April 2026 to 5 April 2027");
});

test("a gift that is held or was taken back counts with nothing left, and without Gift Aid", () => {
  const gift: StatementGift = {
    reference: "RL-222222",
    status: "disputed",
    paidOn: "2026-05-01",
    giftPence: 3000,
    coverPence: 66,
    refundedPence: 0,
    isPlanPayment: false,
    hasGiftAid: true,
  };
  expect(buildStatement([gift], 2026)).toMatchObject({ total: 3066, returned: 3066, net: 0, netWithGiftAid: 0 });
  expect(buildStatement([{ ...gift, status: "paid", refundedPence: 1000 }], 2026)).toMatchObject({
    total: 3066,
    returned: 1000,
    net: 2066,
    netWithGiftAid: 2066,
  });
});

/** Reads CSV as RFC 4180 has it. */
function parseCells(csv: string): string[][] {
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
      const csv = formatCsv(rows);
      expect(csv.charCodeAt(0)).not.toBe(0xfeff);
      const cells = parseCells(csv);
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
      expect(formatDecimalPounds(sum)).toMatch(/^\d+\.\d\d$/);
      expect(Math.round(Number(formatDecimalPounds(sum)) * 100)).toBe(sum);
    }),
  );
  const gift: StatementGift = {
    reference: "RL-222222",
    status: "paid",
    paidOn: "2026-05-01",
    giftPence: 123_456,
    coverPence: 4,
    refundedPence: 60,
    isPlanPayment: true,
    hasGiftAid: true,
  };
  expect(statementCsv(buildStatement([gift], 2026))).toBe(
    '"Date","What","Reference","Given","Refunded","Remains","Gift Aid"\r\n2026-05-01,"Sponsorship","RL-222222",1234.60,0.60,1234.00,"yes"\r\n',
  );
});

test("cancelling never takes back what a declaration covered, and covers nothing afterwards", () => {
  const instant = fc.date({ min: new Date("2015-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(
      fc.constantFrom(...declarationScopes),
      instant,
      instant,
      instant,
      fc.boolean(),
      (scope, declaredAt, cancelledAt, paidAt, made) => {
        const before = covers({ scope, declaredAt, cancelledAt: null }, paidAt, made);
        const after = covers({ scope, declaredAt, cancelledAt }, paidAt, made);
        expect(after).toBe(before && paidAt < cancelledAt);
      },
    ),
  );
  const declaredAt = new Date("2026-05-01T12:00:00Z");
  const at = (scope: (typeof declarationScopes)[number], paid: string) =>
    covers({ scope, declaredAt, cancelledAt: null }, new Date(paid), false);
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
        const page = parseReturnPath(path);
        if (page !== null) expect(new URL(page, "https://site.example").href).toMatch(/^https:\/\/site\.example\/supporter(\/[\w-]+)*$/);
      },
    ),
  );
  expect(maskEmail("adaline@example.co.uk")).toBe("a•••@e•••.co.uk");
  const session = { createdAt: new Date(0), lastSeenAt: new Date(0) };
  const days = (count: number) => new Date(count * 86_400_000);
  expect([isSessionActive(session, days(6.9)), isSessionActive(session, days(7))]).toEqual([true, false]);
  expect(isSessionActive({ ...session, lastSeenAt: days(29) }, days(30))).toBe(false);
});
