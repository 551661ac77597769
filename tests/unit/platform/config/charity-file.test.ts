import { describe, expect, it } from "vitest";
import { parseConfig } from "~/platform/config/config.server";
import { realCharity, liveVariables, errorsIn } from "tests/support/platform/configuration";

describe("the charity's file", () => {
  it("that can't be read, or is no JSON, is named with what to write", () => {
    const noFile = () =>
      parseConfig(liveVariables, () => {
        throw new Error("ENOENT");
      });
    expect(noFile).toThrow(/CHARITY_FILE: \/charity\.json can't be read \(ENOENT\): write the path/);
    expect(() => parseConfig(liveVariables, () => "{")).toThrow(/CHARITY_FILE: \/charity\.json can't be read/);
  });

  it("names every mistake by its path", () => {
    const wrong = {
      ...realCharity,
      email: "nobody",
      colours: { night: "blue", lamp: "#ffc847" },
      giving: {
        ...realCharity.giving,
        minPence: 99.5,
        amounts: [
          { pence: 1500, does: "One room for one night" },
          { pence: "3000", does: "no" },
        ],
      },
      fees: { ...realCharity.fees, checkedOn: "last week", card: { rate: 1.5, fixedPence: 20 } },
      motto: "Light",
    };
    const lines = errorsIn(liveVariables, wrong);
    const paths = lines.map((line) => line.split(": ")[1]);
    for (const path of [
      "email",
      "colours.night",
      "giving.minPence",
      "giving.amounts.1.pence",
      "giving.amounts.1.does",
      "fees.checkedOn",
      "fees.card.rate",
      "the file",
    ]) {
      expect(paths).toContain(path);
    }
    expect(lines.every((line) => line.startsWith("CHARITY_FILE: "))).toBe(true);
    expect(lines.join("\n")).toContain("motto");
  });
});
