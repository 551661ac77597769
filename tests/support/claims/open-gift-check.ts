import { expect } from "vitest";
import { streamClaimableGifts, type ClaimableGift } from "~/claims/gifts/claimable-gifts.server";
import { getClaimSummary, listOpenGifts, yearEnd } from "~/claims/gifts/open-gifts.server";
import { claimYearOf } from "~/claims/claim-years";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";

const orderOfPayment = (one: ClaimableGift, other: ClaimableGift) =>
  one.paidAt.getTime() - other.paidAt.getTime() || (one.donationId < other.donationId ? -1 : 1);

/**
 * What the pages about Gift Aid show out of what is stored is what a look at all gifts says: each sum and list; with `reasons` also those by reason.
 * @returns what a look at all gifts says
 */
export async function expectStoredAsLive({ reasons = false } = {}): Promise<ClaimableGift[]> {
  const live = await inTransaction(async (tx) => {
    const all: ClaimableGift[] = [];
    for await (const batch of streamClaimableGifts(tx, londonDate(now()), yearEnd())) all.push(...batch);
    return all.toSorted(orderOfPayment);
  });
  const sums: Record<string, { gifts: number; pence: number }> = {};
  for (const { eligible, holdBack, paidOn, pence } of live) {
    const key = eligible ? claimYearOf(paidOn, yearEnd()).to : (holdBack?.reason ?? "");
    const sum = (sums[key] ??= { gifts: 0, pence: 0 });
    sum.gifts += 1;
    sum.pence += Math.max(0, pence);
  }
  const { years, heldBack } = await getClaimSummary();
  const stored = Object.fromEntries([
    ...years.map(({ to, gifts, donatedPence: pence }) => [to, { gifts, pence }]),
    ...heldBack.map(({ reason, gifts, pence }) => [reason, { gifts, pence }]),
  ]);
  expect(stored).toEqual(sums);
  const idsOf = (gifts: ClaimableGift[]) => gifts.map(({ donationId }) => donationId);
  const list = async (asked: Parameters<typeof listOpenGifts>[0]) => idsOf((await listOpenGifts({ ...asked, limit: 1000 })).gifts);
  expect(await list({ kind: "eligible" })).toEqual(idsOf(live.filter(({ eligible }) => eligible)));
  expect(await list({ kind: "held-back" })).toEqual(idsOf(live.filter(({ holdBack }) => holdBack)));
  for (const { reason } of reasons ? heldBack : [])
    expect([reason, await list({ kind: "held-back", reason })]).toEqual([
      reason,
      idsOf(live.filter(({ holdBack }) => holdBack?.reason === reason)),
    ]);
  expect(await db.openGiftMark.count()).toBe(0);
  return live;
}
