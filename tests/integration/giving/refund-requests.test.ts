import { expect, test } from "vitest";
import { carryOutRefund, requestRefund } from "~/giving/payments/refund-donation.server";
import type { RefundForm } from "~/giving/payments/refund-rules";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { pence } from "~/platform/money";
import {
  advanceDays,
  completeDonation,
  getDonation,
  getDonationAfterJobs,
  getPaymentIntentId,
  listQueuedEmailKinds,
  startTestDonation,
  stripeControl,
  useDonationHarness,
} from "tests/support/giving/donation-harness";

useDonationHarness();

const aForm = (change: Partial<RefundForm> = {}): RefundForm => ({
  pence: pence(1000),
  reason: "requested_by_customer",
  note: "Rang on Tuesday",
  ...change,
});
const ask = (donationId: string, form: RefundForm = aForm(), id: string = newId()) =>
  inTransaction((tx) => requestRefund(tx, { id, donationId, form, requestedBy: "Ann" }));
const listRequests = () => db.refundRequest.findMany({ orderBy: [{ requestedAt: "asc" }, { id: "asc" }] });

test("a part of a gift goes back, its donor is told once, and what is left can still go back", async () => {
  const { id } = await completeDonation({ card: "visa" });
  const form = newId();
  expect(await ask(id, aForm(), form)).toMatchObject({ isNew: true, request: { status: "open", pence: 1000 } });
  expect(await carryOutRefund(form)).toBe("done");
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "paid", refundedPence: 1000 });
  const rest = newId();
  await ask(id, aForm({ pence: pence(2000), reason: "duplicate" }), rest);
  expect(await carryOutRefund(rest)).toBe("done");
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "refunded", refundedPence: 3000 });
  expect(await listQueuedEmailKinds()).toEqual(["receipt", "refund", "refund"]);
  const refunds = await db.refund.findMany();
  expect(new Set((await listRequests()).map(({ stripeRefundId }) => stripeRefundId))).toEqual(new Set(refunds.map((refund) => refund.id)));
});

test("pressed twice, by two people at once, and carried out by the screen and the job together: once", async () => {
  const { id } = await completeDonation({ card: "visa" });
  const form = newId();
  const asked = await Promise.all([ask(id, aForm(), form), ask(id, aForm(), form)]);
  expect(asked.filter((each) => "isNew" in each && each.isNew)).toHaveLength(1);
  await Promise.all([carryOutRefund(form), carryOutRefund(form), carryOutRefund(form)]);
  expect(await getDonationAfterJobs(id)).toMatchObject({ refundedPence: 1000 });
  expect(await db.refund.count()).toBe(1);
});

test("never more than is left, counting what is asked for and not done yet", async () => {
  const { id } = await completeDonation({ card: "visa" });
  expect(await ask(id, aForm({ pence: pence(3001) }))).toEqual({ refused: "more-than-left", left: 3000 });
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask(id, aForm({ pence: pence(1000) }))));
  expect(answers.filter((answer) => "request" in answer)).toHaveLength(3);
  expect(answers.filter((answer) => "refused" in answer)).toEqual([{ refused: "not-refundable" }, { refused: "not-refundable" }]);
  for (const { id: request } of await listRequests()) expect(await carryOutRefund(request)).toBe("done");
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "refunded", refundedPence: 3000 });
});

test("a gift that has not arrived, is with the bank, went back, or is another form's, is not refunded", async () => {
  const open = await startTestDonation();
  expect(await ask(open.id)).toEqual({ refused: "not-refundable" });
  expect(await ask("nothing")).toEqual({ refused: "not-refundable" });
  const disputed = await completeDonation({ card: "visa" });
  const form = newId();
  await ask(disputed.id, aForm(), form);
  const other = await completeDonation({ card: "visa" });
  expect(await ask(other.id, aForm(), form)).toEqual({ refused: "not-refundable" });
  stripeControl().openDispute(await getPaymentIntentId(disputed.id));
  await getDonationAfterJobs(disputed.id);
  expect(await ask(disputed.id)).toEqual({ refused: "not-refundable" });
});

test("Stripe's no is written down with its reason, staff are told, and the sum is free again", async () => {
  const { id } = await completeDonation({ card: "visa" });
  const form = newId();
  await ask(id, aForm({ pence: pence(3000) }), form);
  // Somebody was quicker, at Stripe's own page, and the news of it is on its way.
  stripeControl().refund(await getPaymentIntentId(id));
  expect(await carryOutRefund(form)).toBe("refused");
  expect(await listRequests()).toMatchObject([{ status: "refused", failureCode: "charge_already_refunded", stripeRefundId: null }]);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "refunded", refundedPence: 3000 });
  expect(await listQueuedEmailKinds()).toEqual(["receipt", "refund", "refund-refused"]);
});

test("while Stripe is away nothing is lost: it is open, holds its sum, and is done once Stripe is back", async () => {
  const { id } = await completeDonation({ card: "visa" });
  const form = newId();
  await ask(id, aForm({ pence: pence(3000) }), form);
  stripeControl().chaos({ tooManyRequests: 1 });
  expect(await carryOutRefund(form)).toBe("open");
  expect(await ask(id, aForm({ pence: pence(1) }))).toEqual({ refused: "not-refundable" });
  stripeControl().chaos({ tooManyRequests: 0 });
  expect(await carryOutRefund(form)).toBe("done");
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "refunded" });
});

test("an answer that is lost, and a key that Stripe has forgotten, send nothing twice", async () => {
  const { id } = await completeDonation({ card: "visa" });
  const form = newId();
  await ask(id, aForm(), form);
  stripeControl().chaos({ lostReply: { next: 1 } });
  expect(await carryOutRefund(form)).toBe("done");
  // As a process leaves it that was killed before it could write Stripe's answer down, and came back two days later.
  const requestedAt = new Date(Date.now() - 48 * 3_600_000);
  await db.refundRequest.update({
    where: { id: form },
    data: { status: "open", stripeRefundId: null, finishedAt: null, requestedAt },
  });
  await advanceDays(2);
  expect(await carryOutRefund(form)).toBe("done");
  await getDonationAfterJobs(id);
  expect(await db.refund.count()).toBe(1);
  expect(await getDonation(id)).toMatchObject({ refundedPence: 1000 });
});
