import { expect, test } from "vitest";
import { reconcileDonations } from "~/giving/payments/reconcile-donations.server";
import { startDonation } from "~/giving/checkout/start-donation.server";
import { tasks } from "~/jobs.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { stripe } from "~/platform/payments/stripe.server";
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
} from "tests/support/donation-harness";

useDonationHarness();

/** What a run of the comparison found, as it is kept. */
const listDesk = async () =>
  (await db.donationReconciliationFinding.findMany({ orderBy: [{ about: "asc" }, { message: "asc" }] })).map(
    ({ about, message, healed }) => ({
      about,
      words: message,
      healed,
    }),
  );

test("what webhooks should have told and did not is healed and listed; a second run finds nothing", async () => {
  stripeControl().chaos({ drop: 1 });
  const paid = await startTestDonation(aDonationFormWithGiftAid());
  const collecting = await startTestDonation();
  const expired = await startTestDonation();
  const open = await startTestDonation();
  stripeControl().completeSession(paid.sessionId, { card: "visa" });
  stripeControl().completeSession(collecting.sessionId, { bacs: "pays" });
  await stripe().checkout.sessions.expire(expired.sessionId);
  await advanceDays(0.1);

  const { checked, findings } = await reconcileDonations();
  expect(checked).toBe(4);
  expect(findings.toSorted((a, b) => (a.message < b.message ? -1 : 1))).toEqual([
    { about: collecting.reference, message: "Was pending, is collecting.", healed: true },
    { about: expired.reference, message: "Was pending, is expired.", healed: true },
    { about: paid.reference, message: "Was pending, is paid.", healed: true },
  ]);
  expect((await listDesk()).length).toBe(3);
  expect(await Promise.all([paid, collecting, expired, open].map(async ({ id }) => (await getDonation(id)).status))).toEqual([
    "paid",
    "collecting",
    "expired",
    "pending",
  ]);
  expect(await db.donationReconciliation.findMany()).toMatchObject([{ checked: 4, finishedAt: expect.any(Date) }]);
  await runJobs();
  expect(await listQueuedEmailKinds()).toEqual(["direct-debit-on-its-way", "receipt"]);

  expect((await reconcileDonations()).findings).toEqual([]);
  expect(await db.stripeEvent.count()).toBe(0);
});

test("refunds, claims, fees and late Direct Debits that nobody told of are healed, whichever there were", async () => {
  const [refunded, disputed, debit] = [await startTestDonation(), await startTestDonation(), await startTestDonation()];
  for (const { sessionId } of [refunded, disputed]) stripeControl().completeSession(sessionId, { card: "visa" });
  stripeControl().completeSession(debit.sessionId, { bacs: "pays" });
  for (const { id } of [refunded, disputed, debit]) await getDonationAfterJobs(id);
  stripeControl().chaos({ drop: 1 });
  await advanceDays(0.1);
  expect((await reconcileDonations()).findings.map(({ message }) => message)).toEqual([
    "Its fee was not known: 65p.",
    "Its fee was not known: 65p.",
  ]);
  stripeControl().refund(await getPaymentIntentId(refunded.id), 400);
  stripeControl().openDispute(await getPaymentIntentId(disputed.id));
  await advanceDays(7);

  const { findings } = await reconcileDonations(30);
  expect(Object.fromEntries(findings.map(({ about, message }) => [about, message]))).toEqual({
    [refunded.reference]: "Sent back: was 0p, is 400p.",
    [disputed.reference]: "Was paid, is disputed.",
    [debit.reference]: "Was collecting, is paid.",
  });
  expect(findings.every(({ healed }) => healed)).toBe(true);
  expect((await reconcileDonations(30)).findings).toEqual([]);
  expect(await listQueuedEmailKinds()).toEqual(["direct-debit-on-its-way", "dispute-opened", "receipt", "receipt", "receipt", "refund"]);
});

test("a payment page whose gift never learnt of it is adopted, and what was paid there is booked", async () => {
  stripeControl().chaos({ drop: 1 });
  const [open, paid] = [await startTestDonation(), await startTestDonation()];
  stripeControl().completeSession(paid.sessionId, { card: "visa" });
  await db.donation.updateMany({ data: { stripeCheckoutSessionId: null, stripeCheckoutUrl: null } });

  const { findings } = await reconcileDonations();
  expect(findings.toSorted((a, b) => (a.message + a.about < b.message + b.about ? -1 : 1))).toEqual(
    [
      { about: open.reference, message: "Its payment page was open at Stripe and not known here.", healed: true },
      { about: paid.reference, message: "Its payment page was open at Stripe and not known here.", healed: true },
      { about: paid.reference, message: "Was pending, is paid.", healed: true },
    ].toSorted((a, b) => (a.message + a.about < b.message + b.about ? -1 : 1)),
  );
  expect(await getDonation(open.id)).toMatchObject({
    stripeCheckoutSessionId: open.sessionId,
    stripeCheckoutUrl: open.stripeCheckoutUrl,
    status: "pending",
  });
  expect(await getDonation(paid.id)).toMatchObject({ status: "paid" });
  expect((await reconcileDonations()).findings).toEqual([]);
});

test("payments that are not of this site are left alone", async () => {
  await stripe().checkout.sessions.create({
    mode: "payment",
    client_reference_id: "somebody-else",
    metadata: { reference: "somebody-else" },
    success_url: "https://example.org",
    line_items: [{ quantity: 1, price_data: { currency: "gbp", unit_amount: 500, product_data: { name: "Mug" } } }],
  });
  expect(await reconcileDonations()).toMatchObject({ checked: 0, findings: [] });
});

test("what needs a person is told to staff, once for each run, with references and no names", async () => {
  const gift = await startTestDonation();
  await db.donation.update({ where: { id: gift.id }, data: { giftPence: 2000 } });
  stripeControl().chaos({ drop: 1 });
  stripeControl().completeSession(gift.sessionId, { card: "visa" });
  const { findings } = await reconcileDonations();
  expect(findings).toEqual([{ about: gift.reference, message: "Needs a person: 3000 pence arrived of 2000.", healed: false }]);
  await runJobs();
  expect(await listQueuedEmailKinds()).toEqual(["alert", "reconciliation"]);
  expect(listSentSubjects().toSorted()).toEqual([
    `Roomlight: Gift ${gift.reference} needs a look`,
    "Roomlight: One gift differs from Stripe",
  ]);
});

test("one gift that Stripe can't be asked about does not keep the others from being healed", async () => {
  stripeControl().chaos({ drop: 1 });
  const [lost, healed] = [await startTestDonation(), await startTestDonation()];
  stripeControl().completeSession(healed.sessionId, { card: "visa" });
  await db.donation.update({ where: { id: lost.id }, data: { stripeCheckoutSessionId: "cs_test_gone" } });
  const { findings } = await reconcileDonations();
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
  expect(await db.donationReconciliation.count({ where: { finishedAt: { not: null } } })).toBe(1);
});

test("more gifts than fit one page of a list are all looked at", async () => {
  stripeControl().chaos({ drop: 1 });
  const gifts = [];
  for (let batch = 0; batch < 7; batch++)
    gifts.push(...(await Promise.all(Array.from({ length: 15 }, () => startDonation(aDonationForm(), aDonorOrigin())))));
  expect(gifts.filter((started) => "goTo" in started)).toHaveLength(105);
  expect((await reconcileDonations()).checked).toBe(105);
});
