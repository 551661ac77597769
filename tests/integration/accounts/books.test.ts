import fc from "fast-check";
import { expect, test } from "vitest";
import { countUnmatched, listEntries, sumEntries } from "~/accounts/books/entries.server";
import { toJournal, type EntryKind } from "~/accounts/books/ledger";
import { financialYear, monthsOf } from "~/accounts/books/periods";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { londonDate, toDateColumn } from "~/platform/london-dates";
import { deleteAllRows, useDatabase } from "tests/support/database";
import { insertGift, insertPlan } from "tests/support/desk/desk-rows";

useDatabase();

const funds = ["general-fund", "rooms-fund"];
const year = financialYear(2027, "03-31");
type Movement = Parameters<typeof db.balanceTransaction.create>[0]["data"];
const move = (change: Partial<Movement>) =>
  db.balanceTransaction.create({
    data: {
      id: `txn_${newId()}`,
      kind: "charge",
      category: "charge",
      pence: 3000,
      feePence: 65,
      createdAt: new Date("2026-05-01T10:05:00Z"),
      ...change,
    } as Movement,
  });
const totals = async (period = year) => {
  const sums: Partial<Record<EntryKind, number>> = {};
  for (const { kind, pence } of await sumEntries(period)) sums[kind] = (sums[kind] ?? 0) + pence;
  return sums;
};

test("a gift counts by our own record until Stripe's line is known, and then once, on the same day and with the same sums", async () => {
  const gift = await insertGift({ feePence: 65, stripeChargeId: "ch_1" });
  expect(await countUnmatched(year)).toBe(1);
  const before = await sumEntries(year);
  expect(before).toEqual([
    { month: "2026-05", kind: "fee", cash: "stripe", fundId: "general-fund", pence: -65 },
    { month: "2026-05", kind: "gift", cash: "stripe", fundId: "general-fund", pence: 3000 },
  ]);
  // Stripe writes the movement a little later: here, on another day of another month.
  await move({ donationId: gift.id, chargeId: "ch_1", createdAt: new Date("2026-06-01T00:00:01Z") });
  expect(await sumEntries(year)).toEqual(before);
  expect(await countUnmatched(year)).toBe(0);
});

test("months and years are London's: a gift at 23:30 UTC on 31 March is of 1 April", async () => {
  await insertGift({ paidAt: new Date("2026-03-31T22:59:59Z"), giftPence: 1 });
  await insertGift({ paidAt: new Date("2026-03-31T23:30:00Z"), giftPence: 20 });
  await insertGift({ paidAt: new Date("2027-03-31T22:59:59Z"), giftPence: 400 });
  await insertGift({ paidAt: new Date("2027-03-31T23:00:00Z"), giftPence: 8000 });
  expect(await totals()).toEqual({ gift: 420 });
  expect((await sumEntries(year)).map(({ month, pence }) => [month, pence])).toEqual([
    ["2026-04", 20],
    ["2027-03", 400],
  ]);
});

test("each kind, with its fund: sponsorships, offline gifts, refunds, disputes, fees, lines of no gift, payouts on the bank's day", async () => {
  const plan = await insertPlan();
  const sponsored = await insertGift({ planId: plan.id, fundId: "rooms-fund", giftPence: 1000, coverPence: 36, stripeChargeId: "ch_plan" });
  await move({ donationId: sponsored.id, pence: 1036, feePence: 36 });
  await move({ donationId: sponsored.id, kind: "refund", pence: -1036, feePence: 0, sourceId: "re_1" });
  await db.refund.create({
    data: { id: "re_1", donationId: sponsored.id, pence: 1036, status: "succeeded", refundedAt: new Date("2026-05-01") },
  });
  const disputed = await insertGift({ status: "charged_back", giftPence: 500 });
  await db.dispute.create({
    data: { id: "du_1", donationId: disputed.id, pence: 500, status: "lost", reason: "fraudulent", openedAt: new Date("2026-05-03") },
  });
  await insertGift({ paymentMethod: "cheque", giftPence: 2500 });
  await insertGift({ paymentMethod: "cash", giftPence: 99, status: "void", paidAt: null });
  await insertGift({ status: "pending", paidAt: null });
  await move({ kind: "charge", pence: 700, feePence: 31, chargeId: "ch_of_nobody" });
  await move({ kind: "fee", pence: -8, feePence: 0 });
  await db.payout.create({
    data: {
      id: "po_1",
      status: "paid",
      pence: 600,
      currency: "gbp",
      automatic: true,
      createdAt: new Date("2026-05-30"),
      arrivesOn: toDateColumn("2026-05-31"),
      syncedAt: new Date(),
    },
  });
  await move({ kind: "payout", pence: -600, feePence: 0, sourceId: "po_1", payoutId: "po_1", createdAt: new Date("2026-05-30") });
  expect(await totals()).toEqual({
    gift: 500,
    plan: 1036,
    offline: 2500,
    refund: -1036,
    dispute: -500,
    fee: -36 - 31 - 8,
    other: 700,
    payout: -600,
  });
  expect((await sumEntries(year)).find(({ kind }) => kind === "payout")).toMatchObject({ month: "2026-05" });
  await db.bankLine.create({
    data: {
      id: "line",
      date: toDateColumn("2026-06-01"),
      pence: 600n,
      description: "STRIPE",
      addedBy: "x",
      addedAt: new Date(),
      payoutId: "po_1",
      matchedBy: "x",
      matchedAt: new Date(),
    },
  });
  expect((await sumEntries(year)).find(({ kind }) => kind === "payout")).toMatchObject({ month: "2026-06" });
  expect((await sumEntries(year, "rooms-fund")).map(({ kind, pence }) => [kind, pence])).toEqual([
    ["fee", -36],
    ["plan", 1036],
    ["refund", -1036],
  ]);
});

test("what is left of forgotten gifts keeps the sums of their year", async () => {
  await insertGift({ status: "refunded", refundedPence: 3000, forgottenAt: new Date("2040-01-01") });
  await insertGift({ status: "charged_back", forgottenAt: new Date("2040-01-01") });
  expect(await totals()).toEqual({ gift: 6000, refund: -3000, dispute: -3000 });
});

test("HMRC's money is split by the funds of the gifts, to the penny", async () => {
  const declaration = await db.declaration.create({
    data: {
      id: "d",
      charityName: "C",
      wording: "1",
      scope: "this_gift",
      firstName: "A",
      lastName: "B",
      house: "1",
      postcode: null,
      via: "test",
    },
  });
  const [general, rooms] = [await insertGift({ giftPence: 1001 }), await insertGift({ giftPence: 2002, fundId: "rooms-fund" })];
  await db.claim.create({
    data: {
      id: "c",
      number: "GA-1",
      status: "paid",
      rowCount: 1,
      giftCount: 2,
      donatedPence: 3003n,
      taxPence: 750n,
      preparedBy: "x",
      preparedAt: new Date(),
      acceptedAt: new Date(),
      paidOn: toDateColumn("2026-07-01"),
      paidPence: 751n,
    },
  });
  const [firstDate, lastDate] = [new Date("2026-05-01"), new Date("2026-05-01")];
  await db.claimRow.create({ data: { id: "r", claimId: "c", position: 1, aggregated: "Two", firstDate, lastDate, donatedPence: 3003 } });
  for (const { id, giftPence } of [general, rooms])
    await db.claimGift.create({
      data: { id: `g${id}`, rowId: "r", donationId: id, declarationId: declaration.id, donatedPence: giftPence },
    });
  const aid = (await sumEntries(year)).filter(({ kind }) => kind === "gift_aid");
  expect(aid.map(({ fundId, month, pence }) => [fundId, month, pence])).toEqual([
    ["general-fund", "2026-07", 751 - 500],
    ["rooms-fund", "2026-07", 500],
  ]);
});

test("random books: the months are the year, the entries are the sums, funds are all, and every journal balances", async () => {
  const instant = fc.date({ min: new Date("2026-03-28T00:00:00Z"), max: new Date("2027-04-03T00:00:00Z"), noInvalidDate: true });
  const gift = fc.record({
    at: fc.oneof(
      instant,
      fc.constantFrom(new Date("2026-10-31T23:59:59Z"), new Date("2026-06-30T23:00:00Z"), new Date("2027-03-31T23:30:00Z")),
    ),
    pence: fc.integer({ min: 100, max: 100_000 }),
    fund: fc.constantFrom(...funds),
    method: fc.constantFrom("card" as const, "bacs_debit" as const, "cheque" as const),
    line: fc.boolean(),
    back: fc.constantFrom(0, 0.5, 1),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(gift, { maxLength: 12 }), async (gifts) => {
      await deleteAllRows();
      let expected = 0;
      for (const { at, pence, fund, method, line, back } of gifts) {
        const refundedPence = Math.floor(pence * back);
        const status = refundedPence === pence ? "refunded" : "paid";
        const { id } = await insertGift({
          paidAt: at,
          giftPence: pence,
          fundId: fund,
          paymentMethod: method,
          refundedPence,
          status,
          feePence: method === "cheque" ? null : 20,
        });
        const isOffline = method === "cheque";
        if (line && !isOffline) await move({ donationId: id, pence, feePence: 20, createdAt: at });
        if (refundedPence > 0 && !isOffline)
          await db.refund.create({ data: { id: `re_${id}`, donationId: id, pence: refundedPence, status: "succeeded", refundedAt: at } });
        const day = londonDate(at);
        if (day >= year.from && day <= year.to) expected += pence - refundedPence - (isOffline ? 0 : 20);
      }
      const sums = await sumEntries(year);
      const sum = (rows: readonly { pence: number }[]) => rows.reduce((total, { pence }) => total + pence, 0);
      expect(sum(sums)).toBe(expected);
      let ofMonths = 0;
      for (const month of monthsOf(year)) {
        const own = await sumEntries(month);
        expect(own).toEqual(sums.filter((each) => each.month === month.month));
        expect(sum(toJournal(own))).toBe(0);
        ofMonths += sum(own);
      }
      expect(ofMonths).toBe(expected);
      expect(sum(await listEntries(year, { kind: null, fundId: null, limit: 1000, skip: 0 }))).toBe(expected);
      let ofFunds = 0;
      for (const fund of funds) ofFunds += sum(await sumEntries(year, fund));
      expect(ofFunds).toBe(expected);
    }),
    { numRuns: Number(process.env["RUNS"] ?? 8), seed: 4 },
  );
});
