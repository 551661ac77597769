import { expect, test } from "vitest";
import { addFund, changeFund, closeFund, deleteFund, reopenFund } from "~/giving/funds/change-funds.server";
import { generalFundId, roomsFundId } from "~/giving/funds/fund";
import { findFund, listFunds } from "~/giving/funds/funds.server";
import { moveGift, type GiftMove } from "~/giving/funds/move-gift.server";
import { getDonationTotals } from "~/giving/statements/donation-totals.server";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { useDatabase } from "tests/support/database";
import { insertGift } from "tests/support/desk/desk-rows";
import { staffMember } from "tests/support/desk/desk-requests";

useDatabase();

const staff = async () => ({ id: await staffMember("treasurer"), network: "192.0.2.0/24", name: "Tess Treasurer" });
const minibus = { name: "Minibus", purpose: "a minibus for outings", restricted: true };
async function aFund(change: Partial<typeof minibus> = {}): Promise<string> {
  const id = newId();
  expect(await addFund(await staff(), id, { ...minibus, ...change })).toEqual({ changed: true });
  return id;
}

test("a fund is added once however often its form is sent, under a name of its own, in any script; the log has it", async () => {
  const by = await staff();
  const id = await aFund();
  expect(await addFund(by, id, minibus)).toEqual({ changed: true });
  for (const name of ["Minibus", "MINIBUS"]) expect(await addFund(by, newId(), { ...minibus, name })).toEqual({ refused: "name-taken" });
  await aFund({ name: "مأوى" });
  expect((await listFunds()).map(({ name }) => name)).toEqual(["General fund", "Minibus", "Rooms", "مأوى"]);
  expect((await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).map(({ action, aboutKind }) => [action, aboutKind])).toEqual([
    ["fund.added", "fund"],
    ["fund.added", "fund"],
  ]);
});

test("of two who change a fund at once, the second is told", async () => {
  const by = await staff();
  const id = await aFund();
  const form = { name: "Minibus 2", purpose: "two of them" };
  expect(await changeFund(by, id, 1, form)).toEqual({ changed: true });
  expect(await changeFund(by, id, 1, { ...form, name: "Car" })).toEqual({ refused: "changed-meanwhile" });
  expect(await changeFund(by, id, 2, { ...form, name: "rooms" })).toEqual({ refused: "name-taken" });
  expect(await findFund(id)).toMatchObject({ ...form, restricted: true, version: 2 });
});

test("a fund with gifts is closed, never deleted; the general one and the one of the rooms stay open", async () => {
  const by = await staff();
  const [used, unused] = [await aFund(), await aFund({ name: "Unused" })];
  await insertGift({ fundId: used });
  expect(await deleteFund(by, used)).toEqual({ refused: "has-gifts" });
  expect(await closeFund(by, used)).toEqual({ changed: true });
  expect((await findFund(used))?.closedAt).not.toBeNull();
  expect(await reopenFund(by, used)).toEqual({ changed: true });
  expect(await deleteFund(by, unused)).toEqual({ changed: true });
  expect(await findFund(unused)).toBeNull();
  for (const id of [generalFundId, roomsFundId]) {
    expect(await closeFund(by, id)).toEqual({ refused: "always-open" });
    expect(await deleteFund(by, id)).toEqual({ refused: "always-open" });
  }
});

test("a gift moves once, with its reason; out of a restricted fund only where the donor agreed", async () => {
  const by = await staff();
  const to = await aFund();
  const { id } = await insertGift({ refundedPence: 1000 });
  const move = (change: Partial<GiftMove>, formId = newId()) =>
    moveGift(by, formId, id, { to: { fundId: to }, seenFundId: generalFundId, reason: "They wrote so", donorAgreed: false, ...change });
  expect(await move({ to: { fundId: generalFundId } })).toEqual({ refused: "already-there" });
  expect(await move({ seenFundId: roomsFundId })).toEqual({ refused: "changed-meanwhile" });
  expect(await move({ to: { fundId: "none" } })).toEqual({ refused: "no-such-fund" });
  const formId = newId();
  expect(await move({}, formId)).toEqual({ moved: true });
  expect(await move({}, formId)).toEqual({ moved: true });
  const sums = await listFunds();
  expect(sums.map(({ name, gifts, net }) => [name, gifts, net])).toEqual([
    ["General fund", 0, 0],
    ["Minibus", 1, 2000],
    ["Rooms", 0, 0],
  ]);
  const back = { to: { fundId: generalFundId }, seenFundId: to } as const;
  expect(await move(back)).toEqual({ refused: "donor-has-to-agree" });
  expect(await move({ ...back, to: { fundId: roomsFundId } })).toEqual({ refused: "donor-has-to-agree" });
  expect(await move({ ...back, donorAgreed: true })).toEqual({ moved: true });
  expect(await db.fundMove.findMany({ orderBy: { movedAt: "asc" } })).toMatchObject([
    { fromFundId: generalFundId, toFundId: to, reason: "They wrote so", donorAgreed: false, movedBy: "Tess Treasurer" },
    { fromFundId: to, toFundId: generalFundId, donorAgreed: true },
  ]);
  const entries = await db.auditEntry.findMany({ where: { action: "gift.moved" } });
  expect(entries).toHaveLength(2);
  expect(JSON.stringify(entries.map(({ was, became }) => [was, became]))).not.toContain("They wrote");
});

test("neither to a closed fund, nor what was never paid", async () => {
  const by = await staff();
  const to = await aFund();
  const gift = await insertGift();
  const pending = await insertGift({ status: "pending", paidAt: null });
  const move = { to: { fundId: to }, seenFundId: generalFundId, reason: "x", donorAgreed: false };
  expect(await moveGift(by, newId(), pending.id, move)).toEqual({ refused: "not-paid" });
  await closeFund(by, to);
  expect(await moveGift(by, newId(), gift.id, move)).toEqual({ refused: "no-such-fund" });
  expect(await moveGift(by, newId(), "none", move)).toEqual({ refused: "no-such-gift" });
});

test("what may only be spent on something else lights no window", async () => {
  const other = await aFund();
  for (const fundId of [generalFundId, roomsFundId, other]) await insertGift({ fundId, giftPence: 1000 });
  const [from, until] = [new Date(0), new Date("2100-01-01")];
  expect(await getDonationTotals(from, until, { oneOffOnly: true, forRooms: true })).toMatchObject({ gifts: 2, net: 2000 });
  expect(await getDonationTotals(from, until)).toMatchObject({ gifts: 3 });
});
