import fc from "fast-check";
import { expect, test } from "vitest";
import { giftStatuses, parseGiftFilters, usualStatuses } from "~/desk/gifts/gift-filters";
import { listAllGifts, type GiftQuery } from "~/desk/gifts/list-gifts.server";
import { sumGifts } from "~/desk/gifts/sum-gifts.server";
import { mergeDailyTotals } from "~/giving/daily-totals.server";
import { generalFundId, roomsFundId } from "~/giving/funds/fund";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { useDatabase } from "tests/support/database";
import { insertGift, insertPlan } from "tests/support/desk/desk-rows";

useDatabase();

const queryOf = (filters: string): GiftQuery => ({ filters: parseGiftFilters(new URLSearchParams(filters)).filters, search: null });

/** What the rows of a list come to, one by one. */
async function addUp(query: GiftQuery) {
  const nothing = () => ({ gifts: 0, given: 0, returned: 0, net: 0 });
  const sums = { unrestricted: nothing(), restricted: nothing() };
  for await (const rows of listAllGifts(query))
    for (const { given, returned, net, restricted } of rows) {
      const kind = sums[restricted ? "restricted" : "unrestricted"];
      kind.gifts += 1;
      kind.given += given;
      kind.returned += returned;
      kind.net += net;
    }
  return sums;
}

const hour = 3_600_000;
/** Around a change of tax years in summer time, where London's day is not UTC's. */
const base = Date.parse("2026-04-05T23:00:00Z");
const facts = fc.record({
  status: fc.constantFrom(...usualStatuses, "pending" as const, "expired" as const),
  giftPence: fc.integer({ min: 200, max: 5000 }),
  coverPence: fc.constantFrom(0, 30),
  refundedPence: fc.integer({ min: 0, max: 200 }),
  paymentMethod: fc.constantFrom("card", "bacs_debit", null),
  hours: fc.integer({ min: -50, max: 50 }),
  isPaid: fc.boolean(),
  isForPlan: fc.boolean(),
  isDeclared: fc.boolean(),
  fundId: fc.constantFrom(generalFundId, roomsFundId),
});
type Facts = typeof facts extends fc.Arbitrary<infer Value> ? Value : never;
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("add" as const), facts }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("change" as const), facts, which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("merge" as const) }) },
);
const filters = [
  ...giftStatuses.map((status) => `status=${status}`),
  "kind=once",
  "kind=plan&method=card",
  "method=bacs_debit&giftaid=none",
  "giftaid=declared&from=2026-04-06",
  "to=2026-04-05",
  "from=2026-04-05&to=2026-04-06&status=paid&status=pending",
  `fund=${roomsFundId}&kind=once`,
  "fundkind=unrestricted&to=2026-04-05",
  "fundkind=restricted&min=20",
  "appeal=none",
  "returned=yes",
  "returned=yes&min=10&kind=plan",
  "max=30&from=2026-04-06",
  "",
];

test("for any history of donations, merged at any time, each list's sums are those of its rows", async () => {
  const plan = await insertPlan();
  const declaration = await db.declaration.create({
    data: { id: newId(), charityName: "R", wording: "1", scope: "this_gift", via: "donate", firstName: "A", lastName: "B", house: "1" },
  });
  const toColumns = ({ hours, isPaid, isForPlan, isDeclared, ...rest }: Facts) => ({
    ...rest,
    createdAt: new Date(base),
    paidAt: isPaid ? new Date(base + hours * hour) : null,
    planId: isForPlan ? plan.id : null,
    declarationId: isDeclared ? declaration.id : null,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      await db.donation.deleteMany();
      const ids: string[] = [];
      for (const each of steps) {
        const id = "which" in each ? ids[each.which % Math.max(1, ids.length)] : undefined;
        if (each.do === "add") ids.push((await insertGift(toColumns(each.facts))).id);
        else if (each.do === "change" && id) await db.donation.update({ where: { id }, data: toColumns(each.facts) });
        else if (each.do === "delete" && id) ids.splice(ids.indexOf((await db.donation.delete({ where: { id } })).id), 1);
        else if (each.do === "merge") await mergeDailyTotals();
      }
      for (const asked of filters) expect([asked, await sumGifts(queryOf(asked), null)]).toEqual([asked, await addUp(queryOf(asked))]);
    }),
    { numRuns: 12, seed: 42 },
  );
  await db.donation.deleteMany();
  await mergeDailyTotals();
  expect(await db.donationDailyTotal.count()).toBe(0);
});

test("totals that are merged while donations come and change lose none of them", async () => {
  const gifts = await Promise.all(Array.from({ length: 20 }, () => insertGift()));
  await Promise.all([
    ...gifts.map(({ id }) => db.donation.update({ where: { id }, data: { refundedPence: 100 } })),
    ...Array.from({ length: 5 }, () => mergeDailyTotals()),
    ...Array.from({ length: 20 }, () => insertGift()),
  ]);
  await mergeDailyTotals();
  expect(await sumGifts(queryOf(""))).toMatchObject({
    unrestricted: { gifts: 40, given: 40 * 3000, returned: 2000, net: 40 * 3000 - 2000 },
  });
  expect(await db.donationDailyTotal.count()).toBe(1);
});
