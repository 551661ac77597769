import fc from "fast-check";
import { expect, test } from "vitest";
import {
  appealPhase,
  appealStatuses,
  appealTransitions,
  findSlugError,
  progressPercent,
  progressText,
  suggestSlug,
} from "~/giving/appeals/appeal";
import { appealInputFrom, findMissing, parseAppealForm, type AppealInput } from "~/giving/appeals/appeal-form";
import { pence } from "~/platform/money";

const limits = { min: pence(100), max: pence(2_500_000) };
const valid = { name: "A warm winter", fund: "general-fund" };
const parse = (input: Partial<AppealInput>) => parseAppealForm(appealInputFrom({ ...valid, ...input }), limits);
const fields = (input: Partial<AppealInput>) => {
  const parsed = parse(input);
  return "errors" in parsed ? parsed.errors.map(({ field }) => field) : [];
};

test("an appeal takes gifts until the end of its last day in London, or until it is ended", () => {
  const published = { status: "published", endsOn: "2026-12-31" } as const;
  expect(appealPhase(published, "2026-12-31")).toBe("open");
  expect(appealPhase(published, "2027-01-01")).toBe("ended");
  expect(appealPhase({ status: "published", endsOn: null }, "2999-01-01")).toBe("open");
  expect(appealPhase({ status: "draft", endsOn: "2020-01-01" }, "2026-12-31")).toBe("draft");
  expect(appealPhase({ status: "ended", endsOn: "2999-01-01" }, "2026-12-31")).toBe("ended");
  expect(appealStatuses.filter((status) => appealTransitions[status].includes("published"))).toEqual(["draft"]);
});

test("names of any script are names; addresses are made of Latin letters, and asked for where there are none", () => {
  expect(suggestSlug("Café Noël’s 2 Beds!")).toBe("cafe-noels-2-beds");
  expect(parse({ name: "A warm winter" })).toMatchObject({ form: { name: "A warm winter", slug: "a-warm-winter" } });
  for (const name of ["مأوى دافئ", "暖かい冬", "Тепло", "🏠"]) {
    expect([name, fields({ name })]).toEqual([name, ["slug"]]);
    expect(parse({ name, slug: "warm" })).toMatchObject({ form: { name, slug: "warm" } });
  }
  for (const name of ["", "   ", "\u200b\u2060", "x".repeat(81), "a\u0007b"])
    expect([name, fields({ name, slug: "x" })]).toEqual([name, ["name"]]);
});

test("addresses that are the site's, or no plain words, are refused", () => {
  for (const slug of [
    "new",
    "index",
    "pictures",
    "a b",
    "a--b",
    "-a",
    "a-",
    "a/b",
    "..",
    "a.b",
    "тепло",
    "%2e",
    "a?b",
    "x".repeat(61),
    "<script>",
  ])
    expect([slug, fields({ slug })]).toEqual([slug, ["slug"]]);
  expect(parse({ slug: " Warm-Beds " })).toMatchObject({ form: { slug: "warm-beds" } });
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), (name) => {
      const slug = suggestSlug(name);
      expect(
        slug === "" ||
          findSlugError(slug) === null ||
          /^(new|index|all|past|pictures|archive|search|feed|atom|rss|share|admin|desk)$/.test(slug),
      ).toBe(true);
    }),
  );
});

test("goal, last day and amounts are read exactly, or said to be wrong", () => {
  expect(parse({ goal: "£5,000", endsOn: "31/12/2026", amounts: "50, 10 25.50;10" })).toMatchObject({
    form: { goalPence: 500_000, endsOn: "2026-12-31", amounts: [1000, 2550, 5000] },
  });
  expect(parse({})).toMatchObject({ form: { goalPence: null, endsOn: null, amounts: [], imageId: null } });
  for (const [input, wrong] of [
    [{ goal: "lots" }, ["goal"]],
    [{ goal: "0" }, ["goal"]],
    [{ goal: "99999999" }, ["goal"]],
    [{ endsOn: "31/2/2026" }, ["endsOn"]],
    [{ amounts: "10" }, ["amounts"]],
    [{ amounts: "10, 0.50" }, ["amounts"]],
    [{ amounts: "10, ten" }, ["amounts"]],
    [{ amounts: "1,2,3,4,5,6,7" }, ["amounts"]],
    [{ fund: "" }, ["fund"]],
    [{ summary: "x".repeat(301), surplus: "y".repeat(601) }, ["summary", "surplus"]],
  ] as const)
    expect([input, fields(input)]).toEqual([input, wrong]);
});

test("an appeal is published only with what the law and readers need", () => {
  const form = { name: "A", slug: "a", story: "s", fundId: "f", goalPence: null, imageAlt: "" };
  const ready = { ...form, summary: "s", surplus: "s", imageId: null, endsOn: "2026-12-31" };
  expect(findMissing(ready, "2026-12-31")).toEqual([]);
  expect(findMissing({ ...ready, summary: "", surplus: "", imageId: "i" }, "2027-01-01")).toHaveLength(4);
});

test("for any sums, the picture is full only once the goal is reached and empty only for nothing", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 2_000_000 }), fc.integer({ min: 100, max: 1_000_000 }), (net, goal) => {
      const percent = progressPercent(pence(net), pence(goal));
      expect(percent === 100).toBe(net >= goal);
      expect(percent === 0).toBe(net <= 0);
      expect(Number.isInteger(percent) && percent >= 0 && percent <= 100).toBe(true);
    }),
  );
  expect(progressText({ gifts: 1, net: pence(1050) }, pence(5000))).toBe("£10.50 given of £50, from 1 donation");
});
