import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { getOverview } from "~/desk/overview/overview.server";
import { parseGiftFilters } from "~/desk/gifts/gift-filters";
import { sumGifts } from "~/desk/gifts/sum-gifts.server";
import { generalFundId, roomsFundId } from "~/giving/funds/fund";
import { correctOfflineGift, recordOfflineRefund, voidOfflineGift } from "~/giving/offline/correct-offline-gift.server";
import type { OfflineGift } from "~/giving/offline/offline-gift-form";
import { lockOfflineGifts, recordOfflineGift } from "~/giving/offline/record-offline-gift.server";
import { offlineMethods } from "~/giving/payment-methods";
import { getDonationTotals } from "~/giving/statements/donation-totals.server";
import { setClock } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { addDays, startOfLondonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { useDatabase } from "tests/support/database";
import { insertGift, insertPlan } from "tests/support/desk/desk-rows";

useDatabase();
beforeEach(() => setClock(() => new Date("2026-11-28T12:00:00Z")));
afterEach(() => setClock(() => new Date()));

const [from, to] = ["2026-11-20", "2026-11-27"];
// Days before, in and after what is summed up.
const anyDay = fc.integer({ min: -1, max: 8 }).map((days) => addDays(from, days));
const anyPence = fc.integer({ min: 1, max: 100_000 });
const anyStep = fc.oneof(
  fc.record({
    kind: fc.constant("offline" as const),
    day: anyDay,
    sum: anyPence,
    method: fc.constantFrom(...offlineMethods),
    isRestricted: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("stripe" as const), day: anyDay, sum: anyPence, cover: fc.constantFrom(0, 37), isForPlan: fc.boolean() }),
  fc.record({ kind: fc.constant("correct" as const), which: fc.nat(), day: anyDay, sum: anyPence, isRestricted: fc.boolean() }),
  fc.record({ kind: fc.constant("void" as const), which: fc.nat() }),
  fc.record({ kind: fc.constant("refund" as const), which: fc.nat(), sum: anyPence }),
  fc.record({ kind: fc.constant("dispute" as const), which: fc.nat(), becomes: fc.constantFrom("paid", "disputed", "charged_back") }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

/** What the books say of a gift: pence that came, and of them what is with us, reckoned here and not by what is tested. */
type Booked = {
  id: string;
  day: string;
  given: number;
  back: number;
  isForPlan: boolean;
  isRestricted: boolean;
  isOffline: boolean;
  state: "here" | "held" | "void";
};

const offlineGift = (day: string, sum: number, isRestricted: boolean, method: OfflineGift["method"]): OfflineGift => ({
  method,
  giverKind: method === "collection" ? "several" : "person",
  receivedOn: day,
  pence: pence(sum),
  firstName: "Ada",
  lastName: "Byron",
  email: "",
  address: "",
  postcode: null,
  bankReference: newId(),
  fundId: fundOf(isRestricted),
});

const fundOf = (isRestricted: boolean): string => (isRestricted ? roomsFundId : generalFundId);

const inOrder = <Result>(work: Parameters<typeof inTransaction<Result>>[0]) =>
  inTransaction(async (tx) => {
    await lockOfflineGifts(tx);
    return await work(tx);
  });
const versionOf = async (id: string) => (await db.offlineGift.findUniqueOrThrow({ where: { donationId: id } })).version;
const nobodyClaims = () => Promise.resolve(false);

async function take(step: Step, books: Booked[], planId: string): Promise<void> {
  if (step.kind === "offline") {
    const gift = offlineGift(step.day, step.sum, step.isRestricted, step.method);
    const asked = { key: newId(), gift, choice: null, isAnother: false, sendReceipt: false, recordedBy: "Staff" };
    const recorded = await inOrder((tx) => recordOfflineGift(tx, asked));
    if (!("donationId" in recorded)) throw new Error("it was not recorded");
    books.push({
      id: recorded.donationId,
      day: step.day,
      given: step.sum,
      back: 0,
      isForPlan: false,
      isRestricted: step.isRestricted,
      isOffline: true,
      state: "here",
    });
    return;
  }
  if (step.kind === "stripe") {
    const paidAt = new Date(startOfLondonDate(step.day).getTime() + 3_600_000);
    const { id } = await insertGift({
      giftPence: step.sum,
      coverPence: step.cover,
      paymentMethod: "card",
      paidAt,
      createdAt: paidAt,
      planId: step.isForPlan ? planId : null,
      fundId: fundOf(step.isForPlan),
    });
    const given = step.sum + step.cover;
    books.push({
      id,
      day: step.day,
      given,
      back: 0,
      isForPlan: step.isForPlan,
      isRestricted: step.isForPlan,
      isOffline: false,
      state: "here",
    });
    return;
  }
  const able = books.filter(({ isOffline }) => (step.kind === "dispute" ? !isOffline : step.kind === "refund" || isOffline));
  const booked = able[step.which % Math.max(1, able.length)];
  if (!booked) return;
  const change = { id: newId(), donationId: booked.id, reason: "x", changedBy: "Staff" };
  const left = booked.given - booked.back;
  switch (step.kind) {
    case "correct": {
      const gift = offlineGift(step.day, step.sum, step.isRestricted, "cheque");
      const version = await versionOf(booked.id);
      const asked = { ...change, version, gift, choice: null, isAnother: false };
      const corrected = await inOrder((tx) => correctOfflineGift(tx, asked, nobodyClaims));
      const isRefused = booked.state === "void" || (booked.back > 0 && step.sum !== booked.given);
      expect("refused" in corrected).toBe(isRefused);
      if (!isRefused) Object.assign(booked, { day: step.day, given: step.sum, isRestricted: step.isRestricted });
      return;
    }
    case "void": {
      const version = await versionOf(booked.id);
      const voided = await inOrder((tx) => voidOfflineGift(tx, { ...change, version }, nobodyClaims));
      expect("refused" in voided).toBe(booked.state === "void" || booked.back > 0);
      if (!("refused" in voided)) booked.state = "void";
      return;
    }
    case "refund": {
      if (booked.state === "held" || (!booked.isOffline && (step.sum > left || left === 0))) return;
      if (booked.isOffline) {
        const version = await versionOf(booked.id);
        const refunded = await inOrder((tx) => recordOfflineRefund(tx, { ...change, version, pence: pence(step.sum) }));
        expect("refused" in refunded).toBe(booked.state === "void" || step.sum > left);
        if ("refused" in refunded) return;
      } else {
        const status = step.sum === left ? ("refunded" as const) : ("paid" as const);
        await db.donation.update({ where: { id: booked.id }, data: { refundedPence: booked.back + step.sum, status } });
      }
      booked.back += step.sum;
      return;
    }
    case "dispute": {
      if (left === 0) return;
      await db.donation.update({ where: { id: booked.id }, data: { status: step.becomes } });
      booked.state = step.becomes === "paid" ? "here" : "held";
    }
  }
}

const sum = (books: readonly Booked[], of: (booked: Booked) => number) => books.reduce((total, each) => total + of(each), 0);
const netOf = ({ state, given, back }: Booked) => (state === "here" ? given - back : 0);

test("after any history with refunds, disputes and offline gifts, overview, list and house say the sums of the rows", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 25 }), async (steps) => {
      await db.refund.deleteMany();
      await db.donation.deleteMany();
      await db.plan.deleteMany();
      const { id: planId } = await insertPlan();
      const books: Booked[] = [];
      for (const step of steps) await take(step, books, planId);
      const counted = books.filter(({ day, state }) => day >= from && day <= to && state !== "void");
      const [once, plans] = [counted.filter(({ isForPlan }) => !isForPlan), counted.filter(({ isForPlan }) => isForPlan)];
      const overview = await getOverview(new URLSearchParams({ from, to }));
      const text = (label: string) => overview.rows.find((row) => row.label === label)?.cells[0]?.text;
      const of = (some: readonly Booked[], isRestricted: boolean) => some.filter((each) => each.isRestricted === isRestricted);
      expect(text("One-off donation, unrestricted")).toBe(formatPounds(pence(sum(of(once, false), netOf))));
      expect(text("One-off donation, restricted")).toBe(formatPounds(pence(sum(of(once, true), netOf))));
      expect(text("By sponsorship, restricted")).toBe(formatPounds(pence(sum(plans, netOf))));
      const { filters } = parseGiftFilters(new URLSearchParams({ from, to }));
      const backOf = (each: Booked) => (each.state === "held" ? each.given : each.back);
      const sumsOf = (some: readonly Booked[]) => ({
        gifts: some.length,
        given: sum(some, (each) => each.given),
        returned: sum(some, backOf),
        net: sum(some, netOf),
      });
      expect(await sumGifts({ filters, search: null })).toEqual({
        unrestricted: sumsOf(of(counted, false)),
        restricted: sumsOf(of(counted, true)),
      });
      const [first, last] = [startOfLondonDate(from), startOfLondonDate(addDays(to, 1))];
      expect(await getDonationTotals(first, last, { oneOffOnly: true })).toMatchObject({ gifts: once.length, net: sum(once, netOf) });
      const voided = await sumGifts({ filters: { ...filters, statuses: ["void"], from: null, to: null }, search: null });
      expect([voided?.unrestricted.gifts, voided?.restricted.gifts]).toEqual(
        [false, true].map((isRestricted) => of(books, isRestricted).filter(({ state }) => state === "void").length),
      );
    }),
    { numRuns: 8, seed: 11 },
  );
}, 120_000);
