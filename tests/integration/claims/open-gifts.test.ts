import { expect, it } from "vitest";
import { discardClaim } from "~/claims/hand-in/close-claim.server";
import { markAllOpenGifts, refreshOpenGifts } from "~/claims/gifts/open-gift-states.server";
import { getClaimSummary, getSummaryForPage } from "~/claims/gifts/open-gifts.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { db, pool } from "~/platform/database/db.server";
import { addDeclaration, addDonor, addEligibleGift, addGift } from "tests/support/claims/claim-gifts";
import { passSeconds, useClaims } from "tests/support/claims/claim-harness";
import { expectStoredAsLive } from "tests/support/claims/open-gift-check";
import { insertPlan } from "tests/support/desk/desk-rows";

useClaims();
const by = "robin";
const passDays = (count: number) => passSeconds(count * 86_400);

/** Gifts in every state, and all that a state hangs on; ids as below. */
async function fillWorld() {
  const [ada, bob, cy, dee, eve, fay, gus] = await Promise.all(Array.from({ length: 7 }, () => addDonor()));
  await addDeclaration(gus ?? "", { id: "claimed" });
  await addGift(gus ?? "", { id: "claimed" });
  await prepareClaims(by);
  await addDeclaration(ada ?? "", { id: "ada" });
  await addGift(ada ?? "", { id: "ada" });
  await addGift(ada ?? "", { id: "ada-unsure", giverVerified: false });
  await addGift(bob ?? "", { id: "bob" });
  await addGift(null, { id: "nobody" });
  await addDeclaration(cy ?? "", { id: "cy", supporterId: null });
  await addGift(cy ?? "", { id: "cy", declarationId: "cy" });
  await addGift(cy ?? "", { id: "cy-more" });
  await addDeclaration(cy ?? "", { id: "nobody", supporterId: null });
  await addGift(null, { id: "nobody-declared", declarationId: "nobody" });
  await addDeclaration(dee ?? "", { id: "dee", lastName: "Łukasiewicz" });
  await addGift(dee ?? "", { id: "dee" });
  // Of a plan that was promised before its declaration: covered, though nobody was signed in.
  const plan = await insertPlan({ supporterId: eve ?? "", agreedAt: new Date("2026-05-01T12:00:00Z") });
  await addDeclaration(eve ?? "", { id: "eve", declaredAt: new Date("2026-05-15T12:00:00Z") });
  await addGift(eve ?? "", { id: "eve", giverVerified: false, planId: plan.id });
  await addGift(null, { id: "eve-nobody", giverVerified: false, planId: plan.id });
  await addDeclaration(fay ?? "", { id: "fay", supporterId: null });
  const declared = await insertPlan({ supporterId: fay ?? "", declarationId: "fay" });
  await addGift(fay ?? "", { id: "fay" });
  return { ada, bob, cy, dee, eve, fay, plan: plan.id, declared: declared.id };
}

const told = "'1 New Road', NULL";
/** What changes a state, one thing after the other. */
const changes = (world: Record<string, string | undefined>): string[] => [
  "UPDATE donation SET refunded_pence = 300 WHERE id = 'ada'",
  "UPDATE donation SET status = 'disputed' WHERE id = 'nobody'",
  "UPDATE donation SET giver_verified = true WHERE id = 'ada-unsure'",
  "UPDATE donation SET giver_kind = 'several' WHERE id = 'ada-unsure'",
  "UPDATE donation SET payment_method = 'voucher' WHERE id = 'ada-unsure'",
  `UPDATE donation SET supporter_id = '${world["bob"]}' WHERE id = 'cy'`,
  `UPDATE donation SET supporter_id = '${world["cy"]}' WHERE id = 'cy'`,
  "UPDATE declaration SET cancelled_at = '2026-05-20' WHERE id = 'cy'",
  "UPDATE declaration SET cancelled_at = '2026-05-20' WHERE id = 'nobody'",
  "UPDATE declaration SET cancelled_at = '2026-05-20' WHERE id = 'fay'",
  "UPDATE declaration SET cancelled_at = NULL WHERE id = 'fay'",
  `UPDATE declaration SET supporter_id = '${world["bob"]}' WHERE id = 'ada'`,
  "DELETE FROM declaration WHERE id = 'ada'",
  `UPDATE plan SET agreed_at = '2026-05-20' WHERE id = '${world["plan"]}'`,
  `UPDATE plan SET declaration_id = NULL WHERE id = '${world["declared"]}'`,
  `UPDATE plan SET declaration_id = 'fay' WHERE id = '${world["declared"]}'`,
  `UPDATE plan SET supporter_id = '${world["bob"]}', declaration_id = 'fay' WHERE id = '${world["declared"]}'`,
  `INSERT INTO declaration_change (id, declaration_id, first_name, last_name, house, postcode, reported_at) VALUES ('1', 'dee', 'Dee', 'Lukasiewicz', ${told}, '2026-07-01')`,
  "UPDATE declaration_change SET last_name = 'Łukasiewicz'",
  `INSERT INTO claim_correction (declaration_id, told_first_name, told_last_name, told_house, told_postcode, first_name, last_name, house, postcode, corrected_by, corrected_at)
   VALUES ('dee', 'Dee', 'Łukasiewicz', ${told}, 'Dee', 'Lukasiewicz', ${told}, 'robin', '2026-07-02')`,
  "UPDATE claim_correction SET last_name = 'Łuk'",
  "UPDATE claim_correction SET last_name = 'Luk'",
  "DELETE FROM claim_correction",
  "UPDATE declaration_change SET last_name = 'Lukasiewicz'",
  "DELETE FROM declaration_change",
  "INSERT INTO claim_hold (id, donation_id, reason, note, placed_by, placed_at) VALUES ('1', 'bob', 'other', '', 'robin', '2026-07-01')",
  "UPDATE claim_hold SET lifted_at = '2026-07-02', lifted_by = 'robin'",
  "UPDATE claim_hold SET lifted_at = NULL, lifted_by = NULL",
  "DELETE FROM claim_hold",
  "UPDATE claim_gift SET released_at = '2026-07-02'",
  "UPDATE claim_gift SET released_at = NULL",
  // As if part of it had gone back and come again.
  `INSERT INTO claim_adjustment (id, claim_id, donation_id, donated_pence, reason) SELECT '1', id, 'claimed', 400, 'refunded' FROM claim`,
  "UPDATE claim_adjustment SET donated_pence = 500",
  "DELETE FROM claim_adjustment",
  "DELETE FROM claim_gift",
  "INSERT INTO claim_gift (id, row_id, donation_id, declaration_id, donated_pence) SELECT '1', id, 'claimed', 'claimed', 600 FROM claim_row",
  "UPDATE donation SET supporter_id = NULL WHERE id = 'bob'",
  "DELETE FROM donation WHERE id = 'bob'",
  "DELETE FROM donation WHERE id = 'ada-unsure'",
];

it("whatever changes a gift's state is seen by the pages at once", async () => {
  const world = await fillWorld();
  let before = await expectStoredAsLive({ reasons: true });
  for (const change of changes(world)) {
    await pool.query(change);
    const after = await expectStoredAsLive().catch((error: unknown) => {
      throw new Error(`not seen: ${change}`, { cause: error });
    });
    expect([change, JSON.stringify(after) === JSON.stringify(before)]).toEqual([change, false]);
    before = after;
  }
  const { id } = await insertPlan({ supporterId: world.ada ?? "", declarationId: "fay" });
  await expectStoredAsLive();
  await db.plan.delete({ where: { id } });
  await expectStoredAsLive();
  await addGift(world.ada ?? "");
  await addGift(null);
  await addDeclaration(world.cy ?? "");
  await expectStoredAsLive();
  const { claimIds } = (await prepareClaims(by)) as { claimIds: string[] };
  await expectStoredAsLive();
  await discardClaim(claimIds[0] ?? "", by);
  await expectStoredAsLive({ reasons: true });
});

it("a day, a year's end and a deadline that go by change what is shown, though nothing is stored anew", async () => {
  await addEligibleGift({ paidAt: new Date("2026-11-28T10:00:00Z") });
  await addEligibleGift({ paidAt: new Date("2023-04-01T10:00:00Z") });
  await addEligibleGift({ paidAt: new Date("2023-04-01T10:00:00Z"), status: "refunded", refundedPence: 1000 });
  await expectStoredAsLive({ reasons: true });
  expect((await getClaimSummary()).heldBack.map(({ reason }) => reason).toSorted()).toEqual(["refunded", "too_new"]);
  passDays(1);
  await expectStoredAsLive({ reasons: true });
  expect((await getClaimSummary()).heldBack.map(({ reason }) => reason)).toEqual(["refunded"]);
  passDays(127);
  await expectStoredAsLive({ reasons: true });
  expect((await getClaimSummary()).years).toHaveLength(2);
  passDays(1);
  await expectStoredAsLive({ reasons: true });
  expect((await getClaimSummary()).heldBack.map(({ reason }) => reason).toSorted()).toEqual(["refunded", "too_late"]);
});

it("a page counts a few changes itself, says where there are more, and is right once they were looked at", async () => {
  await addEligibleGift();
  expect(await getSummaryForPage()).toMatchObject({ isBehind: false, years: [{ gifts: 1 }] });
  await pool.query("INSERT INTO open_gift_mark (donation_id) SELECT 'gone' || n FROM generate_series(1, 40) n");
  await addEligibleGift();
  expect(await getSummaryForPage()).toMatchObject({ isBehind: true, years: [{ gifts: 1 }] });
  expect(await getSummaryForPage()).toMatchObject({ isBehind: false, years: [{ gifts: 2 }] });
});

it("what is looked at by several at once is counted once, and a night's look at everything changes nothing", async () => {
  for (let index = 0; index < 20; index++) await addEligibleGift();
  await Promise.all(Array.from({ length: 5 }, () => refreshOpenGifts()));
  await expectStoredAsLive({ reasons: true });
  const before = await db.openGiftTotal.findMany({ orderBy: [{ day: "asc" }, { state: "asc" }] });
  await markAllOpenGifts();
  await refreshOpenGifts();
  expect(await db.openGiftTotal.findMany({ orderBy: [{ day: "asc" }, { state: "asc" }] })).toEqual(before);
});
