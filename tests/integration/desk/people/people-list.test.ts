import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import * as exportScreen from "~/desk/people/routes/export";
import * as peopleScreen from "~/desk/people/routes/people";
import { listAllPeople, listPeople, sumPeople, type PeopleQuery } from "~/desk/people/list-people.server";
import { parsePeopleFilters } from "~/desk/people/people-filters";
import { parseSearchTerm } from "~/desk/lists/search-term";
import { findSearched } from "~/desk/lists/text-match.server";
import type { ListView } from "~/desk/lists/ui/list-screen";
import { generalFundId, roomsFundId } from "~/giving/funds/fund";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { useDatabase } from "tests/support/database";
import { insertGift, insertPlan, insertSupporter } from "tests/support/desk/desk-rows";
import { deskRequest, loadAtDesk } from "tests/support/desk/desk-requests";

useDatabase();
beforeEach(async () => {
  await db.donation.deleteMany();
  await db.plan.deleteMany();
  await db.supporter.deleteMany();
});

const query = (filters = ""): PeopleQuery => ({ filters: parsePeopleFilters(new URLSearchParams(filters)).filters, search: null });
const searchFor = async (search: string): Promise<PeopleQuery> => ({ ...query(), search: await findSearched(parseSearchTerm(search)) });

async function listIds(asked: PeopleQuery): Promise<string[]> {
  const ids: string[] = [];
  for await (const rows of listAllPeople(asked)) ids.push(...rows.map(({ id }) => id));
  return ids;
}

test("for any people and gifts: pages in order, none twice, none left out, and sums that equal the rows'", async () => {
  const anyPerson = fc.record({
    minutes: fc.integer({ min: 0, max: 3 }),
    gifts: fc.array(
      fc.record({
        status: fc.constantFrom("paid", "refunded", "disputed", "pending"),
        pence: fc.integer({ min: 200, max: 9000 }),
        fundId: fc.constantFrom(generalFundId, roomsFundId),
      } as const),
      { maxLength: 4 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyPerson, { minLength: 1, maxLength: 12 }), async (people) => {
      await db.donation.deleteMany();
      await db.supporter.deleteMany();
      const [totals, restrictedTotals] = [new Map<string, number>(), new Map<string, number>()];
      for (const { minutes, gifts } of people) {
        const { id } = await insertSupporter({ createdAt: new Date(Date.parse("2026-05-01T10:00:00Z") + minutes * 60_000) });
        for (const { status, pence, fundId } of gifts)
          await insertGift({
            fundId,
            supporterId: id,
            status,
            giftPence: pence,
            refundedPence: status === "refunded" ? pence : status === "paid" ? 50 : 0,
          });
        const sumOf = (paid: typeof gifts) => paid.reduce((sum, { status, pence }) => sum + (status === "paid" ? pence - 50 : 0), 0);
        totals.set(id, sumOf(gifts));
        restrictedTotals.set(id, sumOf(gifts.filter(({ fundId }) => fundId === roomsFundId)));
      }
      const cases: [string, string[]][] = [
        ["", [...totals.keys()]],
        ["total=50", [...totals.keys()].filter((id) => (totals.get(id) ?? 0) >= 5000)],
      ];
      for (const [filters, wanted] of cases) {
        const paged: string[] = [];
        for (let after = null as Parameters<typeof listPeople>[1]["after"]; ;) {
          const page = await listPeople(query(filters), { after, size: 3 });
          for (const { id, total, restricted } of page.rows)
            expect([total, restricted]).toEqual([totals.get(id), restrictedTotals.get(id)]);
          paged.push(...page.rows.map(({ id }) => id));
          if (!page.next) break;
          after = page.next;
        }
        expect(paged.toSorted()).toEqual(wanted.toSorted());
        expect(await listIds(query(filters))).toEqual(paged);
        expect((await listPeople(query(filters), { after: null, isLast: true, size: 3 })).rows.map(({ id }) => id)).toEqual(
          paged.slice(-3),
        );
        const total = wanted.reduce((sum, id) => sum + (totals.get(id) ?? 0), 0);
        const restricted = wanted.reduce((sum, id) => sum + (restrictedTotals.get(id) ?? 0), 0);
        expect(await sumPeople(query(filters), null)).toEqual({ people: wanted.length, unrestricted: total - restricted, restricted });
      }
    }),
    { numRuns: 12, seed: 3 },
  );
});

test("a search finds by name, address, reference, postcode, amount and Stripe's ids", async () => {
  const wanted = await insertSupporter({ firstName: "Siân", lastName: "O’Connor", email: "sian@example.org" });
  const other = await insertSupporter();
  const declaration = await db.declaration.create({
    data: {
      id: newId(),
      charityName: "R",
      wording: "1",
      scope: "this_gift",
      via: "donate",
      firstName: "S",
      lastName: "O",
      house: "1",
      postcode: "EX1 1AA",
    },
  });
  await db.declarationChange.create({
    data: {
      id: newId(),
      declarationId: declaration.id,
      firstName: "S",
      lastName: "O",
      house: "2",
      postcode: "EX2 2BB",
      reportedAt: new Date(),
    },
  });
  const gift = await insertGift({
    supporterId: wanted.id,
    giftPence: 12_345,
    stripePaymentIntentId: "pi_wanted",
    declarationId: declaration.id,
  });
  const plan = await insertPlan({ supporterId: wanted.id, stripeCustomerId: "cus_wanted", stripeSubscriptionId: "sub_wanted" });
  await insertGift({ supporterId: other.id });
  for (const search of [
    "Siân",
    "o’conor",
    "sian@example",
    gift.reference,
    plan.reference,
    "ex11aa",
    "EX2 2BB",
    "£123.45",
    "pi_wanted",
    "cus_wanted",
    "sub_wanted",
  ])
    expect([search, await listIds(await searchFor(search))]).toEqual([search, [wanted.id]]);
  for (const search of ["zzzz", "EX3 3CC", "cus_want", "£123.46", "'; DROP TABLE supporter; --"])
    expect([search, await listIds(await searchFor(search))]).toEqual([search, []]);
});

test("filters combine: gave since, sponsorship, Gift Aid", async () => {
  const [giver, sponsor, former] = [await insertSupporter(), await insertSupporter(), await insertSupporter()];
  const day = (date: string) => new Date(`${date}T12:00:00Z`);
  await insertGift({ supporterId: giver.id, paidAt: day("2026-06-01") });
  await insertGift({ supporterId: former.id, paidAt: day("2025-06-01") });
  await insertPlan({ supporterId: sponsor.id, status: "paused" });
  await insertPlan({ supporterId: former.id, status: "lapsed", endedAt: day("2025-07-01") });
  await insertPlan({ supporterId: giver.id, status: "expired" });
  const declared = { charityName: "R", wording: "1", via: "donate", firstName: "S", lastName: "O", house: "1", postcode: null };
  await db.declaration.create({ data: { id: newId(), scope: "this_and_future", supporterId: sponsor.id, ...declared } });
  await db.declaration.create({ data: { id: newId(), scope: "this_gift", supporterId: giver.id, ...declared } });
  await db.declaration.create({
    data: { id: newId(), scope: "this_and_future", supporterId: former.id, cancelledAt: new Date(), ...declared },
  });
  for (const [filters, wanted] of [
    ["since=2026-06-01", [giver]],
    ["since=2025-06-01", [giver, former]],
    ["sponsorship=live", [sponsor]],
    ["sponsorship=ended", [former]],
    ["sponsorship=never", [giver]],
    ["giftaid=declared", [sponsor]],
    ["giftaid=none", [giver, former]],
    ["giftaid=none&since=2026-01-01", [giver]],
  ] as const)
    expect([filters, (await listIds(query(filters))).toSorted()]).toEqual([filters, wanted.map(({ id }) => id).toSorted()]);
});

test("the screen says what is wrong with a filter, and the file is what is listed", async () => {
  const { id } = await insertSupporter({ firstName: "=Ada", lastName: "" });
  await insertGift({ supporterId: id, giftPence: 3000 });
  const view = (await loadAtDesk(peopleScreen, { query: "?total=lots" })).data as ListView;
  expect(view).toMatchObject({
    errors: [{ field: "total" }],
    sums: "1 person: £30.00 given unrestricted and £0.00 to restricted funds, less what went back.",
  });
  const request = await deskRequest({ query: "?cols=name&cols=total&cols=sponsorships", form: { format: "csv" } });
  const response = await exportScreen.action({ request, params: {}, context: { ip: "" } });
  expect(await response.text()).toBe("Name,Given,Sponsorships\r\n'=Ada,30.00,0\r\n");
  expect(await db.auditEntry.findMany()).toMatchObject([{ action: "list.exported", aboutId: "people" }]);
});
