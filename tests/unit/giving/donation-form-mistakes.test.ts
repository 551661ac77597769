import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { donationFields, parseSource, type DonationFormInput, type FieldName } from "~/giving/checkout/donation-form";
import { readFields } from "~/platform/http/forms/form-fields";
import { limits, validInput, inputWithGiftAid, parse, parseValid, errorsIn, refusedFields } from "tests/support/giving/donation-form";

const fieldNames = Object.keys(donationFields) as FieldName[];

describe("the declaration", () => {
  it("keeps scope, house and postcode, in the postcode's official form", () => {
    expect(parseValid(inputWithGiftAid).declaration).toEqual({ scope: "this_gift", house: "1 Example Street", postcode: "EX1 1AA" });
  });

  it.each([
    ["ex11aa", "EX1 1AA"],
    [" ex1  1aa ", "EX1 1AA"],
    ["EX1\u00a01AA", "EX1 1AA"],
    ["\u200eEX1\u200b\u00a01\u00adAA\ufeff", "EX1 1AA"],
    ["EX1–1AA", "EX1 1AA"],
    ["EX1-1AA", "EX1 1AA"],
    ["sw1a1aa", "SW1A 1AA"],
    ["BF1 1AA", "BF1 1AA"],
    ["je2 3ab", "JE2 3AB"],
  ])("reads the postcode %j as %s", (input, official) =>
    expect(parseValid({ ...inputWithGiftAid, postcode: input }).declaration?.postcode).toBe(official),
  );

  it.each([undefined, "", " ", "EX1", "12345", "EX1 1AAA", "E\u0000X1 1AA", "EX1 1AA and more", "ΕΧ1 1ΑΑ", "x".repeat(10_000)])(
    "refuses the postcode %j",
    (input) => {
      expect(refusedFields({ ...inputWithGiftAid, postcode: input })).toEqual(["postcode"]);
    },
  );

  it.each(["BFPO 61", "bfpo61", "B.F.P.O. 5", "BFPO"])("says where the postcode of %j is found", (typed) => {
    const answer = parse({ ...inputWithGiftAid, postcode: typed });
    expect("errors" in answer && answer.errors).toEqual([{ field: "postcode", message: expect.stringContaining("BF1 3AA") }]);
    expect(parseValid({ ...inputWithGiftAid, postcode: "BF1 3AA" }).declaration?.postcode).toBe("BF1 3AA");
  });

  it("needs no postcode overseas", () => {
    expect(parseValid({ ...inputWithGiftAid, postcode: "75001", overseas: "yes" }).declaration?.postcode).toBeNull();
    expect(refusedFields({ ...inputWithGiftAid, postcode: "", overseas: "no" })).toEqual(["postcode"]);
  });

  it.each<[DonationFormInput, string]>([
    [{ scope: undefined }, "scope"],
    [{ scope: "everything" }, "scope"],
    [{ scope: "__proto__" }, "scope"],
    [{ house: undefined }, "house"],
    [{ house: " " }, "house"],
    [{ house: "1\u0000" }, "house"],
    [{ house: "x".repeat(41) }, "house"],
  ])("refuses %j", (input, field) => expect(refusedFields({ ...inputWithGiftAid, ...input })).toEqual([field]));

  it("is not asked about when it is not wanted", () => {
    expect(parseValid({ ...inputWithGiftAid, giftaid: "", scope: "?", house: "", postcode: "?" }).declaration).toBeNull();
  });
});

describe("the message", () => {
  it("has up to 500 characters in lines, and no sign that can't be shown", () => {
    expect(parseValid({ ...validInput, message: `${"é".repeat(498)}\n!` }).message).toHaveLength(500);
    expect(errorsIn({ ...validInput, message: "x".repeat(10_000) })).toEqual([
      { field: "message", message: "The message has 10000 characters: shorten it to 500" },
    ]);
    expect(refusedFields({ ...validInput, message: "NUL\u0000" })).toEqual(["message"]);
  });
});

describe("mistakes", () => {
  it("are all named at once, in the order of the page", () => {
    expect(refusedFields({ giftaid: "yes" })).toEqual(["amount", "scope", "house", "postcode", "first", "last", "email"]);
  });

  it("or a form: whatever is posted gives one of them, and never a throw", () => {
    const value = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom(
        "",
        "yes",
        "other",
        "3000",
        "this_gift",
        "EX1 1AA",
        "ada@example.org",
        "Ada",
        "\u0000",
        "\ud800",
        "😀",
        "x".repeat(10_000),
        "£5",
        "__proto__",
      ),
    );
    const posted = fc.record(Object.fromEntries(fieldNames.map((name) => [name, value])) as Record<FieldName, typeof value>, {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(posted, (input) => {
        const answer = parse(input);
        if ("form" in answer) {
          expect(answer.form.gift).toBeGreaterThanOrEqual(limits.min);
          expect(JSON.stringify(answer.form)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
          return;
        }
        expect(answer.errors.length).toBeGreaterThan(0);
        for (const { field, message } of answer.errors) {
          expect(fieldNames).toContain(field);
          expect(message).toMatch(/^[\p{Lu}£].{10,}/su);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("what is posted", () => {
  const posted = (...entries: [string, string | Blob][]) => {
    const form = new FormData();
    for (const [name, value] of entries) form.append(name, value);
    return readFields(form, donationFields);
  };

  it("is taken by the names of the form only", () => {
    expect(posted(["email", "ada@example.org"], ["role", "admin"])).toEqual({ input: { email: "ada@example.org" }, errors: [] });
    expect(posted()).toEqual({ input: {}, errors: [] });
  });

  it.each(fieldNames)("is refused when %s came twice, even with the same value", (name) => {
    const { input, errors: found } = posted([name, "first"], [name, "first"]);
    expect(input[name]).toBe("first");
    expect(found).toEqual([{ field: name, message: expect.stringContaining("twice") }]);
  });

  it("never reaches a rule longer than its field may be: what was typed is kept up to there", () => {
    const longText = "a-".repeat(32_000);
    const { input, errors: found } = posted(...fieldNames.map((name): [string, string] => [name, longText]));
    expect(found.map(({ field }) => field)).toEqual(fieldNames);
    for (const name of fieldNames) expect(input[name]).toBe(longText.slice(0, donationFields[name].readLength));
    expect(found.find(({ field }) => field === "message")?.message).toBe("Shorten the message to 500 characters");
    expect(input.message).toHaveLength(2000);
  });

  it("is kept whole where it is only too long for its rule, which says by how much", () => {
    const message = "é".repeat(1999);
    const { input, errors: found } = posted(["message", message]);
    expect([input.message, found]).toEqual([message, []]);
  });

  it("is never cut through a character", () => {
    expect(posted(["postcode", "x".repeat(79) + "😀".repeat(20)]).input.postcode).toBe("x".repeat(79));
  });

  it.each(fieldNames)("is a mistake where %s holds U+0000, and kept without it", (name) => {
    const { input, errors: found } = posted([name, "a\0b"]);
    expect([input[name], found.map(({ field }) => field)]).toEqual(["ab", [name]]);
  });

  it("is refused when it is a file", () => {
    const { input, errors: found } = posted(["first", new File(["x"], "x.txt")]);
    expect(input.first).toBeUndefined();
    expect(found).toHaveLength(1);
  });
});

describe("where a donor came from", () => {
  it("is known names and plain signs only", () => {
    expect(parseSource("utm_source=poster&utm_medium=qr%20code&gclid=1&name=Ada&ref=St.%20Mary%27s")).toEqual({
      utm_source: "poster",
      utm_medium: "qr code",
      ref: "St. Marys",
    });
    expect(parseSource("utm_source=first&utm_source=second")).toEqual({ utm_source: "first" });
    expect(parseSource("%E0%A4%A&utm_source=%")).toEqual({});
    expect(parseSource("")).toEqual({});
  });

  it.each(["ada@example.org", "ada%40example.org", "ada%2540example.org", "ada%EF%BC%A0example.org", "ada%EF%B9%ABexample.org"])(
    "never keeps an email address: %s",
    (value) => {
      expect(parseSource(`utm_source=${value}`)).toEqual({});
    },
  );

  it("is short, can be stored, and reads the same again", () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), fc.string({ unit: "binary", maxLength: 120 }), (query, value) => {
        for (const given of [query, new URLSearchParams({ utm_source: value, ref: `${"a".repeat(99)}𝒜` }).toString()]) {
          const source = parseSource(given);
          for (const each of Object.values(source)) {
            expect([...each].length).toBeLessThanOrEqual(100);
            expect(each).not.toMatch(/[@<>"'\p{Cc}\p{Cs}]/u);
            expect(each).not.toBe("");
          }
          expect(parseSource(new URLSearchParams(source).toString())).toEqual(source);
        }
      }),
    );
  });
});
