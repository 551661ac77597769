import { expect, test } from "vitest";
import { formatCursor, parseCursor } from "~/desk/lists/keyset";
import { parseSearchTerm } from "~/desk/lists/search-term";
import { parseGiftFilters, usualStatuses } from "~/desk/gifts/gift-filters";

const nothing = { reference: null, stripeId: null, amount: null, postcode: null, text: null };

test.each([
  ["RL-7K3QX9", { reference: "RL-7K3QX9" }],
  [" rl7k3qx9 ", { reference: "RL-7K3QX9" }],
  ["rl 7k3qx9", { reference: "RL-7K3QX9" }],
  ["pi_3Nabc_X", { stripeId: "pi_3Nabc_X" }],
  ["re_123", { stripeId: "re_123" }],
  ["£25", { amount: 2500 }],
  ["1,250.50", { amount: 125_050 }],
  ["ex11aa", { postcode: "EX1 1AA", text: "ex11aa" }],
  ["O’Brien", { text: "o’brien" }],
  ["ann@example.org", { text: "ann@example.org" }],
  ["a\u200Bnn", { text: "ann" }],
  ["刘", { text: "刘" }],
])("%s is searched for as %o", (typed, meant) => {
  expect(parseSearchTerm(typed)).toEqual({ ...nothing, ...meant });
});

test("nothing typed is no search, and a long text is searched for by its beginning", () => {
  expect(parseSearchTerm(" \u0000\u200b ")).toBeNull();
  expect(parseSearchTerm("x".repeat(5000))?.text).toHaveLength(100);
});

test("a cursor comes back as it was, and anything else is none", () => {
  const cursor = { at: new Date("2026-04-05T22:30:00.123Z"), id: "0b6f-1" };
  expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  for (const text of [null, "", "1", "x.y", "1.", "99999999999999999.a", "1.a b", "8640000000000001.a"])
    expect(parseCursor(text)).toBeNull();
});

test("filters: what is known holds, what is wrong is said at its field, what is unknown is left out", () => {
  const read = (query: string) => parseGiftFilters(new URLSearchParams(query));
  expect(read("").filters).toMatchObject({ statuses: usualStatuses, kind: null, from: null, min: null });
  expect(
    read("status=paid&status=nonsense&kind=plan&method=card&giftaid=declared&returned=yes&from=2026-04-06&min=12.50&supporter=a-1"),
  ).toMatchObject({
    filters: {
      statuses: ["paid"],
      kind: "plan",
      method: "card",
      giftAid: "declared",
      returned: true,
      from: "2026-04-06",
      min: 1250,
      supporterId: "a-1",
    },
    errors: [],
  });
  const { filters, errors } = read("from=2026-02-30&to=yesterday&min=much&kind=both&supporter=' OR 1=1");
  expect(errors.map(({ field }) => field)).toEqual(["from", "to", "min"]);
  expect(filters).toMatchObject({ from: null, to: null, min: null, kind: null, supporterId: null });
});
