import fc from "fast-check";
import { expect, test } from "vitest";
import { coverFor } from "~/giving/checkout/fee";
import { penceOf, sumsOf } from "~/giving/checkout/ui/donate.js";
import { giftAidOn } from "~/giving/gift-aid/gift-aid";
import { parseAmount, pence } from "~/platform/money";

const fee = fc.record({
  rate: fc.integer({ min: 0, max: 300 }).map((basisPoints) => basisPoints / 10_000),
  fixedPence: fc.integer({ min: 0, max: 50 }),
});

test("the sums on the button are the server’s, for any amount and fee", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 1_000_000 }), fee, fc.boolean(), (amount, each, coversFee) => {
      const cover = coverFor(pence(amount), each);
      const total = amount + (coversFee ? cover : 0);
      expect(sumsOf(amount, each, coversFee)).toEqual({ cover, total, giftAid: giftAidOn(pence(total)) });
    }),
  );
});

test("an amount that is typed is read as the server reads it", () => {
  const limits = { min: pence(100), max: pence(1_000_000) };
  const typed = ["25", "12.50", "12.5", "£ 10", "1,250", "1,250.75", "", "x", "12.345", "-5", "1e3"];
  for (const text of typed) {
    const parsed = parseAmount(text, limits);
    if (parsed.ok) expect([text, penceOf(text)]).toEqual([text, parsed.pence]);
    else expect([text, penceOf(text)]).toEqual([text, null]);
  }
});
