import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { measureContrasts, readColours } from "~/about/design/contrasts";

const tokens = readFileSync("app/platform/ui/styles/tokens.css", "utf8");

test.each(["light", "dark"] as const)("every colour can be read on what it stands on: %s", (scheme) => {
  const contrasts = measureContrasts(readColours(tokens)[scheme]);
  expect(contrasts.length).toBeGreaterThan(20);
  expect(contrasts.filter(({ ratio, least }) => ratio < least)).toEqual([]);
});

test("a colour that is too faint is found, and one that is missing is named", () => {
  const colours = { ...readColours(tokens).light, muted: "#8a93a8" };
  const faint = measureContrasts(colours).filter(({ ratio, least }) => ratio < least);
  expect(faint.map(({ words, ground }) => `${words} on ${ground}`)).toContain("muted on paper");
  expect(() => measureContrasts({})).toThrow("there is no --color-text");
});
