import { expect, test } from "vitest";
import { getPayout, listPayoutLines, listPayouts } from "~/accounts/payouts/payouts.server";
import { reconcilePayouts } from "~/accounts/payouts/reconcile-payouts.server";
import { syncPayout } from "~/accounts/payouts/sync-payout.server";
import { db } from "~/platform/database/db.server";
import { stripe } from "~/platform/payments/stripe.server";
import { listFindings } from "~/platform/reconciliation/reconciliations.server";
import { advanceDays, completeDonation, getPaymentIntentId, runJobs, stripeControl } from "tests/support/giving/donation-harness";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();

/** Lets what is available go to the bank, arrive there and be heard of. */
async function payOut(): Promise<string> {
  const payout = stripeControl().payOut();
  if (!payout) throw new Error("nothing is available");
  await advanceDays(1.1);
  await runJobs();
  return payout.id;
}

async function reconcileNow() {
  const run = await reconcilePayouts();
  if (!run) throw new Error("another run is under way");
  return (await listFindings(run.id)).map(({ message, healed }) => ({ message, healed }));
}

const linesOf = async (id: string) =>
  (await listPayoutLines(id, 100))
    .map(({ kind, pence, feePence, donationId }) => ({ kind, pence, feePence, donationId }))
    .toSorted((one, other) => other.pence - one.pence);

test("a payout is explained by its gifts, fees, refunds and disputes, each with its gift, as soon as it is at the bank", async () => {
  const whole = await completeDonation({ card: "visa" });
  const refunded = await completeDonation({ card: "visa" });
  const disputed = await completeDonation({ card: "visa" });
  await advanceDays(0.1);
  stripeControl().refund(await getPaymentIntentId(refunded.id), 1000);
  stripeControl().openDispute(await getPaymentIntentId(disputed.id));
  stripeControl().adjustBalance({ pence: -99, description: "Radar" });
  await advanceDays(8);
  await runJobs();
  const id = await payOut();
  // 1.5% and 20p of each £30; £20 for the dispute.
  expect(await getPayout(id)).toMatchObject({
    status: "paid",
    isSynced: true,
    gifts: 9000,
    refunds: -1000,
    disputes: -3000,
    fees: -3 * 65 - 2000,
    other: -99,
    difference: 0,
    pence: 9000 - 1000 - 3000 - 195 - 2000 - 99,
  });
  expect(await linesOf(id)).toEqual([
    ...[whole, refunded, disputed].map(() => ({ kind: "charge", pence: 3000, feePence: 65, donationId: expect.any(String) as string })),
    { kind: "adjustment", pence: -99, feePence: 0, donationId: null },
    { kind: "refund", pence: -1000, feePence: 0, donationId: refunded.id },
    { kind: "dispute", pence: -3000, feePence: 2000, donationId: disputed.id },
  ]);
  await syncPayout(id);
  expect(await db.balanceTransaction.count({ where: { payoutId: id } })).toBe(7);
});

test("what no event told is found at night; a payment made at the dashboard stays a line of no gift; a payout by hand is a difference", async () => {
  await completeDonation({ card: "visa" });
  stripeControl().chaos({ drop: 1 });
  const method = await stripe().paymentMethods.create({ type: "card", card: { token: "tok_visa" } });
  await stripe().paymentIntents.create({
    amount: 5000,
    currency: "gbp",
    payment_method: method.id,
    confirm: true,
    description: "Cheque by phone",
    allowed_payment_method_types: ["card"],
  });
  await advanceDays(8);
  const byHand = stripeControl().payOut(500);
  await advanceDays(0.01);
  const automatic = stripeControl().payOut();
  await advanceDays(2);
  expect(await listPayouts(10)).toEqual([]);
  expect(await reconcileNow()).toEqual([]);
  expect(await listPayouts(10)).toMatchObject([
    { id: automatic?.id, pence: 3000 - 65 + 5000 - 95 - 500, gifts: 3000, fees: -160, other: 5000 - 500, difference: 0 },
    { id: byHand?.id, automatic: false, pence: 500, difference: 500 },
  ]);
  const [payment] = (await listPayoutLines(automatic?.id ?? "", 10)).filter(({ kind, donationId }) => kind === "charge" && !donationId);
  expect(payment).toMatchObject({ description: "Cheque by phone", donation: null });
  expect(await reconcileNow()).toEqual([]);
});

test("a payout that the bank sends back is listed for a person, and comes with the next one as a line", async () => {
  await completeDonation({ card: "visa" });
  await advanceDays(8);
  const first = await payOut();
  stripeControl().chaos({ drop: 1 });
  stripeControl().failPayout(first);
  expect(await reconcileNow()).toEqual([
    { message: "The bank sent the payout back (account_closed).", healed: false },
    { message: "The payout was paid, is failed.", healed: true },
  ]);
  expect(await reconcileNow()).toEqual([]);
  stripeControl().chaos({ drop: 0 });
  const second = await payOut();
  expect(await getPayout(first)).toMatchObject({ status: "failed", difference: 0 });
  expect(await getPayout(second)).toMatchObject({ status: "paid", pence: 2935, gifts: 0, other: 2935, difference: 0 });
});

test("a payout that fails is listed for a person once, also where an event told of it first", async () => {
  await completeDonation({ card: "visa" });
  await advanceDays(8);
  const id = await payOut();
  stripeControl().failPayout(id);
  await stripeControl().idle();
  await runJobs();
  expect(await getPayout(id)).toMatchObject({ status: "failed" });
  expect(await reconcileNow()).toEqual([{ message: "The bank sent the payout back (account_closed).", healed: false }]);
  expect(await reconcileNow()).toEqual([]);
});

test("a payout that is not what its lines come to is listed for a person once, and its difference is known", async () => {
  await completeDonation({ card: "visa" });
  await advanceDays(8);
  const id = await payOut();
  await db.balanceTransaction.updateMany({ where: { kind: "charge" }, data: { payoutId: null } });
  await reconcileNow();
  expect(await getPayout(id)).toMatchObject({ gifts: 0, difference: 2935 });
  const findings = await db.reconciliationFinding.findMany();
  expect(findings).toMatchObject([{ about: id, message: "The payout is £29.35 more than its lines.", healed: false }]);
  await reconcileNow();
  expect(await db.reconciliationFinding.count()).toBe(1);
});

test("a gift that is known only after its payout is matched by the next look", async () => {
  await completeDonation({ card: "visa" });
  await advanceDays(8);
  const id = await payOut();
  await db.balanceTransaction.updateMany({ data: { donationId: null } });
  expect(await getPayout(id)).toMatchObject({ gifts: 0, other: 3000, difference: 0 });
  await reconcileNow();
  expect(await getPayout(id)).toMatchObject({ gifts: 3000, other: 0, difference: 0 });
});

test("while Stripe still gathers the lines of a payout it counts as not read", async () => {
  await completeDonation({ card: "visa" });
  await advanceDays(8);
  const payout = stripeControl().payOut();
  await syncPayout(payout?.id ?? "");
  expect(await getPayout(payout?.id ?? "")).toMatchObject({ status: "in_transit", isSynced: false });
  await advanceDays(1.1);
  await runJobs();
  expect(await getPayout(payout?.id ?? "")).toMatchObject({ status: "paid", isSynced: true, difference: 0 });
});
