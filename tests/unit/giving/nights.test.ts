import fc from "fast-check";
import { expect, test } from "vitest";
import { impactText, litNights, wholeNights } from "~/giving/nights";
import { pence } from "~/platform/money";

const roomWeek = pence(10_000);

test.each([
  [100, 0, "goes towards a night"],
  [1429, 1, "for one night"],
  [3000, 2, "for two nights"],
  [10_000, 7, "for a week or more"],
])("%i pence of a room at £100 a week is %i whole nights, and says so", (gift, nights, words) => {
  expect(wholeNights(pence(gift), roomWeek)).toBe(nights);
  expect(impactText(pence(gift), roomWeek)).toContain(words);
});

test("the windows are lit as far as the nights are paid for: the whole ones fully, the next in part, the others not", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_500_000 }), fc.integer({ min: 100, max: 100_000 }), (gift, week) => {
      const lit = litNights(pence(gift), pence(week));
      const whole = wholeNights(pence(gift), pence(week));
      expect(lit).toHaveLength(7);
      expect(lit.filter((share) => share === 1)).toHaveLength(whole);
      expect(lit.toSorted((one, other) => other - one)).toEqual(lit);
      expect(lit.reduce((sum, share) => sum + share, 0)).toBeCloseTo(Math.min(7, (gift * 7) / week), 6);
    }),
  );
});
