import { expect, test } from "vitest";
import { sumEntries } from "~/accounts/books/entries.server";
import { discardClaim, recordClaimPayment } from "~/claims/hand-in/close-claim.server";
import { getLegalRetention } from "~/giving/statements/legal-retention.server";
import { retainedUntil } from "~/giving/retention/retention";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { addDays } from "~/platform/london-dates";
import { addEligibleGift } from "tests/support/claims/claim-gifts";
import { useClaims } from "tests/support/claims/claim-harness";
import { by, preparedClaim, submitted } from "tests/support/claims/handed-in-claims";
import { purgeOn } from "tests/support/supporters/purge-on";

useClaims();

const until = (date: string) => retainedUntil(date, config.charity.financialYearEnd);
const kept = async () => ({
  rows: await db.claimRow.count(),
  messages: await db.claimSubmission.count(),
  declarations: await db.declaration.count(),
  named: await db.donation.count({ where: { forgottenAt: null } }),
});
const books = () => sumEntries({ from: "2000-01-01", to: "2100-01-01" });

test("a claim's rows and messages, its gifts and their declarations stay for six years from the claim, and go on the next day; its sums stay", async () => {
  // Given more than three years before it is claimed.
  await addEligibleGift({ giftPence: 5000, paidAt: new Date("2023-05-01T10:00:00Z") });
  await db.donation.updateMany({ data: { fundId: "rooms-fund" } });
  const id = await submitted({ kind: "accept" }, 2);
  const { supporterId } = await db.donation.findFirstOrThrow({ where: { fundId: "rooms-fund" } });
  const promised = async () => await getLegalRetention(supporterId ?? "");
  await recordClaimPayment(id, { paidOn: "2026-12-20", pence: 2000, bankReference: "HMRC", by });
  const before = await books();
  expect(before.filter(({ kind }) => kind === "gift_aid").map(({ fundId, pence }) => [fundId, pence])).toEqual([
    ["general-fund", 750],
    ["rooms-fund", 1250],
  ]);
  const last = until("2026-12-20");
  expect(until("2023-05-01") < last).toBe(true);
  // The person who asks to be erased is told that very day.
  expect(await promised()).toMatchObject({ giftsUntil: last, declarationsUntil: last, unclaimedGifts: 0 });
  await purgeOn(last);
  expect(await kept()).toEqual({ rows: 3, messages: 1, declarations: 3, named: 3 });
  await purgeOn(addDays(last, 1));
  expect(await kept()).toEqual({ rows: 0, messages: 0, declarations: 0, named: 0 });
  expect(await db.claim.findUnique({ where: { id } })).toMatchObject({
    status: "paid",
    taxPence: 2000n,
    paidPence: 2000n,
    taxByFund: { "rooms-fund": 1250 },
  });
  expect(await books()).toEqual(before);
  await purgeOn(addDays(last, 2));
});

test("money that went back since keeps a claim for as long as that is kept; one that was given up goes with its gifts", async () => {
  const first = await submitted({ kind: "accept" }, 1);
  const gift = await db.donation.findFirstOrThrow();
  const refundedAt = new Date("2030-01-15T12:00:00Z");
  await db.refund.create({ data: { id: "re_1", donationId: gift.id, pence: 100, status: "succeeded", refundedAt } });
  await db.donation.update({ where: { id: gift.id }, data: { refundedPence: 100 } });
  const promised = { giftsUntil: until("2030-01-15"), declarationsUntil: until("2030-01-15") };
  expect(await getLegalRetention(gift.supporterId ?? "")).toMatchObject(promised);
  await purgeOn(addDays(until("2026-11-28"), 1));
  expect(await db.claim.findUnique({ where: { id: first } })).toMatchObject({ forgottenAt: null });
  expect(await db.claimRow.count()).toBe(1);
  await purgeOn(addDays(until("2030-01-15"), 1));
  expect(await kept()).toEqual({ rows: 0, messages: 0, declarations: 0, named: 0 });
});

test("a claim that was given up keeps no gift longer than its own years", async () => {
  const id = await preparedClaim(1);
  await discardClaim(id, by);
  const { paidAt, supporterId } = await db.donation.findFirstOrThrow();
  const last = until((paidAt ?? new Date()).toISOString().slice(0, 10));
  expect(await getLegalRetention(supporterId ?? "")).toMatchObject({ giftsUntil: last, unclaimedGifts: 1 });
  await purgeOn(last);
  expect(await kept()).toMatchObject({ rows: 1, named: 1 });
  await purgeOn(addDays(last, 1));
  expect(await kept()).toMatchObject({ rows: 0, named: 0, declarations: 0 });
});

test("why a gift was left out goes with the gift", async () => {
  const { donationId } = await addEligibleGift({ paidAt: new Date("2026-05-01T10:00:00Z") });
  await db.claimHold.create({ data: { id: "h", donationId, reason: "other", note: "Rang up", placedBy: by, placedAt: new Date() } });
  await purgeOn(until("2026-05-01"));
  expect(await db.claimHold.count()).toBe(1);
  await purgeOn(addDays(until("2026-05-01"), 1));
  expect(await db.claimHold.count()).toBe(0);
});
