import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DonationFormInput } from "~/giving/checkout/donation-form";
import { checkMessage } from "~/sandbox/resend/check-message";
import { validInput, inputWithGiftAid, parse, parseValid, errorsIn, refusedFields } from "tests/support/giving/donation-form";

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
    [{ amount: "other", other: "" }, "other", /^Enter how much/],
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
