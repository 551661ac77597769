import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { giftStatuses, parseGiftFilters, usualStatuses } from "~/desk/gifts/gift-filters";
import { listAllGifts, listGifts, type GiftQuery } from "~/desk/gifts/list-gifts.server";
import { sumGifts } from "~/desk/gifts/sum-gifts.server";
import { parseSearchTerm } from "~/desk/lists/search-term";
import { findSearched } from "~/desk/lists/text-match.server";
import { netOf } from "~/giving/donation";
import { generalFundId, roomsFundId } from "~/giving/funds/fund";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { londonDate } from "~/platform/london-dates";
import { useDatabase } from "tests/support/database";
import { insertGift } from "tests/support/desk/desk-rows";

useDatabase();

const query = (filters = ""): GiftQuery => ({ filters: parseGiftFilters(new URLSearchParams(filters)).filters, search: null });

type Gift = Awaited<ReturnType<typeof insertGift>>;
async function listIds(asked: GiftQuery): Promise<string[]> {
  const ids: string[] = [];
  for await (const rows of listAllGifts(asked)) ids.push(...rows.map(({ id }) => id));
  return ids;
}

const hour = 3_600_000;
const anyGift = fc.record({
  status: fc.constantFrom(...giftStatuses),
  giftPence: fc.integer({ min: 200, max: 5000 }),
  coverPence: fc.constantFrom(0, 30),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  // Around a change of tax years in summer time, where London's day is not UTC's.
  hours: fc.integer({ min: -60, max: 60 }),
  method: fc.constantFrom("card", "bacs_debit", null, "cheque", "voucher"),
  fundId: fc.constantFrom(generalFundId, roomsFundId),
});

test("for any gifts: pages in order, none twice, none left out, and sums that equal the rows'", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyGift, { minLength: 1, maxLength: 30 }), async (gifts) => {
      await db.donation.deleteMany();
      const base = Date.parse("2026-04-05T23:00:00Z");
      const rows: Gift[] = [];
      for (const { share, hours, method: anyMethod, ...anyOther } of gifts) {
        // What did not come through Stripe covers no fee, and nothing else can be void.
        const mayBeOffline = ["paid", "refunded", "void"].includes(anyOther.status);
        const online = anyMethod === "cheque" || anyMethod === "voucher" ? "card" : anyMethod;
        const method = anyOther.status === "void" ? "cheque" : mayBeOffline ? anyMethod : online;
        const gift = { ...anyOther, ...(method !== online && { coverPence: 0 }) };
        const when = new Date(base + hours * hour);
        const isPaid = !["pending", "expired", "collecting", "failed", "void"].includes(gift.status);
        const total = gift.giftPence + gift.coverPence;
        rows.push(
          await insertGift({
            ...gift,
            paymentMethod: method,
            createdAt: when,
            paidAt: isPaid ? when : null,
            refundedPence: gift.status === "refunded" ? total : gift.status === "paid" ? Math.floor(share * (total - 1)) : 0,
          }),
        );
      }
      const asked = query("from=2026-04-06&status=paid&status=refunded&status=disputed&status=expired");
      const wanted = rows.filter(
        ({ status, createdAt }) => ["paid", "refunded", "disputed", "expired"].includes(status) && londonDate(createdAt) >= "2026-04-06",
      );
      const paged: string[] = [];
      for (let after = null as Parameters<typeof listGifts>[1]["after"]; ;) {
        const page = await listGifts(asked, { after, size: 4 });
        paged.push(...page.rows.map(({ id }) => id));
        if (!page.next) break;
        after = page.next;
      }
      expect(paged.toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
      expect(await listIds(asked)).toEqual(paged);
      expect((await listGifts(asked, { after: null, isLast: true, size: 4 })).rows.map(({ id }) => id)).toEqual(paged.slice(-4));
      const sumsOf = (fundId: string) => {
        const ofFund = wanted.filter((gift) => gift.fundId === fundId);
        return {
          gifts: ofFund.length,
          given: ofFund.reduce((sum, gift) => sum + gift.giftPence + gift.coverPence, 0),
          returned: ofFund.reduce(
            (sum, gift) => sum + (gift.status === "disputed" ? gift.giftPence + gift.coverPence : gift.refundedPence),
            0,
          ),
          net: ofFund.reduce((sum, gift) => sum + netOf(gift), 0),
        };
      };
      expect(await sumGifts(asked)).toEqual({ unrestricted: sumsOf(generalFundId), restricted: sumsOf(roomsFundId) });
      const restricted = wanted.filter((gift) => gift.fundId === roomsFundId).map(({ id }) => id);
      const filters = { ...asked.filters, fundKind: "restricted" as const };
      expect((await listIds({ ...asked, filters })).toSorted()).toEqual(restricted.toSorted());
      expect((await listIds({ ...asked, filters: { ...asked.filters, fundId: roomsFundId } })).toSorted()).toEqual(restricted.toSorted());
    }),
    { numRuns: 15, seed: 5 },
  );
});

beforeEach(async () => void (await db.donation.deleteMany()));

test("a search finds by name, misspelt too, by address, reference, sum, Stripe's ids and postcode", async () => {
  const declaration = { id: newId(), charityName: "R", wording: "1", scope: "this_gift", via: "donate" } as const;
  await db.declaration.create({
    data: { ...declaration, firstName: "Siân", lastName: "O’Connor-Smythe", house: "1 High St", postcode: "EX1 1AA" },
  });
  const wanted = await insertGift({
    firstName: "Siân",
    lastName: "O’Connor-Smythe",
    email: "sian_50%@example.org",
    giftPence: 12_345,
    stripePaymentIntentId: "pi_wanted",
    stripeChargeId: "ch_wanted",
    declarationId: declaration.id,
    refunds: { create: { id: "re_wanted", pence: 1, status: "succeeded", refundedAt: new Date() } },
  });
  await insertGift();
  const find = async (search: string) => await listIds({ ...query(), search: await findSearched(parseSearchTerm(search)) });
  for (const search of [
    "Siân",
    "siân o’con",
    "smythe",
    "smithe",
    "O'Conner",
    "sian_50%@example",
    wanted.reference,
    wanted.reference.toLowerCase().replace("-", ""),
    "£123.45",
    "pi_wanted",
    "ch_wanted",
    "re_wanted",
    "ex11aa",
  ])
    expect([search, await find(search)]).toEqual([search, [wanted.id]]);
  for (const search of ["sian_51%@", "%", "_", "\\", "pi_want", "£123.46", "zzzz", "'; DROP TABLE donation; --", "ex1 1ab"])
    expect([search, (await find(search)).includes(wanted.id) && search !== "%" && search !== "_"]).toEqual([search, false]);
});

test("a name that hundreds or thousands bear is found whole, by page, added up when asked for; also under another name, and of nobody", async () => {
  const people = (count: number, lastName: string) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${lastName}${index}`,
      email: `${lastName}${index}@example.org`.toLowerCase(),
      firstName: "Jo",
      lastName,
    }));
  await db.supporter.createMany({ data: [...people(3, "Rarewell"), ...people(501, "Manyford"), ...people(1001, "Commonby")] });
  for (const [name, misspelt] of [
    ["Rarewell", "Rarewel"],
    ["Manyford", "Manyfrod"],
    ["Commonby", "commonby"],
  ] as const) {
    const own = { firstName: "Jo", lastName: name };
    const wanted = [
      (await insertGift({ ...own, supporterId: `${name}0` })).id,
      (await insertGift({ ...own, supporterId: `${name}1`, refundedPence: 5, status: "refunded" })).id,
      (await insertGift({ ...own, supporterId: null })).id,
    ];
    // Given under a name that is not the person's.
    const other = await insertGift({ firstName: "Zed", lastName: "Else", email: "z@example.org", supporterId: `${name}2` });
    const asked = { ...query(), search: await findSearched(parseSearchTerm(name)) };
    const all = name === "Commonby" ? wanted : [...wanted, other.id];
    expect([name, (await listIds(asked)).toSorted()]).toEqual([name, all.toSorted()]);
    expect(await sumGifts(asked, null)).toMatchObject({ unrestricted: { gifts: all.length } });
    expect(await sumGifts(asked)).toEqual(
      name === "Rarewell" ? expect.objectContaining({ unrestricted: expect.objectContaining({ gifts: 4 }) }) : null,
    );
    const alike = await listIds({ ...query(), search: await findSearched(parseSearchTerm(misspelt)) });
    expect([misspelt, alike.toSorted()]).toEqual([misspelt, all.toSorted()]);
  }
  await db.donation.deleteMany();
  await db.supporter.deleteMany();
});

test("filters combine; unfinished gifts come only where they are asked for", async () => {
  const plan = await insertGift({ paymentMethod: "bacs_debit", giftPence: 1000 });
  const card = await insertGift({ paymentMethod: "card", refundedPence: 10 });
  const pending = await insertGift({ status: "pending", paidAt: null });
  expect((await listIds(query())).toSorted()).toEqual([plan.id, card.id].toSorted());
  expect(await listIds(query("status=pending"))).toEqual([pending.id]);
  expect(await listIds(query("method=card&returned=yes"))).toEqual([card.id]);
  expect(await listIds(query("method=bacs_debit&min=10&max=10"))).toEqual([plan.id]);
  expect(await listIds(query("kind=plan"))).toEqual([]);
  expect(await listIds(query("giftaid=declared"))).toEqual([]);
  expect(usualStatuses).not.toContain("pending");
});

test("many rows are not gone through unless somebody asks for it; what the totals of days know is always added up", async () => {
  for (let count = 0; count < 3; count++) await insertGift();
  const searched = query("min=1");
  expect(await sumGifts(searched, 2)).toBeNull();
  expect(await sumGifts(searched, 3)).toMatchObject({ unrestricted: { gifts: 3, given: 9000 }, restricted: { gifts: 0 } });
  expect(await sumGifts(searched, null)).toMatchObject({ unrestricted: { gifts: 3 } });
  expect(await sumGifts(query("kind=once&method=card&giftaid=none&from=2026-01-01"), 2)).toMatchObject({ unrestricted: { gifts: 0 } });
  expect(await sumGifts(query("kind=once&giftaid=none&from=2026-01-01"), 2)).toMatchObject({ unrestricted: { gifts: 3, given: 9000 } });
});
