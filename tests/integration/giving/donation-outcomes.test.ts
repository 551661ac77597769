import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { expect, test, vi } from "vitest";
import { restoreForm } from "~/giving/checkout/restore-form.server";
import { syncDonation } from "~/giving/payments/sync-donation.server";
import { getThankYouView } from "~/giving/checkout/thank-you-view.server";
import { getDonationTotals } from "~/giving/statements/donation-totals.server";
import { tasks } from "~/jobs.server";
import { config } from "~/platform/config/config.server";
import { db, pool } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import { newsWording } from "~/supporters/consent/consent";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { currentDeclarationWording } from "~/giving/gift-aid/gift-aid";
import { runInChild } from "tests/support/child-process";
import { databaseUrl } from "tests/support/database";
import {
  aDonationFormWithGiftAid,
  aDonationForm,
  aDonorOrigin,
  runJobs,
  getDonation,
  useDonationHarness,
  completeDonation,
  listQueuedEmailKinds,
  listSentSubjects,
  holdWebhooks,
  getDonationAfterJobs,
  startTestDonation,
  stripeControl,
  waitingJobs,
} from "tests/support/giving/donation-harness";
import { usePassingSeconds } from "tests/support/giving/pass-seconds";

useDonationHarness();

const passSeconds = usePassingSeconds();

test("the thanks are right without any webhook, and the emails are posted once however often they are looked at", async () => {
  stripeControl().chaos({ drop: 1 });
  const looks = async (token: string) => {
    passSeconds();
    return (await Promise.all([1, 2, 3, 4].map(() => getThankYouView(token)))).map((gift) => gift?.state);
  };
  const byCard = await startTestDonation();
  expect(await looks(byCard.token)).toEqual(["pending", "pending", "pending", "pending"]);
  stripeControl().completeSession(byCard.stripeCheckoutSessionId, { card: "declined" });
  expect(await looks(byCard.token)).toEqual(["pending", "pending", "pending", "pending"]);
  stripeControl().completeSession(byCard.stripeCheckoutSessionId, { card: "visa" });
  expect(await looks(byCard.token)).toEqual(["paid", "paid", "paid", "paid"]);
  const byDebit = await startTestDonation();
  stripeControl().completeSession(byDebit.stripeCheckoutSessionId, { bacs: "pays" });
  expect(await looks(byDebit.token)).toEqual(["collecting", "collecting", "collecting", "collecting"]);
  stripeControl().succeedPayment((await getDonation(byDebit.id)).stripePaymentIntentId ?? "");
  expect(await looks(byDebit.token)).toEqual(["paid", "paid", "paid", "paid"]);
  expect(await listQueuedEmailKinds()).toEqual(["direct-debit-on-its-way", "receipt", "receipt"]);
  expect(await db.stripeEvent.count()).toBe(0);
  expect(await getThankYouView("no-such-gift-no-such-gift")).toBeNull();
});

test("the thanks hold sums, dates and a reference, and nobody's name or address", async () => {
  const gift = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid({ message: "Private words" }));
  expect(JSON.stringify(await getThankYouView(gift.token))).not.toMatch(/Adaline|Lovelamp|example\.org|Candle|EX1|Private/i);
});

test("a tick for news is one line in the ledger, in the words that were shown, and stays as written", async () => {
  await startTestDonation(aDonationForm());
  expect(await db.consent.count()).toBe(0);
  const gift = await startTestDonation(aDonationForm({ wantsNews: true }));
  const [line] = await db.consent.findMany();
  expect(line).toMatchObject({
    emailHash: hashEmail("adaline@example.org"),
    purpose: "news",
    action: "asked",
    basis: "consent",
    wordingVersion: newsWording.version,
    via: "donate",
    about: gift.id,
  });
  for (const change of ["UPDATE consent SET email_hash = 'x'", "DELETE FROM consent", "TRUNCATE consent"])
    await expect(pool.query(change)).rejects.toThrow("append-only");
  expect(await db.consent.findMany()).toEqual([line]);
});

test("a declaration is kept with its wording and the charity's name", async () => {
  const gift = await startTestDonation(aDonationFormWithGiftAid());
  expect(await db.declaration.findMany()).toMatchObject([
    {
      id: gift.declarationId,
      charityName: config.charity.legalName,
      wording: currentDeclarationWording.version,
      scope: "this_gift",
      firstName: "Adaline",
      lastName: "Lovelamp",
      house: "1 Candle Street",
      postcode: "EX1 1AA",
      via: "donate",
      cancelledAt: null,
    },
  ]);
});

test("a supporter is made once money has arrived, one for an address however it is written", async () => {
  const unpaid = await startTestDonation();
  stripeControl().completeSession(unpaid.stripeCheckoutSessionId, { card: "declined" });
  await getDonationAfterJobs(unpaid.id);
  await completeDonation({ bacs: "pays" });
  expect(await db.supporter.count()).toBe(0);
  const one = await completeDonation({ card: "visa" });
  const other = await completeDonation({ card: "visa" }, aDonationForm({ email: "ADALINE@example.ORG", lastName: "Newname" }));
  expect(other.supporterId).toBe(one.supporterId);
  // A form renames nobody.
  expect(await db.supporter.findMany()).toMatchObject([{ email: "adaline@example.org", lastName: one.lastName }]);
  await completeDonation({ card: "visa" }, aDonationForm({ email: "bob@example.org" }));
  expect(await db.supporter.count()).toBe(2);
});

test("a form comes back whole to its own browser, and as sums to any other, for a week", async () => {
  const origin = aDonorOrigin();
  const gift = await startTestDonation(
    aDonationFormWithGiftAid({ gift: pence(1250), coversFee: true, wantsNews: true, message: "Hello", source: { ref: "St Marys" } }),
    origin,
  );
  const sums = { amount: "1250", other: "12.50", cover: "yes" };
  expect(await restoreForm(gift.token, origin.browserId, new Date())).toMatchObject({
    status: "open",
    isComplete: true,
    formId: origin.formId,
    input: {
      ...sums,
      first: "Adaline",
      email: "Adaline@Example.org",
      house: "1 Candle Street",
      postcode: "EX1 1AA",
      news: "yes",
      message: "Hello",
      source: "ref=St+Marys",
    },
  });
  for (const browser of ["another", "", null]) {
    expect(await restoreForm(gift.token, browser, new Date())).toMatchObject({ isComplete: false, input: sums });
    expect(Object.keys((await restoreForm(gift.token, browser, new Date()))?.input ?? {}).toSorted()).toEqual(["amount", "cover", "other"]);
  }
  expect(await restoreForm(gift.token, origin.browserId, new Date(Date.now() + 8 * 86_400_000))).toBeNull();
  expect(await restoreForm("unknown", origin.browserId, new Date())).toBeNull();
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  await getDonationAfterJobs(gift.id);
  expect(await restoreForm(gift.token, origin.browserId, new Date())).toMatchObject({ status: "submitted" });
});

test("another sum than agreed is not booked, whatever is done with it, and a person is told once", async () => {
  const gift = await startTestDonation(aDonationFormWithGiftAid());
  await db.donation.update({ where: { id: gift.id }, data: { giftPence: 2000 } });
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  const pending = { status: "pending", paidAt: null, supporterId: null, refundedPence: 0 };
  expect(await getDonationAfterJobs(gift.id)).toMatchObject(pending);
  expect(await syncDonation(gift.id)).toMatchObject({ alarm: "3000 pence arrived of 2000", newStatuses: [] });
  stripeControl().refund((await getDonation(gift.id)).stripePaymentIntentId ?? "");
  expect(await getDonationAfterJobs(gift.id)).toMatchObject(pending);
  expect((await listQueuedEmailKinds()).filter((kind) => kind !== "refund")).toEqual(["alert"]);
  expect(listSentSubjects()).toContain(`Roomlight: Donation ${gift.reference} needs a look`);
  expect(await waitingJobs()).toEqual([]);
  expect(await getDonationTotals(new Date(0), new Date())).toEqual({ gifts: 0, total: 0, returned: 0, net: 0 });
  expect(await getThankYouView(gift.token)).toMatchObject({ state: "pending", giftAid: 0, net: 0 });
});

test("a change and its email are one: where the email can't be written, the change is not made, and both are later", async () => {
  const gift = await startTestDonation();
  await pool.query(`CREATE FUNCTION no_letters() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no emails'; END $$;
                    CREATE TRIGGER no_letters BEFORE INSERT ON outgoing_email EXECUTE FUNCTION no_letters()`);
  try {
    stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
    expect(await getDonationAfterJobs(gift.id)).toMatchObject({ status: "pending", paidAt: null });
    expect(await db.supporter.count()).toBe(0);
    expect(await waitingJobs()).toMatchObject([{ task: "sync-donation" }]);
  } finally {
    await pool.query("DROP TRIGGER no_letters ON outgoing_email; DROP FUNCTION no_letters");
  }
  expect(await getDonationAfterJobs(gift.id)).toMatchObject({ status: "paid" });
  expect(listSentSubjects()).toHaveLength(1);
});

test("a job that is done again and again shows nothing twice", async () => {
  const gift = await completeDonation({ card: "visa" });
  const email = await db.outgoingEmail.findFirstOrThrow();
  const context = { jobId: "1", attempt: 2, maxAttempts: 25, signal: undefined };
  for (const _again of [1, 2, 3]) {
    await tasks["sync-donation"]?.({ donationId: gift.id }, context);
    await tasks["send-email"]?.({ emailId: email.id }, context);
  }
  expect(await listQueuedEmailKinds()).toEqual(["receipt"]);
  expect(listSentSubjects()).toHaveLength(1);
  expect(await getDonation(gift.id)).toEqual({ ...gift, syncedAt: expect.any(Date) });
});

test("a site that is killed right after it took a webhook has lost nothing", async () => {
  const gift = await startTestDonation();
  await holdWebhooks();
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  const last = (await holdWebhooks()).at(-1);
  const child = runInChild(killedSiteScript, databaseUrl, last?.body.toString("base64") ?? "", last?.signature ?? "");
  await child.waitForLine(/^200$/);
  await child.kill();
  expect(await db.stripeEvent.count()).toBe(1);
  expect(await getDonation(gift.id)).toMatchObject({ status: "pending" });
  await runJobs();
  expect(await getDonation(gift.id)).toMatchObject({ status: "paid" });
  expect(listSentSubjects()).toHaveLength(1);
});

const killedSiteScript = `
const [, databaseUrl, body, signature] = process.argv;
process.env.SITE_MODE = "test";
process.env.LOG_LEVEL = "silent";
const { connectDatabase } = await import("./app/platform/database/db.server.ts");
const { handleStripeWebhook } = await import("./app/webhooks/stripe.server.ts");
connectDatabase(databaseUrl);
console.log((await handleStripeWebhook(Buffer.from(body, "base64"), signature)).status);
setInterval(() => {}, 1000);
`;

test("two gifts never get the same reference: where it is taken, another is drawn", async () => {
  const draw = crypto.randomInt.bind(crypto) as (below: number) => number;
  const drawn: number[] = [];
  const drawAs = (way: (below: number) => number) => {
    vi.spyOn(crypto, "randomInt").mockImplementation(way);
    syncBuiltinESMExports();
  };
  try {
    drawAs((below) => drawn[drawn.push(draw(below)) - 1] ?? 0);
    const first = await startTestDonation();
    // Its six emails are the first that is drawn; Stripe's ids come later.
    const six = drawn.slice(0, 6);
    const again = [...six, ...six];
    drawAs((below) => again.shift() ?? draw(below));
    const second = await startTestDonation();
    expect(second.reference).not.toBe(first.reference);
    expect(again).toEqual([]);
  } finally {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  }
});
