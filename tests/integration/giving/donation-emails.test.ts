import { expect, test, vi } from "vitest";
import { donationEmails } from "~/giving/payments/donation-emails.server";
import type { EmailRequest } from "~/platform/mail/email-kinds";
import { combineComposers } from "~/platform/mail/send-email.server";
import { reconcileDonations } from "~/giving/payments/reconcile-donations.server";
import { syncDonation } from "~/giving/payments/sync-donation.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { listFailedJobs } from "~/platform/jobs/failed-jobs.server";
import { pence } from "~/platform/money";
import {
  aDonationFormWithGiftAid,
  aDonationForm,
  runJobs,
  getDonation,
  useDonationHarness,
  completeDonation,
  listQueuedEmailKinds,
  listSentSubjects,
  logLines,
  mailControl,
  getPaymentIntentId,
  getDonationAfterJobs,
  startTestDonation,
  stripeControl,
  waitingJobs,
} from "tests/support/giving/donation-harness";

useDonationHarness();

const donorEmail = "Adaline@Example.org";
/** The only email whose subject matches. */
function findEmail(subject: RegExp) {
  const found = mailControl()
    .messages()
    .filter((message) => subject.test(message.subject));
  expect([subject.source, found.length]).toEqual([subject.source, 1]);
  return { to: found[0]?.to, text: found[0]?.text ?? "", html: found[0]?.html ?? "", key: found[0]?.idempotencyKey };
}

test("the receipt says what was given, how, when, by whom, and what Gift Aid is claimed on it", async () => {
  const gift = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid({ coversFee: true, message: "Private words" }));
  const { to, text, html } = findEmail(/^Your receipt: £30.66/);
  expect(to).toEqual([donorEmail]);
  for (const fact of [
    "£30.00",
    "£0.66",
    "£30.66",
    "£7.66",
    "by card",
    gift.reference,
    "Adaline Lovelamp",
    "UK taxpayer",
    `${config.baseUrl}/thank-you/${gift.token}`,
  ]) {
    expect(text).toContain(fact);
  }
  expect(html).toContain(gift.reference);
  expect(text).not.toMatch(/Candle Street|Private words|undefined|null|NaN/);
});

test("the receipt of a gift without Gift Aid or a last name says neither", async () => {
  await completeDonation({ card: "visa" }, aDonationForm({ lastName: "", gift: pence(100) }));
  const { text } = findEmail(/^Your receipt: £1.00/);
  expect(text).toContain("Given by: Adaline\n");
  expect(text).toContain("towards a night");
  expect(text).not.toMatch(/Gift Aid|UK taxpayer/);
});

test("names are written as text: nobody's name becomes markup or another line of the head", async () => {
  await completeDonation({ card: "visa" }, aDonationForm({ firstName: "<b>Adaline</b>", lastName: '& Co "x"' }));
  const { html } = findEmail(/^Your receipt/);
  expect(html).not.toContain("<b>Adaline");
  expect(html).toContain("&lt;b&gt;Adaline");
});

test("a Direct Debit is announced, and its receipt says how it came", async () => {
  const { id, reference } = await completeDonation({ bacs: "pays" });
  const announced = findEmail(/Direct Debit/);
  for (const fact of ["£30.00", reference, "between "]) expect(announced.text).toContain(fact);
  stripeControl().succeedPayment(await getPaymentIntentId(id));
  await getDonationAfterJobs(id);
  expect(findEmail(/^Your receipt/).text).toContain("by Direct Debit");
});

test("a Direct Debit that failed says why, and leads back to the form", async () => {
  const gift = await completeDonation({ bacs: "pays" });
  mailControl().empty();
  stripeControl().failPayment(await getPaymentIntentId(gift.id));
  await getDonationAfterJobs(gift.id);
  const { to, text } = findEmail(/Direct Debit/);
  expect(to).toEqual([donorEmail]);
  for (const fact of ["£30.00", "not enough in the account", `/donate?again=${gift.token}`]) expect(text).toContain(fact);
});

test("each refund has an email with its sum and what remains", async () => {
  const { id } = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
  mailControl().empty();
  stripeControl().refund(await getPaymentIntentId(id), 1000);
  await getDonationAfterJobs(id);
  const part = findEmail(/£10.00/);
  expect(part.text).toContain("£20.00");
  stripeControl().refund(await getPaymentIntentId(id));
  await getDonationAfterJobs(id);
  expect(findEmail(/£20.00/).text).toContain("Gift Aid");
});

test("a refund that fails before its email went out is not announced to the donor", async () => {
  const { id } = await completeDonation({ card: "visa" });
  mailControl().empty();
  const refund = stripeControl().refund(await getPaymentIntentId(id));
  await stripeControl().idle();
  mailControl().refuseNext(503, 1);
  await runJobs();
  stripeControl().failRefund(refund.id);
  await syncDonation(id);
  await getDonationAfterJobs(id);
  expect(
    mailControl()
      .messages()
      .map(({ to }) => to),
  ).toEqual([[config.staffEmail]]);
});

test.each([
  ["won", /stand|keep|stay/i],
  ["lost", /back/i],
] as const)("a claim has an email when it opens and when it is %s", async (end, words) => {
  const { id, reference } = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
  mailControl().empty();
  stripeControl().openDispute(await getPaymentIntentId(id));
  await getDonationAfterJobs(id);
  expect(findEmail(/bank/i).text).toContain(reference);
  mailControl().empty();
  stripeControl().closeDispute(await getPaymentIntentId(id), end);
  await getDonationAfterJobs(id);
  expect(mailControl().messages()).toHaveLength(1);
  expect(findEmail(/./).text).toMatch(words);
});

test("staff are told what needs a person, by reference and without a name", async () => {
  const gift = await startTestDonation(aDonationFormWithGiftAid());
  await db.donation.update({ where: { id: gift.id }, data: { giftPence: 1 } });
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  await getDonationAfterJobs(gift.id);
  await reconcileDonations();
  await runJobs();
  for (const subject of [/needs a look/, /differs from Stripe/]) {
    const { to, text, html } = findEmail(subject);
    expect(to).toEqual([config.staffEmail]);
    expect(text + html).toContain(gift.reference);
    expect(text + html).not.toMatch(/Adaline|Lovelamp|Candle/);
  }
});

test("an email of an unknown kind is a bug; one about something that is gone is not wanted", async () => {
  await expect(combineComposers(donationEmails)("valentine", { donationId: "x" })).rejects.toThrow("no email is called valentine");
  const gone: EmailRequest<keyof typeof donationEmails>[] = [
    { kind: "receipt", about: { donationId: "gone" } },
    { kind: "direct-debit-on-its-way", about: { donationId: "gone" } },
    { kind: "direct-debit-failed", about: { donationId: "gone" } },
    { kind: "refund", about: { refundId: "gone" } },
    { kind: "refund-failed", about: { refundId: "gone" } },
    { kind: "refund-refused", about: { refundRequestId: "gone" } },
    { kind: "dispute-opened", about: { disputeId: "gone" } },
    { kind: "dispute-closed", about: { disputeId: "gone" } },
    { kind: "alert", about: { donationId: "gone" } },
    { kind: "card-testing", about: { donationId: "gone" } },
  ];
  expect(gone.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(donationEmails).toSorted());
  for (const { kind, about } of gone) expect([kind, await combineComposers(donationEmails)(kind, about)]).toEqual([kind, null]);
});

test("whatever goes wrong at Resend and Stripe, one receipt arrives, under one key", async () => {
  stripeControl().chaos({ seed: 3, duplicate: 1, shuffle: 1 });
  mailControl().refuseNext(500, 1);
  const { id } = await completeDonation({ card: "visa" });
  mailControl().loseNextReplies(1);
  await runJobs();
  for (const _again of [1, 2, 3]) await getDonationAfterJobs(id);
  expect(listSentSubjects()).toEqual(["Your receipt: £30.00 to Roomlight"]);
  const [row] = await db.outgoingEmail.findMany();
  expect(findEmail(/receipt/).key).toBe(row?.id);
  expect(row?.sentAt).toBeInstanceOf(Date);
  expect(await waitingJobs()).toEqual([]);
});

test("an address that Resend refuses is given up and written down, and the gift stays as it is", async () => {
  const gift = await startTestDonation();
  await db.donation.update({ where: { id: gift.id }, data: { email: "not an address" } });
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  expect(await getDonationAfterJobs(gift.id)).toMatchObject({ status: "paid" });
  expect(await db.outgoingEmail.findMany()).toMatchObject([{ kind: "receipt", sentAt: null, refusal: "validation_error" }]);
  expect(await waitingJobs()).toEqual([]);
  expect((await listFailedJobs()).jobs).toEqual([]);
});

test("no log line and no job says who gave, even while everything fails", async () => {
  const jobs: string[] = [];
  const look = async () => void jobs.push(...(await waitingJobs()).map((job) => JSON.stringify(job)));
  const gift = await startTestDonation(aDonationFormWithGiftAid({ wantsNews: true, message: "Private words" }));
  await look();
  mailControl().refuseNext(500, 3);
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa", name: "Adaline Lovelamp" });
  await stripeControl().idle();
  await look();
  await runJobs();
  await look();
  vi.spyOn(db.outgoingEmail, "findUnique").mockRejectedValueOnce(new Error("no answer for Adaline@Example.org"));
  await runJobs();
  await look();
  await runJobs();
  stripeControl().refund(await getPaymentIntentId(gift.id));
  await stripeControl().idle();
  await look();
  await runJobs();
  expect((await getDonation(gift.id)).status).toBe("refunded");
  expect(await listQueuedEmailKinds()).toEqual(["newsletter-confirm", "receipt", "refund"]);
  expect(jobs.length).toBeGreaterThan(3);
  expect(logLines().length).toBeGreaterThan(3);
  expect(logLines().join("\n")).toContain("job failed and will be tried again");
  for (const line of [...jobs, ...logLines()]) {
    expect(line).not.toMatch(/Adaline|Lovelamp|Candle|EX1|Private|@Example/i);
    expect(line).not.toContain(gift.token);
  }
});
