import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  currentDeclarationWording,
  giftAidDue,
  giftAidOn,
  giftAidNameError,
  declarationScopes,
  scopeLabels,
  taxYearOf,
  declarationWordings,
} from "~/giving/gift-aid/gift-aid";
import { add, pence, type Pence } from "~/platform/money";

const sum = fc.integer({ min: 0, max: 2_500_000 }).map(pence);

describe("Gift Aid on a gift", () => {
  it.each([
    [100, 25],
    [101, 25],
    [103, 25],
    [104, 26],
    [3, 0],
    [0, 0],
    [2_500_000, 625_000],
  ])("of %i pence is %i", (given, aid) => {
    expect(giftAidOn(pence(given))).toBe(aid);
  });

  it("is never more than a quarter, and less by under one penny", () => {
    fc.assert(
      fc.property(sum, (given) => {
        const aid = giftAidOn(given);
        expect(aid * 4).toBeLessThanOrEqual(given);
        expect(given - aid * 4).toBeLessThan(4);
      }),
    );
  });

  it("of gifts claimed one by one is never more than of all together", () => {
    fc.assert(
      fc.property(fc.array(sum, { maxLength: 30 }), (gifts) => {
        const oneByOne = gifts.reduce<number>((total, gift) => total + giftAidOn(gift), 0);
        const together = giftAidOn(add(...gifts));
        expect(oneByOne).toBeLessThanOrEqual(together);
        expect(together - oneByOne).toBeLessThanOrEqual(gifts.length);
      }),
    );
  });

  it("is nothing on less than nothing", () => expect(giftAidOn(pence(-500))).toBe(0));
});

describe("Gift Aid that is due", () => {
  const paidAt = new Date("2026-09-07T10:00:00Z");
  const due = (change: Partial<{ net: Pence; declared: boolean; cancelledAt: Date | null; paidAt: Date | null }>) =>
    giftAidDue({ net: pence(1000), declared: true, cancelledAt: null, paidAt, ...change });

  it("needs a declaration and money that has arrived", () => {
    expect(due({})).toBe(250);
    expect(due({ declared: false })).toBe(0);
    expect(due({ paidAt: null })).toBe(0);
  });

  it("goes back with what is refunded", () => {
    expect(due({ net: pence(600) })).toBe(150);
    expect(due({ net: pence(0) })).toBe(0);
  });

  it("ends with a cancelled declaration, which is never backdated", () => {
    expect(due({ cancelledAt: new Date(paidAt.getTime() + 1) })).toBe(250);
    expect(due({ cancelledAt: paidAt })).toBe(0);
    expect(due({ cancelledAt: new Date(paidAt.getTime() - 1) })).toBe(0);
  });
});

describe("tax years", () => {
  it.each([
    ["2026-04-05", 2025],
    ["2026-04-06", 2026],
    ["2026-12-31", 2026],
    ["2027-01-01", 2026],
    ["2028-02-29", 2027],
    ["2027-04-05", 2026],
  ])("%s is in the one from %i", (date, year) => expect(taxYearOf(date)).toBe(year));
});

describe("names in a claim", () => {
  it.each([
    "Ada",
    "A",
    "Zoë",
    "Ann-Marie",
    "O’Brien",
    "O'Brien",
    "de la Cruz",
    "St. John",
    "Łukasz",
    "李",
    "Ada\u0301",
    "a".repeat(35),
    "O‘Brien",
    "O´Brien",
    "O`Brien",
    "Oʼbrien",
    "Anne‑Marie",
    "می\u200cخواهم",
    "क्\u200dष",
    `${"a\u200c".repeat(34)}a`,
  ])("take %s", (name) => expect(giftAidNameError(name)).toBeNull());

  it.each(["", "R2D2", "Ada & Bob", "😀", "<script>", "Ada\u0000", "a@b", "Ada_B", "...", "-", "’", " ", "a".repeat(36)])(
    "refuse %j in words",
    (name) => {
      expect(giftAidNameError(name)).toMatch(/^\p{L}/u);
    },
  );

  it("count characters, not bytes", () => {
    expect(giftAidNameError("𝒜".repeat(35))).toBeNull();
    expect(giftAidNameError("𝒜".repeat(36))).toContain("35");
  });
});

describe("wordings", () => {
  it("have a version each, and say all that the law asks", () => {
    expect(new Set(declarationWordings.map(({ version }) => version)).size).toBe(declarationWordings.length);
    expect(currentDeclarationWording).toBe(declarationWordings.at(-1));
    expect(currentDeclarationWording.claimStatement("The Lamp Trust")).toContain("The Lamp Trust");
    for (const needed of ["UK taxpayer", "Income Tax", "Capital Gains Tax", "all my donations", "tax year", "pay any difference"]) {
      expect(currentDeclarationWording.explanation).toContain(needed);
    }
  });

  it("name every scope", () => {
    expect(Object.keys(scopeLabels).toSorted()).toEqual(declarationScopes.toSorted());
  });
});
