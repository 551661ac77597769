import { expect, test } from "vitest";
import { getClaim } from "~/claims/claims.server";
import { correctDetails } from "~/claims/gifts/correct-details.server";
import { liftHold } from "~/claims/gifts/leave-out-gift.server";
import { getClaimSummary, listOpenGifts } from "~/claims/gifts/open-gifts.server";
import { recordClaimPayment } from "~/claims/hand-in/close-claim.server";
import { decideUnknownClaim, lookAtHmrcsList } from "~/claims/hand-in/decide-unknown.server";
import { sendRefusedClaimAgain, submitClaim } from "~/claims/hand-in/submit-claim.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { db } from "~/platform/database/db.server";
import { addDeclaration, addDonor } from "tests/support/claims/claim-gifts";
import { hmrc, passMinutes, useClaims } from "tests/support/claims/claim-harness";

useClaims();
const by = "robin";

/** Three thousand gifts of three hundred sponsors, ten each: one of them without a declaration, one whose name HMRC's form loses. */
async function giftsOfAYear(): Promise<void> {
  const donors: string[] = [];
  for (let index = 0; index < 300; index++) {
    const donor = await addDonor();
    donors.push(donor);
    if (index > 0) await addDeclaration(donor, { lastName: index === 1 ? "Łukasiewicz" : "Byron", house: `${index} Mill Lane` });
  }
  const gift = (donor: string, index: number, week: number) => ({
    id: `gift-${index}-${week}`,
    reference: `RL-${index}-${week}`,
    token: `token-${index}-${week}`,
    status: "paid" as const,
    idempotencyKey: `form-${index}-${week}`,
    formHash: "",
    giftPence: 250 + index,
    firstName: "Ada",
    lastName: "Byron",
    email: `${donor}@example.org`,
    giverVerified: true,
    supporterId: donor,
    paidAt: new Date(Date.UTC(2026, 4, 1 + week * 7, 12)),
  });
  await db.donation.createMany({
    data: donors.flatMap((donor, index) => Array.from({ length: 10 }, (_, week) => gift(donor, index, week))),
  });
}

test("three thousand gifts: held back, sent with a lost answer, one row refused and corrected, paid; then a refund in the next claim", async () => {
  await giftsOfAYear();
  const summary = await getClaimSummary();
  const expected = Array.from({ length: 298 }, (_, index) => 10 * (252 + index)).reduce((sum, pence) => sum + pence, 0);
  expect(summary.years).toMatchObject([{ gifts: 2_980, donatedPence: expected }]);
  expect(summary.heldBack).toEqual(
    expect.arrayContaining([
      { reason: "no_declaration", gifts: 10, pence: 2_500 },
      { reason: "details", gifts: 10, pence: 2_510 },
    ]),
  );

  const prepared = await prepareClaims(by);
  const [id = "", ...others] = "claimIds" in prepared ? prepared.claimIds : [];
  expect(others).toEqual([]);
  expect(await getClaim(id)).toMatchObject({ rowCount: 298, giftCount: 2_980, donatedPence: expected });

  // HMRC takes it, and its answer is lost.
  hmrc.control.next({ kind: "lost", kept: true });
  expect(await submitClaim(id, by)).toMatchObject({ status: "unknown" });
  await passMinutes(3);
  expect(hmrc.control.received("submit")).toBe(1);
  expect(await lookAtHmrcsList(id, by)).toMatchObject({ found: { correlationId: hmrc.control.records()[0]?.correlationId } });
  expect(await decideUnknownClaim(id, "there", by)).toEqual({ status: "submitted" });
  await passMinutes(1);
  expect(await getClaim(id)).toMatchObject({ status: "accepted" });
  const asked = Math.floor(expected / 4);
  expect(await recordClaimPayment(id, { paidOn: "2026-12-08", pence: asked, bankReference: "HMRC GA-000001", by })).toEqual({
    differencePence: 0,
  });

  // The name is written for HMRC, which refuses the row for something else; it is sent by itself once that is put right.
  const [lost] = (await listOpenGifts({ kind: "held-back", reason: "details", limit: 1 })).gifts;
  const told = lost?.told ?? { firstName: "", lastName: "", house: "", postcode: "" };
  await correctDetails(lost?.declarationId ?? "", { ...told, lastName: "Lukasiewicz" }, by);
  await addDeclaration((await db.donation.findUniqueOrThrow({ where: { id: "gift-0-0" } })).supporterId ?? "", {
    scope: "this_future_and_past",
    declaredAt: new Date("2026-11-01T12:00:00Z"),
  });
  await db.donation.update({ where: { id: "gift-299-0" }, data: { refundedPence: 549, status: "refunded" } });
  const second = await prepareClaims(by);
  const [secondId = ""] = "claimIds" in second ? second.claimIds : [];
  const taken = { rowCount: 2, giftCount: 20, donatedPence: 5_010, taxPence: 1_252, adjustmentPence: 138, askedPence: 1_114 };
  expect(await getClaim(secondId)).toMatchObject(taken);
  const refusedLine = (await db.claimRow.findFirstOrThrow({ where: { claimId: secondId, lastName: "Lukasiewicz" } })).position;
  hmrc.control.next({ kind: "refuse", lines: [refusedLine], element: "House" });
  await submitClaim(secondId, by);
  await passMinutes(1);
  expect(await getClaim(secondId)).toMatchObject({ status: "refused", refusedRows: 1 });
  await sendRefusedClaimAgain(secondId, by);
  await passMinutes(1);
  expect(await getClaim(secondId)).toMatchObject({
    status: "accepted",
    rowCount: 1,
    donatedPence: 2_500,
    taxPence: 625,
    adjustmentPence: 138,
  });

  await correctDetails(lost?.declarationId ?? "", { ...told, lastName: "Lukasiewicz", house: "1, Mill Lane" }, by);
  for (let week = 0; week < 10; week++) await liftHold(`gift-1-${week}`, by);
  const third = await prepareClaims(by);
  const [thirdId = ""] = "claimIds" in third ? third.claimIds : [];
  await submitClaim(thirdId, by);
  await passMinutes(1);
  expect(await getClaim(thirdId)).toMatchObject({ status: "accepted", giftCount: 10, donatedPence: 2_510, adjustmentPence: 0 });

  // HMRC's own books: everything once, and what went back taken off once.
  const records = hmrc.control.records().filter(({ outcome }) => outcome.kind === "accepted");
  expect(records.reduce((sum, { donatedPence }) => sum + donatedPence, 0)).toBe(expected + 5_010);
  expect(records.reduce((sum, { adjustmentPence }) => sum + adjustmentPence, 0)).toBe(138);
  expect(records.every(({ deleted }) => deleted)).toBe(true);
  expect(await prepareClaims(by)).toEqual({ refused: "nothing" });
}, 120_000);
