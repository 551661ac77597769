import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, pence, formatPounds, formatPoundsShort, parseAmount, subtract, zero, type AmountRefusal } from "~/platform/money";

const limits = { min: pence(100), max: pence(2_500_000) };
const anyLimits = { min: pence(0), max: pence(Number.MAX_SAFE_INTEGER) };
const read = (typed: string) => parseAmount(typed, limits);

describe("a sum that a person typed", () => {
  it.each([
    ["5", 500],
    ["£5", 500],
    ["£ 5", 500],
    ["5.00", 500],
    ["5.", 500],
    ["5.5", 550],
    ["5,000", 500_000],
    ["1,234.5", 123_450],
    [" £1,234.5 ", 123_450],
    ["\u00a0£12.34\u00a0", 1234],
    ["12.34£", 1234],
    ["10 pounds", 1000],
    ["1.00", 100],
    ["0001.00", 100],
    ["25000", 2_500_000],
    ["25,000.00", 2_500_000],
  ])("reads %j as %i pence", (typed, expected) => {
    expect(read(typed)).toEqual({ ok: true, pence: expected });
  });

  it.each<[string, AmountRefusal]>([
    ["", "empty"],
    ["   ", "empty"],
    ["£", "empty"],
    ["-1", "negative"],
    ["−1", "negative"],
    ["£-5", "negative"],
    ["-£5", "negative"],
    ["0", "too-small"],
    ["0.00", "too-small"],
    [".5", "too-small"],
    ["0.99", "too-small"],
    ["25000.01", "too-large"],
    ["25,001", "too-large"],
    ["9".repeat(40), "too-large"],
    ["1".repeat(10_000), "too-large"],
    ["0.001", "too-precise"],
    ["5.001", "too-precise"],
    ["1e3", "not-a-number"],
    ["٥", "not-a-number"],
    ["１２", "not-a-number"],
    ["0x10", "not-a-number"],
    ["Infinity", "not-a-number"],
    ["NaN", "not-a-number"],
    ["5,00", "not-a-number"],
    ["0,500", "not-a-number"],
    ["5,0000", "not-a-number"],
    [",500", "not-a-number"],
    ["1.000,50", "not-a-number"],
    ["1.2.3", "not-a-number"],
    ["5 000", "not-a-number"],
    ["+5", "not-a-number"],
    [".", "not-a-number"],
    ["$5", "not-a-number"],
    ["€5", "not-a-number"],
    ["5p", "not-a-number"],
    ["££5", "not-a-number"],
    ["5\u00005", "not-a-number"],
    ["five", "not-a-number"],
    ["1_000", "not-a-number"],
    ["½", "not-a-number"],
  ])("refuses %j: %s", (typed, reason) => {
    expect(read(typed)).toEqual({ ok: false, reason });
  });

  it("takes both limits, and nothing beyond them", () => {
    expect(read("0.99").ok).toBe(false);
    expect(read("1").ok).toBe(true);
    expect(read("25000").ok).toBe(true);
    expect(read("25000.01").ok).toBe(false);
  });

  it("comes back to the penny from every way of writing it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (sum) => {
        for (const written of [
          formatPounds(pence(sum)),
          formatPoundsShort(pence(sum)),
          (sum / 100).toFixed(2),
          `£${(sum / 100).toFixed(2)}`,
        ]) {
          expect(parseAmount(written, anyLimits)).toEqual({ ok: true, pence: sum });
        }
      }),
    );
    for (let sum = 100; sum <= 2_500_000; sum += 1009) expect(read((sum / 100).toFixed(2))).toEqual({ ok: true, pence: sum });
  });

  it("never throws, and never gives anything but whole pence within the limits", () => {
    const typed = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(..."0123456789.,£-+eE xN٥１ \u00a0") }),
      fc.double().map(String),
      fc.bigInt().map(String),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const answer = read(text);
        if (!answer.ok) return;
        expect(Number.isSafeInteger(answer.pence)).toBe(true);
        expect(answer.pence).toBeGreaterThanOrEqual(limits.min);
        expect(answer.pence).toBeLessThanOrEqual(limits.max);
        expect(text).toMatch(/^[\s£]*[\d.,]+[\s£a-z]*$/i);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads no digit twice: what is read is what stands there", () => {
    const typed = fc.tuple(fc.nat(30_000), fc.constantFrom("", ".", ".5", ".50", ".05", ".555"));
    fc.assert(
      fc.property(typed, ([whole, decimals]) => {
        const answer = parseAmount(`${whole}${decimals}`, anyLimits);
        if (decimals === ".555") expect(answer).toEqual({ ok: false, reason: "too-precise" });
        else expect(answer).toEqual({ ok: true, pence: Math.round(Number(`${whole}${decimals}`) * 100) });
      }),
    );
  });
});

describe("pence", () => {
  it.each([0.5, 1e-9, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -0.1])("refuses %d: parts of a penny are a bug", (value) => {
    expect(() => pence(value)).toThrow(RangeError);
  });

  it("adds and takes away to the penny", () => {
    const sums = fc.array(fc.integer({ min: -10_000_000, max: 10_000_000 }).map(pence), { maxLength: 20 });
    fc.assert(
      fc.property(sums, (each) => {
        const total = add(...each);
        expect(BigInt(total)).toBe(each.reduce((sum, one) => sum + BigInt(one), 0n));
        expect(each.reduce<number>((left, one) => subtract(pence(left), one), total)).toBe(0);
      }),
    );
    expect(add()).toBe(zero);
  });

  it("is shown in pounds, always or only where needed with its pence", () => {
    expect(formatPounds(pence(123_450))).toBe("£1,234.50");
    expect(formatPounds(zero)).toBe("£0.00");
    expect(formatPounds(pence(-250))).toBe("-£2.50");
    expect(formatPoundsShort(pence(123_400))).toBe("£1,234");
    expect(formatPoundsShort(pence(123_401))).toBe("£1,234.01");
  });
});
