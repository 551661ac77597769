import { describe, expect, it } from "vitest";
import { getClaim } from "~/claims/claims.server";
import { markHandedInByForm } from "~/claims/hand-in/close-claim.server";
import { followClaims } from "~/claims/hand-in/follow-claims.server";
import { makeSchedule } from "~/claims/hand-in/make-schedule.server";
import { leaveOutChangedRows, submitClaim } from "~/claims/hand-in/submit-claim.server";
import { leaveOutGift } from "~/claims/gifts/leave-out-gift.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { db } from "~/platform/database/db.server";
import { addEligibleGift } from "tests/support/claims/claim-gifts";
import { passSeconds, useClaims } from "tests/support/claims/claim-harness";
import { by, preparedClaim, statusOf, submissions, submitted } from "tests/support/claims/handed-in-claims";

useClaims();

describe("what goes back", () => {
  it("between preparing and sending: the claim says which rows, and goes without them", async () => {
    const id = await preparedClaim();
    const row = await db.claimRow.findFirstOrThrow({ where: { claimId: id, position: 2 }, include: { gifts: true } });
    const { donationId = "" } = row.gifts[0] ?? {};
    const donation = await db.donation.update({ where: { id: donationId }, data: { refundedPence: 400 } });
    const rows = [{ rowId: row.id, position: 2, reference: donation.reference }];
    expect(await submitClaim(id, by)).toEqual({ refused: "rows-changed", rows });
    expect(await makeSchedule(id, { kind: "ods", by })).toEqual({ refused: "rows-changed", rows });
    expect(await leaveOutChangedRows(id, by)).toEqual({ leftOut: 1 });
    expect(await submitClaim(id, by)).toMatchObject({ status: "submitted" });
    passSeconds(60);
    await followClaims();
    const next = await prepareClaims(by);
    const claim = await getClaim("claimIds" in next ? (next.claimIds[0] ?? "") : "");
    expect(claim).toMatchObject({ rowCount: 1, donatedPence: donation.giftPence - 400, adjustmentPence: 0 });
  });

  it("after its claim is taken off the next one, with its reason, once", async () => {
    const { donationId } = await addEligibleGift({ giftPence: 10_000 });
    const other = await addEligibleGift({ giftPence: 5_000 });
    const first = await prepareClaims(by);
    const id = "claimIds" in first ? (first.claimIds[0] ?? "") : "";
    await submitClaim(id, by);
    passSeconds(60);
    await followClaims();
    await db.donation.update({ where: { id: donationId }, data: { refundedPence: 2_001 } });
    await db.donation.update({ where: { id: other.donationId }, data: { status: "disputed" } });
    // No claim of an adjustment alone.
    expect(await prepareClaims(by)).toEqual({ refused: "nothing" });
    const { reference } = await db.donation.findUniqueOrThrow({ where: { id: donationId } });

    await addEligibleGift({ giftPence: 8_000 });
    const second = await prepareClaims(by);
    const secondId = "claimIds" in second ? (second.claimIds[0] ?? "") : "";
    expect(await getClaim(secondId)).toMatchObject({ donatedPence: 8_000, taxPence: 2_000, adjustmentPence: 501, askedPence: 1_499 });
    await submitClaim(secondId, by);
    const [submission] = await submissions(secondId);
    expect(submission?.request).toContain("<Adjustment>5.01</Adjustment>");
    expect(submission?.request).toContain(`<OtherInfo>Donations in earlier claims: 1 refunded. References: ${reference}.</OtherInfo>`);
    passSeconds(60);
    await followClaims();
    expect(await statusOf(secondId)).toBe("accepted");
    await db.donation.update({ where: { id: other.donationId }, data: { status: "charged_back" } });
    await addEligibleGift({ giftPence: 100_000 });
    const third = await prepareClaims(by);
    expect(await getClaim("claimIds" in third ? (third.claimIds[0] ?? "") : "")).toMatchObject({ adjustmentPence: 1_250 });
  });

  it("and comes back after its adjustment is claimed again", async () => {
    const { donationId } = await addEligibleGift({ giftPence: 10_000 });
    for (const refundedPence of [4_000, 0]) {
      const prepared = await prepareClaims(by);
      await submitClaim("claimIds" in prepared ? (prepared.claimIds[0] ?? "") : "", by);
      passSeconds(60);
      await followClaims();
      await db.donation.update({ where: { id: donationId }, data: { refundedPence } });
      if (refundedPence > 0) await addEligibleGift({ giftPence: 50_000 });
    }
    const last = await prepareClaims(by);
    expect(await getClaim("claimIds" in last ? (last.claimIds[0] ?? "") : "")).toMatchObject({ rowCount: 1, donatedPence: 4_000 });
    expect(await db.claimGift.findMany({ where: { donationId }, orderBy: { part: "asc" } })).toMatchObject([
      { part: 0, donatedPence: 10_000 },
      { part: 1, donatedPence: 4_000 },
    ]);
  });

  it("is more than a claim can bear: the rest of it waits", async () => {
    const big = await addEligibleGift({ giftPence: 100_000 });
    const small = await addEligibleGift({ giftPence: 400 });
    const first = await prepareClaims(by);
    await markHandedInByForm("claimIds" in first ? (first.claimIds[0] ?? "") : "", { by, note: "REF 1" });
    for (const { donationId } of [big, small]) {
      const { giftPence } = await db.donation.findUniqueOrThrow({ where: { id: donationId } });
      await db.donation.update({ where: { id: donationId }, data: { status: "refunded", refundedPence: giftPence } });
    }
    await addEligibleGift({ giftPence: 1_000 });
    const next = await prepareClaims(by);
    expect(await getClaim("claimIds" in next ? (next.claimIds[0] ?? "") : "")).toMatchObject({ taxPence: 250, adjustmentPence: 100 });
  });

  it("since staff left it out after its claim is taken off, too", async () => {
    const id = await submitted({ kind: "accept" }, 1);
    const gift = await db.claimGift.findFirstOrThrow();
    await leaveOutGift(gift.donationId, { reason: "company", note: "A company's card", by });
    await addEligibleGift({ giftPence: 4_000 });
    const next = await prepareClaims(by);
    const nextId = "claimIds" in next ? (next.claimIds[0] ?? "") : "";
    expect(nextId).not.toBe(id);
    expect(await getClaim(nextId)).toMatchObject({ adjustmentPence: 250 });
    expect(await db.claimAdjustment.findMany()).toMatchObject([{ reason: "claimed_in_error", donatedPence: 1_000 }]);
  });
});
