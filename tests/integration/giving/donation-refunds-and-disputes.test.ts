import { expect, test } from "vitest";
import { getThankYouView } from "~/giving/checkout/thank-you-view.server";
import { getDonationTotals } from "~/giving/statements/donation-totals.server";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import {
  aDonationFormWithGiftAid,
  advanceDays,
  getDonation,
  useDonationHarness,
  completeDonation,
  listQueuedEmailKinds,
  listSentSubjects,
  getPaymentIntentId,
  getDonationAfterJobs,
  startTestDonation,
  stripeControl,
} from "tests/support/giving/donation-harness";

useDonationHarness();

const totals = () => getDonationTotals(new Date(0), new Date("2100-01-01"));
const nothing = { gifts: 0, total: 0, returned: 0, net: 0 };
const shown = async (id: string) => await getThankYouView((await getDonation(id)).token);

test("a partial refund, and then the rest, take their share of the total and of Gift Aid back, with an email each", async () => {
  const { id } = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
  stripeControl().refund(await getPaymentIntentId(id), 1000);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "paid", refundedPence: 1000 });
  expect(await shown(id)).toMatchObject({ state: "paid", total: 3000, refunded: 1000, net: 2000, giftAid: 500 });
  expect(await totals()).toEqual({ gifts: 1, total: 3000, returned: 1000, net: 2000 });
  stripeControl().refund(await getPaymentIntentId(id));
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "refunded", refundedPence: 3000 });
  expect(await shown(id)).toMatchObject({ state: "refunded", refunded: 3000, net: 0, giftAid: 0 });
  expect(await totals()).toEqual({ gifts: 1, total: 3000, returned: 3000, net: 0 });
  expect(await db.refund.findMany({ orderBy: { pence: "asc" } })).toMatchObject([
    { pence: 1000, status: "succeeded" },
    { pence: 2000, status: "succeeded" },
  ]);
  expect(await listQueuedEmailKinds()).toEqual(["receipt", "refund", "refund"]);
  expect(listSentSubjects()).toHaveLength(3);
});

test("a refund that fails brings the gift back, and staff are told: its donor was promised money", async () => {
  const { id, reference } = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
  const refund = stripeControl().refund(await getPaymentIntentId(id));
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "refunded", refundedPence: 3000 });
  stripeControl().failRefund(refund.id);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "paid", refundedPence: 0 });
  expect(await db.refund.findMany()).toMatchObject([{ id: refund.id, status: "failed" }]);
  expect(await shown(id)).toMatchObject({ state: "paid", refunded: 0, net: 3000, giftAid: 750 });
  expect(await totals()).toEqual({ gifts: 1, total: 3000, returned: 0, net: 3000 });
  await getDonationAfterJobs(id);
  expect(await listQueuedEmailKinds()).toEqual(["receipt", "refund", "refund-failed"]);
  expect(listSentSubjects().at(-1)).toBe(`Roomlight: A refund of donation ${reference} failed`);
});

test("a partial refund that fails after another one leaves the other", async () => {
  const { id } = await completeDonation({ card: "visa" });
  const first = stripeControl().refund(await getPaymentIntentId(id), 500);
  stripeControl().refund(await getPaymentIntentId(id), 700);
  expect(await getDonationAfterJobs(id)).toMatchObject({ refundedPence: 1200 });
  stripeControl().failRefund(first.id);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "paid", refundedPence: 700 });
  expect((await db.refund.findMany()).map(({ status }) => status).toSorted()).toEqual(["failed", "succeeded"]);
});

test.each(["won", "lost"] as const)("a claim that is %s: not counted while it is open, and as it ends afterwards", async (end) => {
  const { id } = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
  stripeControl().openDispute(await getPaymentIntentId(id));
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "disputed" });
  expect(await shown(id)).toMatchObject({ state: "disputed", net: 0, giftAid: 0 });
  expect(await totals()).toEqual({ gifts: 1, total: 3000, returned: 3000, net: 0 });
  expect(await listQueuedEmailKinds()).toEqual(["dispute-opened", "receipt"]);
  stripeControl().closeDispute(await getPaymentIntentId(id), end);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: end === "won" ? "paid" : "charged_back" });
  expect(await shown(id)).toMatchObject(end === "won" ? { net: 3000, giftAid: 750 } : { net: 0, giftAid: 0 });
  expect((await totals()).net).toBe(end === "won" ? 3000 : 0);
  expect(await db.dispute.findMany()).toMatchObject([{ donationId: id, pence: 3000, status: end }]);
  expect(await listQueuedEmailKinds()).toEqual(["dispute-closed", "dispute-opened", "receipt"]);
});

test("a claim that is won after a partial refund leaves what was not refunded", async () => {
  const { id } = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
  stripeControl().refund(await getPaymentIntentId(id), 1000);
  stripeControl().openDispute(await getPaymentIntentId(id));
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "disputed", refundedPence: 1000 });
  expect((await totals()).net).toBe(0);
  stripeControl().closeDispute(await getPaymentIntentId(id), "won");
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "paid", refundedPence: 1000 });
  expect(await shown(id)).toMatchObject({ net: 2000, giftAid: 500 });
});

test("a card that was declined can be followed by one that is not: one gift, one receipt", async () => {
  const gift = await startTestDonation();
  for (const card of ["declined", "insufficientFunds"]) stripeControl().completeSession(gift.stripeCheckoutSessionId, { card });
  expect(await getDonationAfterJobs(gift.id)).toMatchObject({ status: "pending", paidAt: null });
  expect(await listQueuedEmailKinds()).toEqual([]);
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  expect(await getDonationAfterJobs(gift.id)).toMatchObject({ status: "paid", failureCode: null });
  expect(await listQueuedEmailKinds()).toEqual(["receipt"]);
});

test("3-D Secure that fails takes nothing; passed, it pays", async () => {
  const gift = await startTestDonation();
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "authenticates", challenge: "fail" });
  expect(await getDonationAfterJobs(gift.id)).toMatchObject({ status: "pending" });
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "authenticates", challenge: "pass" });
  expect(await getDonationAfterJobs(gift.id)).toMatchObject({ status: "paid" });
});

test("a page that nobody paid expires, without an email", async () => {
  const gift = await startTestDonation();
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "declined" });
  await advanceDays(2);
  expect(await getDonationAfterJobs(gift.id)).toMatchObject({ status: "expired", paidAt: null });
  expect(await listQueuedEmailKinds()).toEqual([]);
});

test("a Direct Debit is not received, and no Gift Aid is due on it, until its bank has paid", async () => {
  const { id } = await completeDonation({ bacs: "pays" }, aDonationFormWithGiftAid({ gift: pence(10_000) }));
  expect(await getDonation(id)).toMatchObject({ status: "collecting", paymentMethod: "bacs_debit", paidAt: null, supporterId: null });
  expect(await shown(id)).toMatchObject({ state: "collecting", net: 0, giftAid: 0, giftAidOncePaid: 2500, paidOn: null });
  expect(await totals()).toEqual(nothing);
  expect(await listQueuedEmailKinds()).toEqual(["direct-debit-on-its-way"]);
  await advanceDays(7);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "paid", feePence: 100 });
  expect(await shown(id)).toMatchObject({ net: 10_000, giftAid: 2500 });
  expect(await totals()).toEqual({ gifts: 1, total: 10_000, returned: 0, net: 10_000 });
  expect(await listQueuedEmailKinds()).toEqual(["direct-debit-on-its-way", "receipt"]);
});

test.each([
  ["fails", "insufficient_funds"],
  ["refuses", "debit_not_authorized"],
])("a Direct Debit whose bank %s was never received: an email says so once", async (bacs, failureCode) => {
  const { id } = await completeDonation({ bacs }, aDonationFormWithGiftAid());
  await advanceDays(7);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "failed", failureCode, paidAt: null, supporterId: null });
  await getDonationAfterJobs(id);
  expect(await shown(id)).toMatchObject({ state: "failed", net: 0, giftAid: 0 });
  expect(await totals()).toEqual(nothing);
  expect(await listQueuedEmailKinds()).toEqual(["direct-debit-failed", "direct-debit-on-its-way"]);
  expect(listSentSubjects()).toHaveLength(2);
});

test("a Direct Debit that is claimed back later is gone for good", async () => {
  const { id } = await completeDonation({ bacs: "disputes" }, aDonationFormWithGiftAid());
  await advanceDays(6.01);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "paid" });
  expect((await totals()).net).toBe(3000);
  await advanceDays(1);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "charged_back" });
  expect(await shown(id)).toMatchObject({ state: "charged_back", net: 0, giftAid: 0 });
  expect(await totals()).toEqual({ gifts: 1, total: 3000, returned: 3000, net: 0 });
});

test("a Direct Debit that is refunded counts as sent back at once, while the bank still works on it", async () => {
  const { id } = await completeDonation({ bacs: "pays" }, aDonationFormWithGiftAid());
  stripeControl().succeedPayment(await getPaymentIntentId(id));
  await getDonationAfterJobs(id);
  stripeControl().refund(await getPaymentIntentId(id));
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "refunded", refundedPence: 3000 });
  expect(await db.refund.findMany()).toMatchObject([{ status: "pending" }]);
  await advanceDays(4);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "refunded" });
  expect(await db.refund.findMany()).toMatchObject([{ status: "succeeded" }]);
  expect(listSentSubjects().filter((subject) => /back|refund/i.test(subject))).toHaveLength(1);
});

test("totals count gifts by when they were paid, from included and until excluded", async () => {
  const { paidAt } = await completeDonation({ card: "visa" });
  const at = (paidAt ?? new Date(0)).getTime();
  expect((await getDonationTotals(new Date(at), new Date(at + 1))).gifts).toBe(1);
  expect((await getDonationTotals(new Date(at - 1000), new Date(at))).gifts).toBe(0);
  expect((await getDonationTotals(new Date(at + 1), new Date(at + 1000))).gifts).toBe(0);
});
