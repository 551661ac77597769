import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { findClaimsOfGifts, getClaim, listClaims } from "~/claims/claims.server";
import { correctDetails } from "~/claims/gifts/correct-details.server";
import { leaveOutGift, liftHold } from "~/claims/gifts/leave-out-gift.server";
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
    await givingPersonalData.erasureSteps.find(({ name }) => name === "gifts and declarations")?.run(person);
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
