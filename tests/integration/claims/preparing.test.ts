import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { findClaimsOfGifts, getClaim, listClaims } from "~/claims/claims.server";
import { correctDetails } from "~/claims/gifts/correct-details.server";
import { leaveOutGift, liftHold } from "~/claims/gifts/leave-out-gift.server";
import { holdBackLabels, type HoldBackReason } from "~/claims/gifts/hold-backs";
import { getClaimSummary, listOpenGifts, type GiftCursor } from "~/claims/gifts/open-gifts.server";
import { claimsPersonalData } from "~/claims/personal-data.server";
import { givingPersonalData } from "~/giving/personal-data.server";
import { discardClaim } from "~/claims/hand-in/close-claim.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { db, pool } from "~/platform/database/db.server";
import { addDeclaration, addDonor, addEligibleGift, addGift } from "tests/support/claims/claim-gifts";
import { useClaims } from "tests/support/claims/claim-harness";

useClaims();
const by = "robin";

describe("preparing", () => {
  it("that is killed on the way leaves nothing, and the next time takes everything", async () => {
    for (let index = 0; index < 30; index++) await addEligibleGift();
    const { rows } = await pool.query<{ id: string }>("SELECT id FROM donation ORDER BY id DESC LIMIT 1");
    const holder = await pool.connect();
    try {
      await holder.query("BEGIN");
      await holder.query("SELECT FROM donation WHERE id = $1 FOR UPDATE", [rows[0]?.id]);
      const preparing = prepareClaims(by).then(
        () => "prepared",
        () => "killed",
      );
      // It waits for that one gift with all others written, and is ended there as a power cut would.
      for (;;) {
        const { rowCount } = await pool.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INTO claim_gift%'",
        );
        if (rowCount) break;
        await sleep(10);
      }
      expect(await preparing).toBe("killed");
    } finally {
      await holder.query("ROLLBACK");
      holder.release();
    }
    expect([await db.claim.count(), await db.claimRow.count(), await db.claimGift.count()]).toEqual([0, 0, 0]);
    expect(await prepareClaims(by)).toMatchObject({ claimIds: [expect.any(String)] });
    expect(await db.claimGift.count()).toBe(30);
  });

  it("freezes names, homes and sums: what changes afterwards changes no row", async () => {
    const { declarationId } = await addEligibleGift();
    const prepared = await prepareClaims(by);
    await db.declaration.update({ where: { id: declarationId }, data: { lastName: "Lovelace" } });
    expect(await db.claimRow.findMany()).toMatchObject([{ lastName: "Byron", position: 1 }]);
    await expect(db.claimRow.updateMany({ data: { lastName: "Lovelace" } })).rejects.toThrow(/frozen/);
    await expect(db.claimEvent.updateMany({ data: { note: "" } })).rejects.toThrow(/never changed/);
    const [claimId = ""] = "claimIds" in prepared ? prepared.claimIds : [];
    const claim = await getClaim(claimId);
    expect(await listClaims()).toMatchObject([{ id: claimId, number: claim?.number, status: "ready", refusedRows: 0 }]);
    const { donationId } = await db.claimGift.findFirstOrThrow();
    expect(await findClaimsOfGifts([donationId, "no"])).toEqual(
      new Map([[donationId, { id: claimId, number: claim?.number, status: "ready" }]]),
    );
    await discardClaim(claimId, by);
    expect(await findClaimsOfGifts([donationId])).toEqual(new Map());
  });

  it("a second time for what a claim has is refused by the database itself", async () => {
    const { donationId, declarationId } = await addEligibleGift();
    await prepareClaims(by);
    const row = await db.claimRow.findFirstOrThrow();
    const again = { rowId: row.id, donationId, declarationId, donatedPence: 1 };
    await expect(db.claimGift.create({ data: { id: "a", part: 0, ...again } })).rejects.toThrow(/[Uu]nique/);
    await expect(db.claimGift.create({ data: { id: "b", part: 1, ...again } })).rejects.toThrow(/more would be claimed/);
  });

  it("finds what is given up again", async () => {
    await addEligibleGift();
    const prepared = await prepareClaims(by);
    await discardClaim("claimIds" in prepared ? (prepared.claimIds[0] ?? "") : "", by);
    expect(await prepareClaims(by)).toMatchObject({ claimIds: [expect.any(String)] });
  });
});

describe("erasing a person", () => {
  it("keeps the declaration that a gift was claimed under, though another one was made with it, and tells of the claim before", async () => {
    const donor = await addDonor();
    const own = await addDeclaration(donor, { cancelledAt: new Date("2026-05-01T12:00:00Z") });
    const later = await addDeclaration(donor, { scope: "this_future_and_past", declaredAt: new Date("2026-07-01T12:00:00Z") });
    await addGift(donor, { declarationId: own });
    await prepareClaims(by);
    expect(await db.claimGift.findMany()).toMatchObject([{ declarationId: later }]);
    const person = { id: donor, emails: [`${donor}@example.org`] };
    expect(await claimsPersonalData.parts["giftAidClaims"]?.load(person)).toMatchObject({ lines: [{ lastName: "Byron" }], leftOut: [] });
    await givingPersonalData.erasureSteps.find(({ name }) => name === "donations and declarations")?.run(person);
    expect((await db.declaration.findMany()).map(({ id }) => id).toSorted()).toEqual([own, later].toSorted());
    expect(await db.claimRow.findMany()).toMatchObject([{ lastName: "Byron" }]);
  });
});

describe("what is open", () => {
  it("is summed up by year with its deadline, and held back by reason", async () => {
    const { donationId } = await addEligibleGift({ giftPence: 1001, paidAt: new Date("2026-04-05T22:00:00Z") });
    await addEligibleGift({ giftPence: 2000, paidAt: new Date("2026-04-06T12:00:00Z") });
    await addGift(await addDonor(), { giftPence: 500 });
    const { donationId: company } = await addEligibleGift({ giftPence: 700 });
    await leaveOutGift(company, { reason: "company", note: "Ltd.", by });
    expect(await getClaimSummary()).toEqual({
      years: [
        { from: "2025-04-06", to: "2026-04-05", deadline: "2030-04-05", gifts: 1, donatedPence: 1001, taxPence: 250 },
        { from: "2026-04-06", to: "2027-04-05", deadline: "2031-04-05", gifts: 1, donatedPence: 2000, taxPence: 500 },
      ],
      heldBack: expect.arrayContaining([
        { reason: "no_declaration", gifts: 1, pence: 500 },
        { reason: "left_out", gifts: 1, pence: 700 },
      ]),
      adjustments: { gifts: 0, donatedPence: 0, taxPence: 0 },
    });
    await prepareClaims(by);
    expect((await getClaimSummary()).years).toEqual([]);
    expect((await listOpenGifts({ kind: "eligible" })).gifts).toEqual([]);
    expect(await leaveOutGift(donationId, { reason: "other", note: "", by })).toMatchObject({ holdId: expect.any(String) });
    expect(await leaveOutGift(donationId, { reason: "other", note: "", by })).toEqual({ refused: "left-out-before" });
    expect(await leaveOutGift("no", { reason: "other", note: "", by })).toEqual({ refused: "no-such-gift" });
    expect([await liftHold(donationId, by), await liftHold(donationId, by)]).toEqual([true, false]);
  });

  it("is listed by each reason just as among all, and its sums are theirs", async () => {
    const declared = await addDonor();
    await addDeclaration(declared);
    const cancelled = await addDonor();
    await addDeclaration(cancelled, { cancelledAt: new Date("2026-01-01T00:00:00Z") });
    const unreadable = await addDonor();
    await addDeclaration(unreadable, { lastName: "Łukasiewicz" });
    const facts = [
      {},
      { refundedPence: 100 },
      { status: "disputed" },
      { status: "charged_back" },
      { status: "refunded", refundedPence: 3000 },
    ] as const;
    for (const donor of [declared, cancelled, unreadable, await addDonor()])
      for (const fact of facts)
        for (const paidAt of ["2018-03-01", "2022-04-05", "2022-04-06", "2026-06-01"])
          await addGift(donor, { giftPence: 3000, ...fact, paidAt: new Date(`${paidAt}T12:00:00Z`) });
    const { donationId } = await addEligibleGift();
    await leaveOutGift(donationId, { reason: "company", note: "", by });
    const listAll = async (asked: Parameters<typeof listOpenGifts>[0]) => (await listOpenGifts({ ...asked, limit: 1000 })).gifts;
    const held = await listAll({ kind: "held-back" });
    const { heldBack, years } = await getClaimSummary();
    for (const reason of Object.keys(holdBackLabels) as HoldBackReason[]) {
      const wanted = held.filter(({ holdBack }) => holdBack?.reason === reason);
      expect([reason, (await listAll({ kind: "held-back", reason })).map((gift) => gift.donationId)]).toEqual([
        reason,
        wanted.map((gift) => gift.donationId),
      ]);
      expect([reason, heldBack.find((each) => each.reason === reason) ?? null]).toEqual([
        reason,
        wanted.length === 0
          ? null
          : { reason, gifts: wanted.length, pence: wanted.reduce((sum, { pence }) => sum + Math.max(0, pence), 0) },
      ]);
    }
    const ready = await listAll({ kind: "eligible" });
    expect(ready.length).toBeGreaterThan(3);
    expect(years.map(({ gifts, donatedPence }) => [gifts, donatedPence])).toEqual(
      years.map(({ from, to }) => {
        const own = ready.filter(({ paidOn }) => paidOn >= from && paidOn <= to);
        return [own.length, own.reduce((sum, { pence }) => sum + pence, 0)];
      }),
    );
    expect(years.reduce((sum, { gifts }) => sum + gifts, 0)).toBe(ready.length);
  });

  it("is listed page by page, each gift once", async () => {
    const donor = await addDonor();
    for (let index = 0; index < 7; index++) await addGift(donor, { paidAt: new Date(Date.UTC(2026, 5, 1 + (index % 3))) });
    const seen: string[] = [];
    for (let after: GiftCursor | null = null, first = true; first || after; first = false) {
      const { gifts, next } = await listOpenGifts({ kind: "held-back", reason: "no_declaration", after, limit: 3 });
      seen.push(...gifts.map(({ donationId }) => donationId));
      after = next;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });
});

describe("a name that can't be sent", () => {
  it("is written by staff for HMRC, which refuses what it would not take", async () => {
    const donor = await addDonor();
    const declarationId = await addDeclaration(donor, { lastName: "Łukasiewicz" });
    await addGift(donor);
    expect(await prepareClaims(by)).toEqual({ refused: "nothing" });
    const [gift] = (await listOpenGifts({ kind: "held-back" })).gifts;
    const told = gift?.told ?? { firstName: "", lastName: "", house: "", postcode: "" };
    expect(await correctDetails(declarationId, { ...told, lastName: "Żuk" }, by)).toMatchObject({
      refused: "still-wrong",
      problems: [{ field: "lastName" }],
    });
    expect(await correctDetails("no", { ...told, lastName: "Lukasiewicz" }, by)).toEqual({ refused: "no-such-declaration" });
    expect(await correctDetails(declarationId, { ...told, lastName: "Lukasiewicz" }, by)).toMatchObject({
      details: { lastName: "Lukasiewicz" },
    });
    const prepared = await prepareClaims(by);
    expect(await getClaim("claimIds" in prepared ? (prepared.claimIds[0] ?? "") : "")).toMatchObject({ rowCount: 1 });
    expect(await db.declaration.findUnique({ where: { id: declarationId } })).toMatchObject({ lastName: "Łukasiewicz" });
  });
});
