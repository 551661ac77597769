import { expect, test } from "vitest";
import { showGift } from "~/giving/show-gift.server";
import { totalsBetween } from "~/giving/totals.server";
import { db } from "~/platform/db.server";
import { pence } from "~/platform/money";
import {
  aDeclaredForm,
  daysPass,
  giftOf,
  giftWorld,
  giveBy,
  lettersPosted,
  lettersSent,
  paymentOf,
  settled,
  startGift,
  stripeControl,
} from "tests/builders/gift";

giftWorld();

const totals = () => totalsBetween(new Date(0), new Date("2100-01-01"));
const nothing = { gifts: 0, given: 0, wentBack: 0, kept: 0 };
const shown = async (id: string) => await showGift((await giftOf(id)).token);

test("a partial refund, and then the rest, take their share of the total and of Gift Aid back, with a letter each", async () => {
  const { id } = await giveBy({ card: "visa" }, aDeclaredForm());
  stripeControl().refund(await paymentOf(id), 1000);
  expect(await settled(id)).toMatchObject({ state: "paid", refundedPence: 1000 });
  expect(await shown(id)).toMatchObject({ state: "paid", given: 3000, refunded: 1000, kept: 2000, giftAid: 500 });
  expect(await totals()).toEqual({ gifts: 1, given: 3000, wentBack: 1000, kept: 2000 });
  stripeControl().refund(await paymentOf(id));
  expect(await settled(id)).toMatchObject({ state: "refunded", refundedPence: 3000 });
  expect(await shown(id)).toMatchObject({ state: "refunded", refunded: 3000, kept: 0, giftAid: 0 });
  expect(await totals()).toEqual({ gifts: 1, given: 3000, wentBack: 3000, kept: 0 });
  expect(await db.refund.findMany({ orderBy: { pence: "asc" } })).toMatchObject([
    { pence: 1000, state: "succeeded" },
    { pence: 2000, state: "succeeded" },
  ]);
  expect(await lettersPosted()).toEqual(["receipt", "refund", "refund"]);
  expect(lettersSent()).toHaveLength(3);
});

test("a refund that fails brings the gift back, and staff are told: its donor was promised money", async () => {
  const { id, reference } = await giveBy({ card: "visa" }, aDeclaredForm());
  const refund = stripeControl().refund(await paymentOf(id));
  expect(await settled(id)).toMatchObject({ state: "refunded", refundedPence: 3000 });
  stripeControl().failRefund(refund.id);
  expect(await settled(id)).toMatchObject({ state: "paid", refundedPence: 0 });
  expect(await db.refund.findMany()).toMatchObject([{ id: refund.id, state: "failed" }]);
  expect(await shown(id)).toMatchObject({ state: "paid", refunded: 0, kept: 3000, giftAid: 750 });
  expect(await totals()).toEqual({ gifts: 1, given: 3000, wentBack: 0, kept: 3000 });
  await settled(id);
  expect(await lettersPosted()).toEqual(["receipt", "refund", "refund-failed"]);
  expect(lettersSent().at(-1)).toBe(`Roomlight: A refund of gift ${reference} failed`);
});

test("a partial refund that fails after another one leaves the other", async () => {
  const { id } = await giveBy({ card: "visa" });
  const first = stripeControl().refund(await paymentOf(id), 500);
  stripeControl().refund(await paymentOf(id), 700);
  expect(await settled(id)).toMatchObject({ refundedPence: 1200 });
  stripeControl().failRefund(first.id);
  expect(await settled(id)).toMatchObject({ state: "paid", refundedPence: 700 });
  expect((await db.refund.findMany()).map(({ state }) => state).toSorted()).toEqual(["failed", "succeeded"]);
});

test.each(["won", "lost"] as const)("a claim that is %s: not counted while it is open, and as it ends afterwards", async (end) => {
  const { id } = await giveBy({ card: "visa" }, aDeclaredForm());
  stripeControl().openDispute(await paymentOf(id));
  expect(await settled(id)).toMatchObject({ state: "disputed" });
  expect(await shown(id)).toMatchObject({ state: "disputed", kept: 0, giftAid: 0 });
  expect(await totals()).toEqual({ gifts: 1, given: 3000, wentBack: 3000, kept: 0 });
  expect(await lettersPosted()).toEqual(["dispute-opened", "receipt"]);
  stripeControl().closeDispute(await paymentOf(id), end);
  expect(await settled(id)).toMatchObject({ state: end === "won" ? "paid" : "charged_back" });
  expect(await shown(id)).toMatchObject(end === "won" ? { kept: 3000, giftAid: 750 } : { kept: 0, giftAid: 0 });
  expect((await totals()).kept).toBe(end === "won" ? 3000 : 0);
  expect(await db.dispute.findMany()).toMatchObject([{ donationId: id, pence: 3000, state: end }]);
  expect(await lettersPosted()).toEqual(["dispute-closed", "dispute-opened", "receipt"]);
});

test("a claim that is won after a partial refund leaves what was not refunded", async () => {
  const { id } = await giveBy({ card: "visa" }, aDeclaredForm());
  stripeControl().refund(await paymentOf(id), 1000);
  stripeControl().openDispute(await paymentOf(id));
  expect(await settled(id)).toMatchObject({ state: "disputed", refundedPence: 1000 });
  expect((await totals()).kept).toBe(0);
  stripeControl().closeDispute(await paymentOf(id), "won");
  expect(await settled(id)).toMatchObject({ state: "paid", refundedPence: 1000 });
  expect(await shown(id)).toMatchObject({ kept: 2000, giftAid: 500 });
});

test("a card that was declined can be followed by one that is not: one gift, one receipt", async () => {
  const gift = await startGift();
  for (const card of ["declined", "insufficientFunds"]) stripeControl().completeSession(gift.sessionId, { card });
  expect(await settled(gift.id)).toMatchObject({ state: "pending", paidAt: null });
  expect(await lettersPosted()).toEqual([]);
  stripeControl().completeSession(gift.sessionId, { card: "visa" });
  expect(await settled(gift.id)).toMatchObject({ state: "paid", failure: null });
  expect(await lettersPosted()).toEqual(["receipt"]);
});

test("3-D Secure that fails takes nothing; passed, it pays", async () => {
  const gift = await startGift();
  stripeControl().completeSession(gift.sessionId, { card: "authenticates", challenge: "fail" });
  expect(await settled(gift.id)).toMatchObject({ state: "pending" });
  stripeControl().completeSession(gift.sessionId, { card: "authenticates", challenge: "pass" });
  expect(await settled(gift.id)).toMatchObject({ state: "paid" });
});

test("a page that nobody paid expires, without a letter", async () => {
  const gift = await startGift();
  stripeControl().completeSession(gift.sessionId, { card: "declined" });
  await daysPass(2);
  expect(await settled(gift.id)).toMatchObject({ state: "expired", paidAt: null });
  expect(await lettersPosted()).toEqual([]);
});

test("a Direct Debit is not received, and no Gift Aid is due on it, until its bank has paid", async () => {
  const { id } = await giveBy({ bacs: "pays" }, aDeclaredForm({ gift: pence(10_000) }));
  expect(await giftOf(id)).toMatchObject({ state: "collecting", method: "bacs_debit", paidAt: null, supporterId: null });
  expect(await shown(id)).toMatchObject({ state: "collecting", kept: 0, giftAid: 0, giftAidLater: 2500, paidOn: null });
  expect(await totals()).toEqual(nothing);
  expect(await lettersPosted()).toEqual(["direct-debit-on-its-way"]);
  await daysPass(7);
  expect(await settled(id)).toMatchObject({ state: "paid", feePence: 100 });
  expect(await shown(id)).toMatchObject({ kept: 10_000, giftAid: 2500 });
  expect(await totals()).toEqual({ gifts: 1, given: 10_000, wentBack: 0, kept: 10_000 });
  expect(await lettersPosted()).toEqual(["direct-debit-on-its-way", "receipt"]);
});

test.each([
  ["fails", "insufficient_funds"],
  ["refuses", "debit_not_authorized"],
])("a Direct Debit whose bank %s was never received: a letter says so once", async (bacs, failure) => {
  const { id } = await giveBy({ bacs }, aDeclaredForm());
  await daysPass(7);
  expect(await settled(id)).toMatchObject({ state: "failed", failure, paidAt: null, supporterId: null });
  await settled(id);
  expect(await shown(id)).toMatchObject({ state: "failed", kept: 0, giftAid: 0 });
  expect(await totals()).toEqual(nothing);
  expect(await lettersPosted()).toEqual(["direct-debit-failed", "direct-debit-on-its-way"]);
  expect(lettersSent()).toHaveLength(2);
});

test("a Direct Debit that is claimed back later is gone for good", async () => {
  const { id } = await giveBy({ bacs: "disputes" }, aDeclaredForm());
  await daysPass(6.01);
  expect(await settled(id)).toMatchObject({ state: "paid" });
  expect((await totals()).kept).toBe(3000);
  await daysPass(1);
  expect(await settled(id)).toMatchObject({ state: "charged_back" });
  expect(await shown(id)).toMatchObject({ state: "charged_back", kept: 0, giftAid: 0 });
  expect(await totals()).toEqual({ gifts: 1, given: 3000, wentBack: 3000, kept: 0 });
});

test("a Direct Debit that is refunded counts as sent back at once, while the bank still works on it", async () => {
  const { id } = await giveBy({ bacs: "pays" }, aDeclaredForm());
  stripeControl().succeedPayment(await paymentOf(id));
  await settled(id);
  stripeControl().refund(await paymentOf(id));
  expect(await settled(id)).toMatchObject({ state: "refunded", refundedPence: 3000 });
  expect(await db.refund.findMany()).toMatchObject([{ state: "pending" }]);
  await daysPass(4);
  expect(await settled(id)).toMatchObject({ state: "refunded" });
  expect(await db.refund.findMany()).toMatchObject([{ state: "succeeded" }]);
  expect(lettersSent().filter((subject) => /back|refund/i.test(subject))).toHaveLength(1);
});

test("totals count gifts by when they were paid, from included and until excluded", async () => {
  const { paidAt } = await giveBy({ card: "visa" });
  const at = (paidAt ?? new Date(0)).getTime();
  expect((await totalsBetween(new Date(at), new Date(at + 1))).gifts).toBe(1);
  expect((await totalsBetween(new Date(at - 1000), new Date(at))).gifts).toBe(0);
  expect((await totalsBetween(new Date(at + 1), new Date(at + 1000))).gifts).toBe(0);
});
