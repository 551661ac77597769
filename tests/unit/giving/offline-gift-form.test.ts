import { describe, expect, test } from "vitest";
import { parseOfflineGift, type OfflineGiftInput } from "~/giving/offline/offline-gift-form";
import { normalizeGiftColumn, toGiftInput } from "~/giving/offline/imports/gift-columns";
import { mayHaveGiftAid, offlineMethods } from "~/giving/payment-methods";

const today = "2026-11-28";
const funds = [
  { id: "general-fund", name: "General fund" },
  { id: "f2", name: "Winter" },
];
const normalisePostcode = (text: string) => (/^[a-z]{1,2}\d{1,2}\d[a-z]{2}$/i.test(text) ? text.toUpperCase() : null);
const cheque: OfflineGiftInput = { method: "cheque", receivedOn: "27/3/2026", amount: "25", giver: "person", first: "Ada", last: "Byron" };
const parse = (change: OfflineGiftInput = {}) => parseOfflineGift({ ...cheque, ...change }, today, normalisePostcode, { funds });
const mistake = (change: OfflineGiftInput) => {
  const parsed = parse(change);
  return "errors" in parsed ? parsed.errors.map(({ field, message }) => `${field}: ${message}`).join("; ") : "none";
};
const read = (change: OfflineGiftInput) => {
  const parsed = parse(change);
  if ("errors" in parsed) throw new Error(parsed.errors.map(({ message }) => message).join());
  return parsed.gift;
};

describe("a gift that staff enter", () => {
  test.each([
    ["25", 2500],
    ["£1,250.50", 125_050],
    [" £ 0.01 ", 1],
    ["12.5", 1250],
    ["1000000", 100_000_000],
  ])("takes the amount %s", (amount, pence) => expect(read({ amount }).pence).toBe(pence));

  test.each([
    ["", "Enter the amount"],
    ["0", "The amount is 0"],
    ["0.00", "The amount is 0"],
    ["-5", "below zero"],
    ["£-5", "below zero"],
    ["12.505", "parts of a penny"],
    ["1000000.01", "more than £1,000,000"],
    ["=1+1", "as a number"],
    ["5,00", "as a number"],
    ["1e3", "as a number"],
  ])("refuses the amount %s", (amount, words) => expect(mistake({ amount })).toContain(words));

  test.each([
    ["28/11/2026", "2026-11-28"],
    ["28 November 2020", "2020-11-28"],
    ["2024-02-29", "2024-02-29"],
  ])("takes the day %s", (receivedOn, date) => expect(read({ receivedOn }).receivedOn).toBe(date));

  test.each([
    ["", "Enter the day"],
    ["29/11/2026", "after today"],
    ["27/11/2020", "before 28 November 2020"],
    ["31/2/2026", "no such day"],
    ["1/2/26", "four digits"],
    ["soon", "as a day"],
  ])("refuses the day %s", (receivedOn, words) => expect(mistake({ receivedOn })).toContain(words));

  test("of a collection, several gave, whatever was chosen; names are in any script, one form of each letter", () => {
    expect(read({ method: "collection", giver: "person", first: "In memory of", last: "刘伟" })).toMatchObject({
      giverKind: "several",
      firstName: "",
      lastName: "In memory of 刘伟",
    });
    expect(read({ first: "e\u0301lise", last: " محمد \u200e" })).toMatchObject({ firstName: "\u00e9lise", lastName: "محمد" });
    expect(read({ first: "", last: "" })).toMatchObject({ firstName: "", lastName: "" });
  });

  test("what can't be kept is said, all of it at once", () => {
    expect(mistake({ method: "barter", giver: "nobody", email: "no", postcode: "12345", fund: "closed" })).toMatch(
      /method: .*giver: .*email: .*postcode: .*fund: /,
    );
    expect(mistake({ giver: "organisation", first: "", last: "" })).toContain("name of the company");
    expect(mistake({ last: "x".repeat(81) })).toContain("80 characters");
    expect(mistake({ bankReference: "x".repeat(61) })).toContain("60 characters");
    expect(mistake({ address: "x".repeat(201) })).toContain("200 characters");
  });

  test("Gift Aid is for what one person gave of their own: never a voucher, a collection, a company's or a group's", () => {
    for (const paymentMethod of offlineMethods)
      for (const giverKind of ["person", "several", "organisation"] as const)
        expect(mayHaveGiftAid({ paymentMethod, giverKind })).toBe(
          giverKind === "person" && !["voucher", "collection"].includes(paymentMethod),
        );
  });
});

describe("a line of a list", () => {
  test.each([
    ["Date received", "date"],
    ["Surname:", "last_name"],
    ["E-mail", "email"],
    ["Cheque number", "reference"],
    ["How it came", "how"],
  ])("the column %s is known", (name, ours) => expect(normalizeGiftColumn(name)).toBe(ours));

  test.each(["=SUM(A1:A9)", "@SUM(1)", "'=HYPERLINK(1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "#REF!", "#N/A", "＝1"])(
    "a formula is refused, in any column: %s",
    (cell) => {
      for (const column of ["name", "amount", "reference", "postcode"])
        expect(toGiftInput({ [column]: cell })).toEqual({ wrong: `${column}: a formula stands there. Enter what it should show` });
    },
  );

  test("ways of coming and givers are known by their usual words; a whole name is parted at its last space", () => {
    const input = (line: Record<string, string>) => {
      const read = toGiftInput(line);
      return "input" in read ? read.input : read;
    };
    expect(input({ how: "Standing Order", giver: "Group", name: "Mary Ann Evans" })).toMatchObject({
      method: "standing_order",
      giver: "organisation",
      first: "Mary Ann",
      last: "Evans",
    });
    expect(input({ how: "CAF voucher", first_name: "Ada", last_name: "Byron", name: "Other" })).toMatchObject({
      method: "voucher",
      first: "Ada",
      last: "Byron",
    });
    expect(input({ how: "BACS", reference: "-000123" })).toMatchObject({ method: "bank_transfer", bankReference: "-000123" });
    expect(input({ how: "barter" })).toMatchObject({ method: "barter" });
  });
});
