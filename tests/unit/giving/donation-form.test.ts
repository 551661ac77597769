import fc from "fast-check";
import postcode from "postcode";
import { describe, expect, it } from "vitest";
import {
  donationFields,
  parseDonationForm,
  parseSource,
  type DonationForm,
  type AmountLimits,
  type DonationFormInput,
  type FieldName,
} from "~/giving/checkout/donation-form";
import { readFields, type FormError } from "~/platform/http/forms/form-fields";
import { pence } from "~/platform/money";
import { checkMessage } from "~/sandbox/resend/check-message";

const fieldNames = Object.keys(donationFields) as FieldName[];
const limits: AmountLimits = { min: pence(100), max: pence(2_500_000), presets: [pence(1500), pence(3000)] };
const validPostcode = (text: string) => postcode.parse(text).postcode ?? null;
const validInput: DonationFormInput = { amount: "3000", other: "", first: "Ada", last: "Example", email: "ada@example.org" };
const inputWithGiftAid: DonationFormInput = {
  ...validInput,
  giftaid: "yes",
  scope: "this_gift",
  house: "1 Example Street",
  postcode: "EX1 1AA",
};

const parse = (input: DonationFormInput) => parseDonationForm(input, limits, validPostcode);

function parseValid(input: DonationFormInput): DonationForm {
  const answer = parse(input);
  if ("errors" in answer) throw new Error(`refused: ${JSON.stringify(answer.errors)}`);
  return answer.form;
}
function errorsIn(input: DonationFormInput): FormError[] {
  const answer = parse(input);
  return "errors" in answer ? answer.errors : [];
}
/** The fields that are refused, in the order of the page. */
const refusedFields = (input: DonationFormInput) => errorsIn(input).map(({ field }) => field);

describe("a form that is right", () => {
  it("is read whole", () => {
    expect(
      parseValid({
        ...validInput,
        cover: "yes",
        news: "yes",
        anonymous: "yes",
        message: " Thank you \r\nall ",
        source: "utm_source=poster",
      }),
    ).toEqual({
      gift: 3000,
      coversFee: true,
      firstName: "Ada",
      lastName: "Example",
      email: "ada@example.org",
      message: "Thank you \nall",
      anonymous: true,
      wantsNews: true,
      declaration: null,
      source: { utm_source: "poster" },
    });
  });

  it("asks for nothing that was not ticked", () => {
    expect(parseValid(validInput)).toMatchObject({
      coversFee: false,
      wantsNews: false,
      anonymous: false,
      declaration: null,
      message: null,
      source: {},
    });
    expect(parseValid({ ...validInput, cover: "on", news: "1", anonymous: "true", giftaid: "on" })).toMatchObject({
      coversFee: false,
      wantsNews: false,
      anonymous: false,
      declaration: null,
    });
  });

  it("keeps accents, emoji and other scripts as they are", () => {
    const form = parseValid({ ...validInput, first: "Zoe\u0308  ", last: " Nguyễn-O’Brien 😀", message: "ありがとう 🏠" });
    expect(form).toMatchObject({ firstName: "Zoë", lastName: "Nguyễn-O’Brien 😀", message: "ありがとう 🏠" });
  });
});

describe("the amount", () => {
  it.each<[DonationFormInput, number]>([
    [{ amount: "1500" }, 1500],
    [{ amount: "1500", other: "99" }, 1500],
    [{ amount: "other", other: "£12.34" }, 1234],
    [{ amount: "", other: "7" }, 700],
    [{ amount: undefined, other: "7" }, 700],
    [{ amount: "other", other: "\u200e£\u00a012\u200b.50\ufeff" }, 1250],
  ])("of %j is %i pence", (input, gift) => expect(parseValid({ ...validInput, other: "", ...input }).gift).toBe(gift));

  it.each<[DonationFormInput, string, RegExp]>([
    [{ amount: undefined, other: undefined }, "amount", /^Choose an amount/],
    [{ amount: undefined, other: " " }, "amount", /^Choose an amount/],
    [{ amount: undefined, other: "\u200b" }, "amount", /^Choose an amount/],
    [{ amount: "other", other: "" }, "other", /^Write how much/],
    [{ amount: "1501", other: "5" }, "amount", /^Choose one of/],
    [{ amount: "3000 " }, "amount", /^Choose one of/],
    [{ amount: "other", other: "1e3" }, "other", /in figures/],
    [{ amount: "other", other: "0.001" }, "other", /whole pence/],
    [{ amount: "other", other: "-1" }, "other", /at least £1/],
    [{ amount: "other", other: " £0.50 " }, "other", /^£0.50 is too small/],
    [{ amount: "other", other: "9".repeat(40) }, "other", /up to £25,000/],
  ])("%j is refused", (input, field, words) => {
    const [error] = errorsIn({ ...validInput, other: undefined, ...input });
    expect(error).toEqual({ field, message: expect.stringMatching(words) });
  });
});

describe("names", () => {
  it("need a first one; a last one only for Gift Aid", () => {
    expect(refusedFields({ ...validInput, first: undefined })).toEqual(["first"]);
    expect(refusedFields({ ...validInput, first: " \u00a0\n" })).toEqual(["first"]);
    expect(parseValid({ ...validInput, last: undefined }).lastName).toBe("");
    expect(refusedFields({ ...inputWithGiftAid, last: "" })).toEqual(["last"]);
  });

  it.each(["Ada\u0000", "A\u0007da", "Ada\ud800"])("refuse a sign that can't be shown: %j", (name) => {
    expect(refusedFields({ ...validInput, first: name })).toEqual(["first"]);
    expect(refusedFields({ ...validInput, last: name })).toEqual(["last"]);
  });

  it("lose marks that show nothing, or turn around what comes after them", () => {
    expect(parseValid({ ...validInput, first: "\u2068Ada\u2069\u200b", last: "Ex\u00adample\u202e" })).toMatchObject({
      firstName: "Ada",
      lastName: "Example",
    });
    expect(parseValid({ ...validInput, first: "می\u200cخواهم" }).firstName).toBe("می\u200cخواهم");
  });

  it.each(["O‘Brien", "O´Brien", "می\u200cخواهم", "क्\u200dषमा"])("keep %s as it was typed, with Gift Aid too", (name) => {
    expect(parseValid({ ...inputWithGiftAid, first: name, last: `\u200e${name}\ufeff` })).toMatchObject({
      firstName: name,
      lastName: name,
    });
  });

  it.each(["\u200b", "\u200d\u200d", "\ufeff", "\u00ad"])("refuse one with nothing to be seen: %j", (name) => {
    expect(refusedFields({ ...validInput, first: name })).toEqual(["first"]);
  });

  it("are refused beyond 80 characters, counted as people count them, and never cut", () => {
    expect(parseValid({ ...validInput, first: "😀".repeat(80) }).firstName).toBe("😀".repeat(80));
    expect(refusedFields({ ...validInput, first: "a".repeat(81), last: "b".repeat(10_000) })).toEqual(["first", "last"]);
  });

  it("are held to HMRC's letters where Gift Aid is wanted", () => {
    for (const name of ["R2D2", "😀", "a".repeat(36), "."])
      expect(refusedFields({ ...inputWithGiftAid, first: name, last: name })).toEqual(["first", "last"]);
    expect(parseValid({ ...validInput, last: "R2D2" }).lastName).toBe("R2D2");
  });
});

describe("the email address", () => {
  const local = (length: number) => "a".repeat(length);
  /** 254 and more characters in all, each part within its own limit. */
  const long = (length: number) => `${local(64)}@${`${"b".repeat(60)}.`.repeat(3)}${"c".repeat(length - 64 - 1 - 183 - 3)}.uk`;

  it.each([
    ["ada@example.org", "ada@example.org"],
    ["  ada@example.org\t", "ada@example.org"],
    ["\u200e\ufeffada@\u200bexample\u00ad.org\u202c\u00a0", "ada@example.org"],
    ["Ada.Example+lamp@Example.ORG", "Ada.Example+lamp@example.org"],
    ["o'brien@example.co.uk", "o'brien@example.co.uk"],
    ["ada@münchen.example", "ada@xn--mnchen-3ya.example"],
    ["ada@例え.jp", "ada@xn--r8jz45g.jp"],
    [long(254), long(254)],
  ])("%j is taken", (input, address) => expect(parseValid({ ...validInput, email: input }).email).toBe(address));

  it.each([
    undefined,
    "",
    " ",
    "ada",
    "ada@",
    "@example.org",
    "a@b",
    "a@b.c",
    "ada@example.org.",
    "ada@.example.org",
    "a..b@c.org",
    ".a@c.org",
    "a.@c.org",
    "ada@example..org",
    "ada @example.org",
    "ada@exa mple.org",
    "ada@example.org, bob@example.org",
    "ada@bob@example.org",
    '"ada example"@example.org',
    "Ada <ada@example.org>",
    "<script>alert(1)</script>@example.org",
    "ada@<script>.org",
    "ada@[127.0.0.1]",
    "ada@127.0.0.1",
    "ada@1.2",
    "ada@0x7f.1",
    "ada@example.org\nBcc: bob@example.org",
    "ada@example.org\u0000",
    "ünïcode@example.org",
    "ada@-example.org",
    "ada@example.123",
    "ada@exam_ple.org",
    `${local(65)}@example.org`,
    long(255),
    `ada@${"é".repeat(60)}.${"é".repeat(60)}.${"é".repeat(60)}.org`,
    `ada@${"x".repeat(10_000)}.org`,
  ])("%j is refused", (input) => {
    expect(errorsIn({ ...validInput, email: input })).toEqual([{ field: "email", message: expect.stringMatching(/email address/) }]);
  });

  it("that is taken is one that emails can be sent to, and the one that was typed", () => {
    const parts = fc.string({ unit: fc.constantFrom(..."aB9.-_+'!#%/ @\"(),<>é例\u0000"), maxLength: 70 });
    const anyAddress = fc.oneof(
      fc.emailAddress(),
      fc.tuple(parts, parts).map(([one, other]) => `${one}@${other}.org`),
      fc.tuple(parts, parts).map(([one, other]) => `${one}@${other}`),
    );
    fc.assert(
      fc.property(anyAddress, (input) => {
        const answer = parse({ ...validInput, email: input });
        if ("errors" in answer) return;
        const { email } = answer.form;
        expect(checkMessage({ from: "a@example.org", to: email, subject: "s", text: "t" }).ok).toBe(true);
        expect(email.split("@")[0]).toBe(input.trim().split("@")[0]);
      }),
      { numRuns: 2000 },
    );
  });
});

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
