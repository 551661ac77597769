import fc from "fast-check";
import postcode from "postcode";
import { describe, expect, it } from "vitest";
import {
  fields,
  readDonationForm,
  readSource,
  typedIn,
  type DonationForm,
  type Limits,
  type Mistake,
  type TypedForm,
} from "~/giving/checkout/donation-form";
import { pence } from "~/platform/money";
import { checkMessage } from "~/sandbox/resend/check-message";

const limits: Limits = { min: pence(100), max: pence(2_500_000), presets: [pence(1500), pence(3000)] };
const validPostcode = (text: string) => postcode.parse(text).postcode ?? null;
const right: TypedForm = { amount: "3000", other: "", first: "Ada", last: "Example", email: "ada@example.org" };
const declared: TypedForm = { ...right, giftaid: "yes", scope: "this_gift", house: "1 Example Street", postcode: "EX1 1AA" };

const read = (typed: TypedForm) => readDonationForm(typed, limits, validPostcode);

function accepted(typed: TypedForm): DonationForm {
  const answer = read(typed);
  if ("mistakes" in answer) throw new Error(`refused: ${JSON.stringify(answer.mistakes)}`);
  return answer.form;
}
function mistakes(typed: TypedForm): Mistake[] {
  const answer = read(typed);
  return "mistakes" in answer ? answer.mistakes : [];
}
/** The fields that are refused, in the order of the page. */
const refused = (typed: TypedForm) => mistakes(typed).map(({ field }) => field);

describe("a form that is right", () => {
  it("is read whole", () => {
    expect(
      accepted({ ...right, cover: "yes", news: "yes", anonymous: "yes", message: " Thank you \r\nall ", source: "utm_source=poster" }),
    ).toEqual({
      gift: 3000,
      cover: true,
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
    expect(accepted(right)).toMatchObject({
      cover: false,
      wantsNews: false,
      anonymous: false,
      declaration: null,
      message: null,
      source: {},
    });
    expect(accepted({ ...right, cover: "on", news: "1", anonymous: "true", giftaid: "on" })).toMatchObject({
      cover: false,
      wantsNews: false,
      anonymous: false,
      declaration: null,
    });
  });

  it("keeps accents, emoji and other scripts as they are", () => {
    const form = accepted({ ...right, first: "Zoe\u0308  ", last: " Nguyễn-O’Brien 😀", message: "ありがとう 🏠" });
    expect(form).toMatchObject({ firstName: "Zoë", lastName: "Nguyễn-O’Brien 😀", message: "ありがとう 🏠" });
  });
});

describe("the amount", () => {
  it.each<[TypedForm, number]>([
    [{ amount: "1500" }, 1500],
    [{ amount: "1500", other: "99" }, 1500],
    [{ amount: "other", other: "£12.34" }, 1234],
    [{ amount: "", other: "7" }, 700],
    [{ amount: undefined, other: "7" }, 700],
  ])("of %j is %i pence", (typed, gift) => expect(accepted({ ...right, other: "", ...typed }).gift).toBe(gift));

  it.each<[TypedForm, string, RegExp]>([
    [{ amount: undefined, other: undefined }, "amount", /^Choose an amount/],
    [{ amount: undefined, other: " " }, "amount", /^Choose an amount/],
    [{ amount: "other", other: "" }, "other", /^Write how much/],
    [{ amount: "1501", other: "5" }, "amount", /^Choose one of/],
    [{ amount: "3000 " }, "amount", /^Choose one of/],
    [{ amount: "other", other: "1e3" }, "other", /in figures/],
    [{ amount: "other", other: "0.001" }, "other", /whole pence/],
    [{ amount: "other", other: "-1" }, "other", /at least £1/],
    [{ amount: "other", other: " £0.50 " }, "other", /^£0.50 is too small/],
    [{ amount: "other", other: "9".repeat(40) }, "other", /up to £25,000/],
  ])("%j is refused", (typed, field, words) => {
    const [mistake] = mistakes({ ...right, other: undefined, ...typed });
    expect(mistake).toEqual({ field, words: expect.stringMatching(words) });
  });
});

describe("names", () => {
  it("need a first one; a last one only for Gift Aid", () => {
    expect(refused({ ...right, first: undefined })).toEqual(["first"]);
    expect(refused({ ...right, first: " \u00a0\n" })).toEqual(["first"]);
    expect(accepted({ ...right, last: undefined }).lastName).toBe("");
    expect(refused({ ...declared, last: "" })).toEqual(["last"]);
  });

  it.each(["Ada\u0000", "A\u0007da", "Ada\ud800"])("refuse a sign that can't be shown: %j", (name) => {
    expect(refused({ ...right, first: name })).toEqual(["first"]);
    expect(refused({ ...right, last: name })).toEqual(["last"]);
  });

  it("lose marks that show nothing, or turn around what comes after them", () => {
    expect(accepted({ ...right, first: "\u2068Ada\u2069\u200b", last: "Ex\u00adample\u202e" })).toMatchObject({
      firstName: "Ada",
      lastName: "Example",
    });
    expect(accepted({ ...right, first: "می\u200cخواهم" }).firstName).toBe("می\u200cخواهم");
  });

  it.each(["\u200b", "\u200d\u200d", "\ufeff", "\u00ad"])("refuse one with nothing to be seen: %j", (name) => {
    expect(refused({ ...right, first: name })).toEqual(["first"]);
  });

  it("are refused beyond 80 letters, counted as people count them, and never cut", () => {
    expect(accepted({ ...right, first: "😀".repeat(80) }).firstName).toBe("😀".repeat(80));
    expect(refused({ ...right, first: "a".repeat(81), last: "b".repeat(10_000) })).toEqual(["first", "last"]);
  });

  it("are held to HMRC's letters where Gift Aid is wanted", () => {
    for (const name of ["R2D2", "😀", "a".repeat(36), "."])
      expect(refused({ ...declared, first: name, last: name })).toEqual(["first", "last"]);
    expect(accepted({ ...right, last: "R2D2" }).lastName).toBe("R2D2");
  });
});

describe("the e-mail address", () => {
  const local = (length: number) => "a".repeat(length);
  /** 254 and more letters in all, each part within its own limit. */
  const long = (length: number) => `${local(64)}@${`${"b".repeat(60)}.`.repeat(3)}${"c".repeat(length - 64 - 1 - 183 - 3)}.uk`;

  it.each([
    ["ada@example.org", "ada@example.org"],
    ["  ada@example.org\t", "ada@example.org"],
    ["Ada.Example+lamp@Example.ORG", "Ada.Example+lamp@example.org"],
    ["o'brien@example.co.uk", "o'brien@example.co.uk"],
    ["ada@münchen.example", "ada@xn--mnchen-3ya.example"],
    ["ada@例え.jp", "ada@xn--r8jz45g.jp"],
    [long(254), long(254)],
  ])("%j is taken", (typed, address) => expect(accepted({ ...right, email: typed }).email).toBe(address));

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
  ])("%j is refused", (typed) => {
    expect(mistakes({ ...right, email: typed })).toEqual([{ field: "email", words: expect.stringMatching(/e-mail address/) }]);
  });

  it("that is taken is one that letters can be sent to, and the one that was typed", () => {
    const parts = fc.string({ unit: fc.constantFrom(..."aB9.-_+'!#%/ @\"(),<>é例\u0000"), maxLength: 70 });
    const anyAddress = fc.oneof(
      fc.emailAddress(),
      fc.tuple(parts, parts).map(([one, other]) => `${one}@${other}.org`),
      fc.tuple(parts, parts).map(([one, other]) => `${one}@${other}`),
    );
    fc.assert(
      fc.property(anyAddress, (typed) => {
        const answer = read({ ...right, email: typed });
        if ("mistakes" in answer) return;
        const { email } = answer.form;
        expect(checkMessage({ from: "a@example.org", to: email, subject: "s", text: "t" }).ok).toBe(true);
        expect(email.split("@")[0]).toBe(typed.trim().split("@")[0]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the declaration", () => {
  it("keeps scope, house and postcode, in the postcode's official form", () => {
    expect(accepted(declared).declaration).toEqual({ scope: "this_gift", house: "1 Example Street", postcode: "EX1 1AA" });
  });

  it.each([
    ["ex11aa", "EX1 1AA"],
    [" ex1  1aa ", "EX1 1AA"],
    ["EX1\u00a01AA", "EX1 1AA"],
    ["EX1-1AA", "EX1 1AA"],
    ["sw1a1aa", "SW1A 1AA"],
    ["BF1 1AA", "BF1 1AA"],
    ["je2 3ab", "JE2 3AB"],
  ])("reads the postcode %j as %s", (typed, official) =>
    expect(accepted({ ...declared, postcode: typed }).declaration?.postcode).toBe(official),
  );

  it.each([undefined, "", " ", "EX1", "12345", "EX1 1AAA", "E\u0000X1 1AA", "EX1 1AA and more", "ΕΧ1 1ΑΑ", "x".repeat(10_000)])(
    "refuses the postcode %j",
    (typed) => {
      expect(refused({ ...declared, postcode: typed })).toEqual(["postcode"]);
    },
  );

  it("needs no postcode overseas", () => {
    expect(accepted({ ...declared, postcode: "75001", overseas: "yes" }).declaration?.postcode).toBeNull();
    expect(refused({ ...declared, postcode: "", overseas: "no" })).toEqual(["postcode"]);
  });

  it.each<[TypedForm, string]>([
    [{ scope: undefined }, "scope"],
    [{ scope: "everything" }, "scope"],
    [{ scope: "__proto__" }, "scope"],
    [{ house: undefined }, "house"],
    [{ house: " " }, "house"],
    [{ house: "1\u0000" }, "house"],
    [{ house: "x".repeat(41) }, "house"],
  ])("refuses %j", (typed, field) => expect(refused({ ...declared, ...typed })).toEqual([field]));

  it("is not asked about when it is not wanted", () => {
    expect(accepted({ ...declared, giftaid: "", scope: "?", house: "", postcode: "?" }).declaration).toBeNull();
  });
});

describe("the message", () => {
  it("has up to 500 letters in lines, and no sign that can't be shown", () => {
    expect(accepted({ ...right, message: `${"é".repeat(498)}\n!` }).message).toHaveLength(500);
    expect(mistakes({ ...right, message: "x".repeat(10_000) })).toEqual([
      { field: "message", words: "The message has 10000 letters: shorten it to 500" },
    ]);
    expect(refused({ ...right, message: "NUL\u0000" })).toEqual(["message"]);
  });
});

describe("mistakes", () => {
  it("are all named at once, in the order of the page", () => {
    expect(refused({ giftaid: "yes" })).toEqual(["amount", "scope", "house", "postcode", "first", "last", "email"]);
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
    const posted = fc.record(Object.fromEntries(fields.map((name) => [name, value])) as Record<(typeof fields)[number], typeof value>, {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(posted, (typed) => {
        const answer = read(typed);
        if ("form" in answer) {
          expect(answer.form.gift).toBeGreaterThanOrEqual(limits.min);
          expect(JSON.stringify(answer.form)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
          return;
        }
        expect(answer.mistakes.length).toBeGreaterThan(0);
        for (const { field, words } of answer.mistakes) {
          expect(fields).toContain(field);
          expect(words).toMatch(/^[\p{Lu}£].{10,}/su);
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
    return typedIn(form);
  };

  it("is taken by the names of the form only", () => {
    expect(posted(["email", "ada@example.org"], ["role", "admin"])).toEqual({ typed: { email: "ada@example.org" }, mistakes: [] });
    expect(posted()).toEqual({ typed: {}, mistakes: [] });
  });

  it.each(fields)("is refused when %s came twice, even with the same value", (name) => {
    const { typed, mistakes: found } = posted([name, "first"], [name, "first"]);
    expect(typed[name]).toBe("first");
    expect(found).toEqual([{ field: name, words: expect.stringContaining("twice") }]);
  });

  it("is refused when it is a file", () => {
    const { typed, mistakes: found } = posted(["first", new File(["x"], "x.txt")]);
    expect(typed.first).toBeUndefined();
    expect(found).toHaveLength(1);
  });
});

describe("where a donor came from", () => {
  it("is known names and plain signs only", () => {
    expect(readSource("utm_source=poster&utm_medium=qr%20code&gclid=1&name=Ada&ref=St.%20Mary%27s")).toEqual({
      utm_source: "poster",
      utm_medium: "qr code",
      ref: "St. Marys",
    });
    expect(readSource("utm_source=first&utm_source=second")).toEqual({ utm_source: "first" });
    expect(readSource("%E0%A4%A&utm_source=%")).toEqual({});
    expect(readSource("")).toEqual({});
  });

  it.each(["ada@example.org", "ada%40example.org", "ada%2540example.org", "ada%EF%BC%A0example.org", "ada%EF%B9%ABexample.org"])(
    "never keeps an e-mail address: %s",
    (value) => {
      expect(readSource(`utm_source=${value}`)).toEqual({});
    },
  );

  it("is short, can be stored, and reads the same again", () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), fc.string({ unit: "binary", maxLength: 120 }), (query, value) => {
        for (const given of [query, new URLSearchParams({ utm_source: value, ref: `${"a".repeat(99)}𝒜` }).toString()]) {
          const source = readSource(given);
          for (const each of Object.values(source)) {
            expect([...each].length).toBeLessThanOrEqual(100);
            expect(each).not.toMatch(/[@<>"'\p{Cc}\p{Cs}]/u);
            expect(each).not.toBe("");
          }
          expect(readSource(new URLSearchParams(source).toString())).toEqual(source);
        }
      }),
    );
  });
});
