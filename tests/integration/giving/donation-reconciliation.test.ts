import { expect, test } from "vitest";
import { reconcileDonations } from "~/giving/payments/reconcile-donations.server";
import { syncDonation } from "~/giving/payments/sync-donation.server";
import { startDonation } from "~/giving/checkout/start-donation.server";
import { tasks } from "~/jobs.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { stripe } from "~/platform/payments/stripe.server";
import { listFindings } from "~/platform/reconciliation/reconciliations.server";
import {
  aDonationFormWithGiftAid,
  aDonationForm,
  aDonorOrigin,
  advanceDays,
  runJobs,
  getDonation,
  useDonationHarness,
  listQueuedEmailKinds,
  listSentSubjects,
  getPaymentIntentId,
  getDonationAfterJobs,
  startTestDonation,
  stripeControl,
} from "tests/support/giving/donation-harness";

useDonationHarness();

/** One night: how many gifts were looked at, and what was found, as it is kept. */
async function reconcileNow(days?: number) {
  const run = await reconcileDonations(days);
  if (!run) throw new Error("another run is under way");
  const findings = await listFindings(run.id);
  return { checked: run.checked, findings: findings.map(({ about, message, healed }) => ({ about, message, healed })) };
}

test("what webhooks should have told and did not is healed and listed; a second run finds nothing", async () => {
  stripeControl().chaos({ drop: 1 });
  const paid = await startTestDonation(aDonationFormWithGiftAid());
  const collecting = await startTestDonation();
  const expired = await startTestDonation();
  const open = await startTestDonation();
  stripeControl().completeSession(paid.stripeCheckoutSessionId, { card: "visa" });
  stripeControl().completeSession(collecting.stripeCheckoutSessionId, { bacs: "pays" });
  await stripe().checkout.sessions.expire(expired.stripeCheckoutSessionId);
  await advanceDays(0.1);

  const { checked, findings } = await reconcileNow();
  expect(checked).toBe(4);
  expect(findings.toSorted((a, b) => (a.message < b.message ? -1 : 1))).toEqual([
    { about: collecting.reference, message: "Was pending, is collecting.", healed: true },
    { about: expired.reference, message: "Was pending, is expired.", healed: true },
    { about: paid.reference, message: "Was pending, is paid.", healed: true },
  ]);
  expect(await Promise.all([paid, collecting, expired, open].map(async ({ id }) => (await getDonation(id)).status))).toEqual([
    "paid",
    "collecting",
    "expired",
    "pending",
  ]);
  expect(await db.reconciliation.findMany()).toMatchObject([
    { kind: "donations", checked: 4, healed: 3, open: 0, finishedAt: expect.any(Date) },
  ]);
  await runJobs();
  expect(await listQueuedEmailKinds()).toEqual(["direct-debit-on-its-way", "receipt"]);

  expect((await reconcileNow()).findings).toEqual([]);
  expect(await db.stripeEvent.count()).toBe(0);
});

test("refunds, claims, fees and late Direct Debits that nobody told of are healed, whichever there were", async () => {
  const [refunded, disputed, debit] = [await startTestDonation(), await startTestDonation(), await startTestDonation()];
  for (const { stripeCheckoutSessionId } of [refunded, disputed])
    stripeControl().completeSession(stripeCheckoutSessionId, { card: "visa" });
  stripeControl().completeSession(debit.stripeCheckoutSessionId, { bacs: "pays" });
  for (const { id } of [refunded, disputed, debit]) await getDonationAfterJobs(id);
  stripeControl().chaos({ drop: 1 });
  await advanceDays(0.1);
  expect((await reconcileNow()).findings.map(({ message }) => message)).toEqual([
    "Its fee was not known: 65p.",
    "Its fee was not known: 65p.",
  ]);
  stripeControl().refund(await getPaymentIntentId(refunded.id), 400);
  stripeControl().openDispute(await getPaymentIntentId(disputed.id));
  await advanceDays(7);

  const { findings } = await reconcileNow(30);
  expect(Object.fromEntries(findings.map(({ about, message }) => [about, message]))).toEqual({
    [refunded.reference]: "Refunded: was 0p, is 400p.",
    [disputed.reference]: "Was paid, is disputed.",
    [debit.reference]: "Was collecting, is paid.",
  });
  expect(findings.every(({ healed }) => healed)).toBe(true);
  expect((await reconcileNow(30)).findings).toEqual([]);
  expect(await listQueuedEmailKinds()).toEqual(["direct-debit-on-its-way", "dispute-opened", "receipt", "receipt", "receipt", "refund"]);
});

test("a payment page whose gift never learnt of it is adopted, and what was paid there is booked", async () => {
  stripeControl().chaos({ drop: 1 });
  const [open, paid] = [await startTestDonation(), await startTestDonation()];
  stripeControl().completeSession(paid.stripeCheckoutSessionId, { card: "visa" });
  await db.donation.updateMany({ data: { stripeCheckoutSessionId: null, stripeCheckoutUrl: null } });

  const { findings } = await reconcileNow();
  expect(findings.toSorted((a, b) => (a.message + a.about < b.message + b.about ? -1 : 1))).toEqual(
    [
      { about: open.reference, message: "Its payment page was open at Stripe and not known here.", healed: true },
      { about: paid.reference, message: "Its payment page was open at Stripe and not known here.", healed: true },
      { about: paid.reference, message: "Was pending, is paid.", healed: true },
    ].toSorted((a, b) => (a.message + a.about < b.message + b.about ? -1 : 1)),
  );
  expect(await getDonation(open.id)).toMatchObject({
    stripeCheckoutSessionId: open.stripeCheckoutSessionId,
    stripeCheckoutUrl: open.stripeCheckoutUrl,
    status: "pending",
  });
  expect(await getDonation(paid.id)).toMatchObject({ status: "paid" });
  expect((await reconcileNow()).findings).toEqual([]);
});

test("payments that are not of this site are left alone", async () => {
  await stripe().checkout.sessions.create({
    mode: "payment",
    client_reference_id: "somebody-else",
    metadata: { reference: "somebody-else" },
    success_url: "https://example.org",
    line_items: [{ quantity: 1, price_data: { currency: "gbp", unit_amount: 500, product_data: { name: "Mug" } } }],
  });
  expect(await reconcileNow()).toMatchObject({ checked: 0, findings: [] });
});

test("what needs a person is told to staff, once for each run, with references and no names", async () => {
  const gift = await startTestDonation();
  await db.donation.update({ where: { id: gift.id }, data: { giftPence: 2000 } });
  stripeControl().chaos({ drop: 1 });
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  const { findings } = await reconcileNow();
  expect(findings).toEqual([{ about: gift.reference, message: "Needs a person: 3000 pence arrived of 2000.", healed: false }]);
  await runJobs();
  expect(await listQueuedEmailKinds()).toEqual(["alert", "reconciliation"]);
  expect(listSentSubjects().toSorted()).toEqual([
    `Roomlight: Donation ${gift.reference} needs a look`,
    "Roomlight: One donation differs from Stripe",
  ]);
});

test("one gift that Stripe can't be asked about does not keep the others from being healed", async () => {
  stripeControl().chaos({ drop: 1 });
  const [lost, healed] = [await startTestDonation(), await startTestDonation()];
  stripeControl().completeSession(healed.stripeCheckoutSessionId, { card: "visa" });
  await db.donation.update({ where: { id: lost.id }, data: { stripeCheckoutSessionId: "cs_test_gone" } });
  const { findings } = await reconcileNow();
  expect(findings).toContainEqual({ about: healed.reference, message: "Was pending, is paid.", healed: true });
  expect(findings.filter((finding) => !finding.healed)).toEqual([
    { about: lost.reference, message: expect.stringMatching(/could not be asked/), healed: false },
  ]);
});

test("a run while Stripe is away fails as a whole, and the job is tried again", async () => {
  const { apiUrl } = config.stripe;
  config.stripe.apiUrl = "http://127.0.0.1:9";
  const context = { jobId: "1", attempt: 1, maxAttempts: 25, signal: undefined };
  await expect(tasks["reconcile-donations"]?.({}, context)).rejects.toThrow();
  config.stripe.apiUrl = apiUrl;
  await tasks["reconcile-donations"]?.({}, context);
  expect(await db.reconciliation.count({ where: { finishedAt: { not: null } } })).toBe(1);
});

test("more gifts than fit one page of a list are all looked at", async () => {
  stripeControl().chaos({ drop: 1 });
  const gifts = [];
  for (let batch = 0; batch < 7; batch++)
    gifts.push(...(await Promise.all(Array.from({ length: 15 }, () => startDonation(aDonationForm(), aDonorOrigin())))));
  expect(gifts.filter((started) => "goTo" in started)).toHaveLength(105);
  expect((await reconcileNow()).checked).toBe(105);
});

test("a night that was killed goes on where it was, and looks at each gift once", async () => {
  stripeControl().chaos({ drop: 1 });
  const [first, second] = [await startTestDonation(), await startTestDonation()];
  for (const { stripeCheckoutSessionId } of [first, second]) stripeControl().completeSession(stripeCheckoutSessionId, { card: "visa" });
  const startedAt = new Date(Date.now() - 60_000);
  // Killed after the newest page, whose step was saved.
  await syncDonation(second.id);
  await db.donation.update({ where: { id: second.id }, data: { reconciledAt: startedAt } });
  const killed = { startedAt, since: new Date(0), pass: "checkouts", cursor: second.stripeCheckoutSessionId, checked: 1 };
  await db.reconciliation.create({ data: { id: "killed", kind: "donations", ...killed } });
  expect(await reconcileDonations()).toMatchObject({ id: "killed", checked: 2, healed: 1, open: 0, finishedAt: expect.any(Date) });
  expect(await listFindings("killed")).toMatchObject([{ about: first.reference, message: "Was pending, is paid." }]);
});

test("a run that does not look back as far as is asked for is not gone on with", async () => {
  const short = { startedAt: new Date(), since: new Date(Date.now() - 86_400_000) };
  await db.reconciliation.create({ data: { id: "short", kind: "donations", ...short } });
  expect((await reconcileDonations(7))?.id).not.toBe("short");
});
