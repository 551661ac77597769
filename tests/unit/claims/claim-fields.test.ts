import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanDetails, cleanPostcode, type DonorDetails } from "~/claims/claim-fields";

const ada: DonorDetails = { firstName: "Ada", lastName: "Byron", house: "12 Mill Lane", postcode: "SW1A 1AA" };
const cleaned = (changes: Partial<DonorDetails>) => cleanDetails({ ...ada, ...changes });
const sent = (changes: Partial<DonorDetails>) => {
  const result = cleaned(changes);
  if ("problems" in result) throw new Error(`held back: ${JSON.stringify(result.problems)}`);
  return result.details;
};
const held = (changes: Partial<DonorDetails>) => {
  const result = cleaned(changes);
  if ("details" in result) throw new Error(`sent as ${JSON.stringify(result.details)}`);
  return result.problems;
};

describe("a name in a claim", () => {
  it.each([
    ["O’Neill", "O'Neill"],
    ["O`Neill", "O'Neill"],
    ["Oʼneill", "O'neill"],
    ["Smith‐Jones", "Smith-Jones"],
    ["Smith–Jones", "Smith-Jones"],
    ["  van   der Berg ", "van der Berg"],
    ["van\u00a0Dyke", "van Dyke"],
    ["Müller", "Müller"],
    ["Mu\u0308ller", "Müller"],
    ["Núñez", "Núñez"],
    ["de l'Été", "de l'Été"],
    ["St. John", "St. John"],
    ["B".repeat(35), "B".repeat(35)],
  ])("%s is sent as %s", (lastName, expected) => {
    expect(sent({ lastName }).lastName).toBe(expected);
  });

  it.each([
    ["Łukasiewicz", "Lukasiewicz"],
    ["Szőke", "Szoke"],
    ["Œuvrard", "Oeuvrard"],
    ["Đorđević", "Dordevic"],
    ["Иванова", null],
    ["田中", null],
    ["Ze\u200bro", "Zero"],
  ])("%s is held back, with %s to choose", (lastName, suggestion) => {
    const [problem] = held({ lastName });
    expect(problem).toMatchObject({ field: "lastName", suggestion });
  });

  it.each([
    "",
    "  ",
    "Unknown",
    "anonymous",
    "N/A",
    "n.a.",
    "B2yron",
    "B",
    "B.",
    "-",
    "'",
    "=SUM(A1)",
    "+Byron",
    "@byron",
    "By_ron",
    "B".repeat(36),
  ])("%j is held back as a last name", (lastName) => {
    expect(held({ lastName }).map(({ field }) => field)).toEqual(["lastName"]);
  });

  it("takes an initial for the first name, but no first name at all is held back", () => {
    expect(sent({ firstName: "A" }).firstName).toBe("A");
    expect(sent({ firstName: "A. M." }).firstName).toBe("A. M.");
    expect(held({ firstName: " " })).toHaveLength(1);
    expect(held({ firstName: "A".repeat(36) })).toMatchObject([{ field: "firstName", suggestion: "A" }]);
  });

  it.each([
    ["Mrs. Ada", "Mrs", "Ada"],
    ["dr ada", "Dr", "ada"],
    ["Prof. Ada Maria", "Prof", "Ada Maria"],
    ["Miss", null, "Miss"],
    ["Mrada", null, "Mrada"],
  ])("%s is title and first name", (told, title, firstName) => {
    expect(sent({ firstName: told })).toMatchObject({ title, firstName });
  });

  it("counts characters, not bytes", () => {
    expect(sent({ lastName: "é".repeat(35) }).lastName).toHaveLength(35);
  });
});

describe("a house in a claim", () => {
  it.each(["12", "Flat 2, 12 Mill Lane", "The Old Mill", "½ Mill Lane", "1".repeat(40)])("%s is sent", (house) => {
    expect(sent({ house }).house).toBe(house);
  });

  it.each([
    ["", null],
    ["-", null],
    ["unknown", null],
    ["=12", null],
    ["12 Ulica Żwirki", "12 Ulica Zwirki"],
    ["Apartment 12, The Old Mill House, Mill Lane", "Apartment 12, The Old Mill House, Mill"],
  ])("%j is held back, with %j to choose", (house, suggestion) => {
    expect(held({ house })).toMatchObject([{ field: "house", suggestion }]);
  });

  it("abroad needs the whole address in its line", () => {
    expect(sent({ house: "100 Champs Elysees, Paris", postcode: null })).toMatchObject({ postcode: null });
    expect(held({ house: "100", postcode: null })).toMatchObject([{ field: "house" }]);
  });
});

describe("a postcode in a claim", () => {
  it.each([
    ["sw1a1aa", "SW1A 1AA"],
    [" SW1A  1AA ", "SW1A 1AA"],
    ["m1 1ae", "M1 1AE"],
    ["B33 8TH", "B33 8TH"],
    ["CR2 6XH", "CR2 6XH"],
    ["DN55 1PT", "DN55 1PT"],
    ["W1A 0AX", "W1A 0AX"],
    ["EC1A 1BB", "EC1A 1BB"],
    ["GIR 0AA", "GIR 0AA"],
    ["je23ab", "JE2 3AB"],
    ["GY1 1AA", "GY1 1AA"],
    ["im11aa", "IM1 1AA"],
    ["BF1 2AB", "BF1 2AB"],
  ])("%s is sent as %s", (told, postcode) => {
    expect(cleanPostcode(told)).toEqual({ postcode });
  });

  it.each(["", "X", "BFPO 801", "bfpo801", "SW1A", "SW1A 1A", "12345", "SW1A 1AAA", "1AA SW1", "FIQQ 1ZZ"])("%j is held back", (told) => {
    expect(cleanPostcode(told)).toHaveProperty("problem");
  });
});

describe("any details", () => {
  const field = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 45 }),
    fc.string({ maxLength: 45 }),
    fc.constantFrom("Ada", "O’Neill", "Łódź", "12 Mill Lane"),
  );

  it("are sent as HMRC's schema and schedule take them, or held back with a reason", () => {
    fc.assert(
      fc.property(field, field, field, fc.option(fc.oneof(field, fc.constant("sw1a 1aa"))), (firstName, lastName, house, postcode) => {
        const result = cleanDetails({ firstName, lastName, house, postcode });
        if ("problems" in result) {
          expect(result.problems.length).toBeGreaterThan(0);
          return;
        }
        const { details } = result;
        for (const [text, longest] of [
          [details.firstName, 35],
          [details.lastName, 35],
          [details.house, 40],
        ] as const) {
          expect(text).toMatch(/^[\u0021-\u007e\u00a1-\u00ff](.*[\u0021-\u007e\u00a1-\u00ff])?$/u);
          expect(text).toMatch(/^[\u0020-\u007e\u00a1-\u00ff]+$/u);
          expect([...text].length).toBeLessThanOrEqual(longest);
          expect(text).not.toMatch(/^[=+@-]/);
        }
        expect(details.title ?? "Mr").toMatch(/^[A-Za-z][A-Za-z'-]{0,3}$/);
      }),
      { numRuns: 500 },
    );
  });

  it("cleaned once are not changed again", () => {
    fc.assert(
      fc.property(field, field, (firstName, lastName) => {
        const result = cleanDetails({ ...ada, firstName, lastName });
        if ("details" in result && result.details.title === null) expect(cleanDetails(result.details)).toEqual(result);
      }),
    );
  });
});
