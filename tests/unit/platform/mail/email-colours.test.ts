import fc from "fast-check";
import { expect, test } from "vitest";
import { contrastRatio, textColourOn } from "emails/colours";

test("contrast is measured as WCAG measures it", () => {
  expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrastRatio("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(contrastRatio("#ffffff", "#ffffff")).toBe(1);
});

test("words on a band of any colour can be read", () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, "0")}`);
  fc.assert(
    fc.property(colour, (ground) => contrastRatio(textColourOn(ground), ground) >= 4.5),
    { examples: [["#767676"], ["#14204a"], ["#ffc847"]] },
  );
});
