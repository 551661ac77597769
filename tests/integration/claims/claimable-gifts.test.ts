import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Prisma } from "~/../prisma/client/client";
import { listClaimableGifts, streamClaimableGifts, type ClaimableGift } from "~/claims/gifts/claimable-gifts.server";
import { covers, coversOtherGift } from "~/giving/gift-aid/declaration-coverage";
import { listDeclarations } from "~/giving/gift-aid/declarations.server";
import { listStatementGifts } from "~/giving/statements/supporter-gifts.server";
import { setClock } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { addDeclaration, addDonor, addEligibleGift, addGift } from "tests/support/claims/claim-gifts";
import { useDatabase } from "tests/support/database";

useDatabase();
const today = "2026-11-28";
beforeEach(() => setClock(() => new Date("2026-11-28T12:00:00Z")));
afterEach(() => setClock(() => new Date()));

const listAll = async (date = today, yearEnd = "04-05"): Promise<ClaimableGift[]> => {
  const streamed = await inTransaction(async (tx) => {
    const all: ClaimableGift[] = [];
    for await (const batch of streamClaimableGifts(tx, date, yearEnd)) all.push(...batch);
    return all;
  });
  const listed = await listClaimableGifts(db, date, yearEnd, Prisma.sql`true`, 1000);
  const byId = (gifts: ClaimableGift[]) => gifts.toSorted((a, b) => (a.donationId < b.donationId ? -1 : 1));
  expect(byId(listed)).toEqual(byId(streamed));
  return streamed;
};
const onlyGift = async (date?: string) => {
  const gifts = await listAll(date);
  expect(gifts).toHaveLength(1);
  return gifts[0];
};

describe("a gift", () => {
  it("under a declaration can be claimed, less what went back of it", async () => {
    const { donationId, declarationId } = await addEligibleGift({ giftPence: 1000, coverPence: 50, refundedPence: 300 });
    expect(await onlyGift()).toMatchObject({
      donationId,
      pence: 750,
      paidOn: "2026-06-01",
      eligible: { declarationId, part: 0, yearEnd: "2027-04-05", details: { lastName: "Byron", postcode: "SW1A 1AA" } },
    });
  });

  it.each<[string, Parameters<typeof addGift>[1]]>([
    ["refunded", { status: "refunded", refundedPence: 1000 }],
    ["charged_back", { status: "charged_back" }],
    ["disputed", { status: "disputed" }],
    ["too_new", { paidAt: new Date("2026-11-28T00:00:00Z") }],
    ["too_late", { paidAt: new Date("2022-04-05T12:00:00Z") }],
  ])("is held back: %s", async (reason, gift) => {
    await addEligibleGift(gift);
    expect(await onlyGift()).toMatchObject({ eligible: null, holdBack: { reason } });
  });

  it.each([
    ["2021-04-05T22:30:00Z", "2025-04-05", "2026-04-05"],
    // Half past midnight in London: the next tax year.
    ["2021-04-05T23:30:00Z", "2026-04-05", "2026-04-06"],
  ])("given at %s can be claimed until %s, and not from %s on", async (paidAt, last, after) => {
    await addEligibleGift({ paidAt: new Date(paidAt) });
    expect(await onlyGift(last)).toMatchObject({ holdBack: null });
    expect(await onlyGift(after)).toMatchObject({ holdBack: { reason: "too_late" } });
  });

  it("given yesterday in London can be claimed, whatever day it is in UTC", async () => {
    await addEligibleGift({ paidAt: new Date("2026-07-01T22:59:00Z") });
    expect(await onlyGift("2026-07-02")).toMatchObject({ holdBack: null, paidOn: "2026-07-01" });
    await db.donation.updateMany({ data: { paidAt: new Date("2026-07-01T23:30:00Z") } });
    expect(await onlyGift("2026-07-02")).toMatchObject({ holdBack: { reason: "too_new" }, paidOn: "2026-07-02" });
  });

  it("that is not paid is none of Gift Aid's", async () => {
    for (const status of ["pending", "collecting", "failed", "expired"] as const) await addEligibleGift({ status, paidAt: null });
    expect(await listAll()).toEqual([]);
  });

  it("without a declaration, with a cancelled one, and by a form of nobody known, is held back for that", async () => {
    const none = await addGift(await addDonor());
    const leaver = await addDonor();
    await addDeclaration(leaver, { cancelledAt: new Date("2026-05-31T12:00:00Z") });
    const cancelled = await addGift(leaver);
    const before = await addGift(leaver, { paidAt: new Date("2026-05-31T11:59:00Z") });
    const stranger = await addDonor();
    await addDeclaration(stranger);
    const unconfirmed = await addGift(stranger, { giverVerified: false });
    const reasons = Object.fromEntries((await listAll()).map(({ donationId, holdBack }) => [donationId, holdBack?.reason ?? null]));
    expect(reasons).toEqual({ [none]: "no_declaration", [cancelled]: "cancelled", [before]: null, [unconfirmed]: "unconfirmed" });
  });

  it("renewed after a cancellation stands under the new declaration", async () => {
    const donor = await addDonor();
    await addDeclaration(donor, { cancelledAt: new Date("2026-03-01T12:00:00Z") });
    const renewed = await addDeclaration(donor, { declaredAt: new Date("2026-04-01T12:00:00Z") });
    await addGift(donor);
    await addGift(donor, { paidAt: new Date("2026-03-15T12:00:00Z") });
    const gifts = await listAll();
    expect(Object.fromEntries(gifts.map(({ declarationId, holdBack }) => [holdBack?.reason ?? "claimed", declarationId]))).toEqual({
      cancelled: null,
      claimed: renewed,
    });
  });

  it("of before is found by a declaration for the past four years, to the instant", async () => {
    const donor = await addDonor();
    await addDeclaration(donor, { scope: "this_future_and_past", declaredAt: new Date("2026-10-01T12:00:00Z") });
    const within = await addGift(donor, { paidAt: new Date("2022-10-01T12:00:00Z"), giverVerified: false });
    const outside = await addGift(donor, { paidAt: new Date("2022-10-01T11:59:59Z"), giverVerified: false });
    const reasons = Object.fromEntries((await listAll()).map(({ donationId, holdBack }) => [donationId, holdBack?.reason ?? null]));
    expect(reasons).toEqual({ [within]: null, [outside]: "no_declaration" });
  });

  it("goes under the latest name and home that the donor told, and staff's writing of exactly that", async () => {
    const { declarationId } = await addEligibleGift();
    const change = { firstName: "Ada", lastName: "Łukasiewicz", house: "1 New Road", postcode: null };
    await db.declarationChange.create({ data: { id: newId(), declarationId, ...change, reportedAt: new Date("2026-07-01T12:00:00Z") } });
    expect(await onlyGift()).toMatchObject({
      told: change,
      holdBack: { reason: "details", problems: [{ field: "lastName", suggestion: "Lukasiewicz" }] },
    });
    await db.claimCorrection.create({
      data: {
        declarationId,
        toldFirstName: "Ada",
        toldLastName: change.lastName,
        toldHouse: change.house,
        toldPostcode: null,
        ...change,
        lastName: "Lukasiewicz",
        correctedBy: "robin",
        correctedAt: new Date(),
      },
    });
    expect(await onlyGift()).toMatchObject({ eligible: { details: { lastName: "Lukasiewicz", house: "1 New Road", postcode: null } } });
    const again = { ...change, lastName: "Żukowska" };
    await db.declarationChange.create({ data: { id: newId(), declarationId, ...again, reportedAt: new Date("2026-08-01T12:00:00Z") } });
    expect(await onlyGift()).toMatchObject({ holdBack: { reason: "details", problems: [{ suggestion: "Zukowska" }] } });
  });

  it("that staff keep out stays out until the hold is lifted", async () => {
    const { donationId } = await addEligibleGift();
    const id = newId();
    await db.claimHold.create({ data: { id, donationId, reason: "company", note: "Ltd.", placedBy: "robin", placedAt: new Date() } });
    expect(await onlyGift()).toMatchObject({ holdBack: { reason: "left_out", why: "company", note: "Ltd." } });
    await db.claimHold.update({ where: { id }, data: { liftedAt: new Date(), liftedBy: "robin" } });
    expect(await onlyGift()).toMatchObject({ holdBack: null });
  });
});

describe("the query's rule of coverage", () => {
  const day = fc.integer({ min: 0, max: 2_400 }).map((days) => new Date(Date.UTC(2020, 0, 1, 12) + days * 86_400_000));
  const declaration = fc.record({
    scope: fc.constantFrom("this_gift", "this_and_future", "this_future_and_past"),
    declaredAt: day,
    cancelledAfter: fc.option(fc.integer({ min: 1, max: 900 })),
    giverVerified: fc.boolean(),
  });
  const gift = fc.record({
    paidAt: day,
    giverVerified: fc.boolean(),
    own: fc.option(fc.nat({ max: 2 })),
  });

  it("is that of a donor's own pages, for random declarations and gifts", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(declaration, { minLength: 1, maxLength: 3 }),
        fc.array(gift, { minLength: 1, maxLength: 6 }),
        async (declarations, gifts) => {
          const donor = await addDonor();
          const ids: string[] = [];
          for (const { cancelledAfter, declaredAt, ...rest } of declarations) {
            const cancelledAt = cancelledAfter === null ? null : new Date(declaredAt.getTime() + cancelledAfter * 86_400_000);
            ids.push(await addDeclaration(donor, { ...rest, declaredAt, cancelledAt }));
          }
          for (const { paidAt, giverVerified, own } of gifts)
            await addGift(donor, { paidAt, giverVerified, declarationId: own === null ? null : (ids[own] ?? null) });
          const expected = new Map((await listStatementGifts(donor)).map(({ reference, hasGiftAid }) => [reference, hasGiftAid]));
          const own = new Map((await db.donation.findMany({ where: { supporterId: donor } })).map((row) => [row.id, row]));
          const known = await listDeclarations(donor);
          for (const found of await listClaimableGifts(db, today, "04-05", Prisma.sql`donation.supporter_id = ${donor}`, 100)) {
            expect([found.reference, found.declarationId !== null]).toEqual([found.reference, expected.get(found.reference)]);
            const row = own.get(found.donationId);
            if (!found.declarationId || !row?.paidAt) continue;
            const { paidAt, giverVerified } = row;
            const first = known.find(({ id }) => id === row.declarationId);
            const others = known.find((each) => coversOtherGift(each, { paidAt, promisedAt: paidAt, giverVerified }));
            expect(found.declarationId).toBe(first && covers(first, paidAt, true) ? first.id : others?.id);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
