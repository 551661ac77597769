import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { getThankYouView } from "~/giving/checkout/thank-you-view.server";
import { startDonation } from "~/giving/checkout/start-donation.server";
import { getDonationTotals } from "~/giving/statements/donation-totals.server";
import { tasks } from "~/jobs.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import { stripe } from "~/platform/payments/stripe.server";
import {
  aDonationFormWithGiftAid,
  aDonationForm,
  aDonorOrigin,
  advanceDays,
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

const sessions = async () => (await stripe().checkout.sessions.list({ limit: 100 })).data;
const getSessionStatus = async (id: string) => (await stripe().checkout.sessions.retrieve(id)).status;

test("a gift by card goes from form to receipt", async () => {
  const gift = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid({ coversFee: true }));
  expect(gift).toMatchObject({
    status: "paid",
    paymentMethod: "card",
    giftPence: 3000,
    coverPence: 66,
    refundedPence: 0,
    ipHash: null,
    failureCode: null,
    livemode: false,
  });
  expect(gift.paidAt).toEqual(gift.agreedAt);
  expect(await listQueuedEmailKinds()).toEqual(["receipt"]);
  expect(listSentSubjects()).toEqual(["Your receipt: £30.66 to Roomlight"]);
  expect(await waitingJobs()).toEqual([]);
  await advanceDays(1);
  expect((await getDonationAfterJobs(gift.id)).feePence).toBe(66);
  expect(await getThankYouView(gift.token)).toMatchObject({
    state: "paid",
    total: 3066,
    cover: 66,
    net: 3066,
    giftAid: 766,
    isUnconfirmed: false,
  });
  expect(await getDonationTotals(new Date(0), new Date())).toEqual({ gifts: 1, total: 3066, returned: 0, net: 3066 });
});

test("what Stripe is told names the gift and its source, and no more than it needs", async () => {
  const gift = await startTestDonation(
    aDonationForm({ coversFee: true, message: "Private words", source: { utm_source: "poster", ref: "St Marys" } }),
  );
  const session = await stripe().checkout.sessions.retrieve(gift.stripeCheckoutSessionId, { expand: ["line_items"] });
  expect(session).toMatchObject({
    client_reference_id: gift.id,
    customer_email: "Adaline@Example.org",
    amount_total: 3066,
    currency: "gbp",
  });
  expect(session.metadata).toEqual({ reference: gift.id, number: gift.reference, utm_source: "poster", ref: "St Marys" });
  expect(session.line_items?.data.map((line) => line.amount_total)).toEqual([3000, 66]);
  expect(JSON.stringify(session)).not.toContain("Private words");
});

test("the same form sent five times at once is one gift and one page", async () => {
  stripeControl().chaos({ slowReply: 100 });
  const [form, origin] = [aDonationFormWithGiftAid({ wantsNews: true }), aDonorOrigin()];
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => startDonation(form, origin)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toHaveProperty("goTo");
  expect(await db.donation.count()).toBe(1);
  expect(await db.declaration.count()).toBe(1);
  expect(await db.consent.count()).toBe(1);
  expect(await sessions()).toHaveLength(1);
});

test("the same form sent again later leads to the same page, and once paid to the thanks", async () => {
  const [form, origin] = [aDonationForm(), aDonorOrigin()];
  const gift = await startTestDonation(form, origin);
  expect(await startDonation(form, origin)).toEqual({ goTo: gift.stripeCheckoutUrl });
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  await getDonationAfterJobs(gift.id);
  expect(await startDonation(form, origin)).toEqual({ goTo: `/thank-you/${gift.token}` });
  expect(await sessions()).toHaveLength(1);
  expect((await stripe().charges.list()).data).toHaveLength(1);
});

test("a form that was changed and changed back keeps its first page, and closes the other", async () => {
  const origin = aDonorOrigin();
  const first = await startTestDonation(aDonationForm({ gift: pence(1000) }), origin);
  const other = await startTestDonation(aDonationForm({ gift: pence(2000) }), origin);
  const back = await startTestDonation(aDonationForm({ gift: pence(1000) }), origin);
  expect(back.stripeCheckoutSessionId).toBe(first.stripeCheckoutSessionId);
  await runJobs();
  expect([(await getDonation(first.id)).status, (await getDonation(other.id)).status]).toEqual(["pending", "expired"]);
});

test("a form that was changed and sent again closes the page before it, so that only one can be paid", async () => {
  const origin = aDonorOrigin();
  const first = await startTestDonation(aDonationForm(), origin);
  const second = await startTestDonation(aDonationForm({ gift: pence(5000) }), origin);
  expect(second.id).not.toBe(first.id);
  await runJobs();
  expect(await getSessionStatus(first.stripeCheckoutSessionId)).toBe("expired");
  expect(await getSessionStatus(second.stripeCheckoutSessionId)).toBe("open");
  expect(await getDonation(first.id)).toMatchObject({ status: "expired" });
  expect(() => stripeControl().completeSession(first.stripeCheckoutSessionId)).toThrow("expired");
  expect(await startDonation(aDonationForm(), origin)).toEqual({ refused: "form-too-old" });
  expect(await listQueuedEmailKinds()).toEqual([]);
});

test("a page that was paid before it could be closed stays paid", async () => {
  const origin = aDonorOrigin();
  const first = await startTestDonation(aDonationForm(), origin);
  await holdWebhooks();
  stripeControl().completeSession(first.stripeCheckoutSessionId, { card: "visa" });
  await startTestDonation(aDonationForm({ gift: pence(5000) }), origin);
  await runJobs();
  expect(await getDonation(first.id)).toMatchObject({ status: "paid" });
  expect(await listQueuedEmailKinds()).toEqual(["receipt"]);
});

test("a page that is still being opened is closed once it is open; one that never opens is forgotten after a day", async () => {
  const origin = aDonorOrigin();
  const first = await startTestDonation(aDonationForm(), origin);
  await db.donation.update({ where: { id: first.id }, data: { stripeCheckoutSessionId: null, stripeCheckoutUrl: null } });
  await startTestDonation(aDonationForm({ gift: pence(5000) }), origin);
  await runJobs();
  expect(await waitingJobs()).toMatchObject([{ task: "close-donation-checkouts", attempts: 1 }]);
  await db.donation.update({
    where: { id: first.id },
    data: { stripeCheckoutSessionId: first.stripeCheckoutSessionId, stripeCheckoutUrl: first.stripeCheckoutUrl },
  });
  await runJobs();
  expect((await waitingJobs()).filter(({ task }) => task === "close-donation-checkouts")).toEqual([]);
  expect(await getSessionStatus(first.stripeCheckoutSessionId)).toBe("expired");

  await db.donation.update({
    where: { id: first.id },
    data: { status: "pending", stripeCheckoutSessionId: null, stripeCheckoutUrl: null, createdAt: new Date(Date.now() - 25 * 3_600_000) },
  });
  await tasks["close-donation-checkouts"]?.(
    { formId: origin.formId, exceptId: null },
    { jobId: "1", attempt: 1, maxAttempts: 25, signal: undefined },
  );
});

test.each(["lostReply", "errorAfterCommit"] as const)("%s on the way to Stripe ends in one page and one charge", async (fault) => {
  stripeControl().chaos({ [fault]: { next: 1 } });
  const gift = await startTestDonation();
  expect(await sessions()).toHaveLength(1);
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  expect(await getDonationAfterJobs(gift.id)).toMatchObject({ status: "paid" });
  expect((await stripe().charges.list()).data).toHaveLength(1);
});

test("a busy Stripe is a refusal in words, and the same form then opens the page", async () => {
  const [form, origin] = [aDonationForm(), aDonorOrigin()];
  stripeControl().chaos({ tooManyRequests: { next: 1 } });
  expect(await startDonation(form, origin)).toEqual({ refused: "stripe-unreachable" });
  const gift = await startTestDonation(form, origin);
  expect(await db.donation.count()).toBe(1);
  expect((await sessions()).map(({ id }) => id)).toEqual([gift.stripeCheckoutSessionId]);
});

/** How Stripe fails: nothing listens there, it answers 500 to everything, or it does what it is asked and no answer arrives. */
type Outage = "stopped" | "answering 500" | "mute";

async function duringOutage<Result>(kind: Outage, work: () => Promise<Result>): Promise<Result> {
  const { apiUrl } = config.stripe;
  const broken = createServer((asked, response) => {
    if (kind === "answering 500")
      response.writeHead(500, { "content-type": "application/json" }).end('{"error":{"type":"api_error","message":"down"}}');
    else
      asked.pipe(
        request(`${apiUrl}${asked.url}`, { method: asked.method, headers: { ...asked.headers, host: "127.0.0.1" } }, (answer) =>
          answer.resume().on("end", () => response.destroy()),
        ),
      );
  });
  await new Promise<void>((opened) => broken.listen(0, "127.0.0.1", opened));
  const { port } = broken.address() as AddressInfo;
  if (kind === "stopped") await new Promise((closed) => broken.close(closed));
  config.stripe.apiUrl = `http://127.0.0.1:${port}`;
  try {
    return await work();
  } finally {
    config.stripe.apiUrl = apiUrl;
    broken.closeAllConnections();
    broken.close();
  }
}

test("Stripe's reply lost again and again is a refusal; the same form then finds the page that was opened", async () => {
  const [form, origin] = [aDonationForm(), aDonorOrigin()];
  expect(await duringOutage("mute", () => startDonation(form, origin))).toEqual({ refused: "stripe-unreachable" });
  const opened = await sessions();
  expect(opened).toHaveLength(1);
  expect(await startTestDonation(form, origin)).toMatchObject({ stripeCheckoutSessionId: opened[0]?.id });
  expect(await sessions()).toHaveLength(1);
});

test.each(["stopped", "answering 500"] as const)(
  "Stripe %s: the form is refused in words, and goes on with the same gift later; the thanks are unsure",
  async (kind) => {
    const [form, origin] = [aDonationFormWithGiftAid(), aDonorOrigin()];
    expect(await duringOutage(kind, () => startDonation(form, origin))).toEqual({ refused: "stripe-unreachable" });
    const [row] = await db.donation.findMany();
    expect(row).toMatchObject({ status: "pending", stripeCheckoutSessionId: null });
    const gift = await startTestDonation(form, origin);
    expect(gift.id).toBe(row?.id);

    await holdWebhooks();
    stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
    expect(await duringOutage(kind, () => getThankYouView(gift.token))).toMatchObject({
      state: "pending",
      isUnconfirmed: true,
      giftAid: 0,
    });
    expect(await getDonation(gift.id)).toMatchObject({ status: "pending" });
    passSeconds();
    expect(await getThankYouView(gift.token)).toMatchObject({ state: "paid", isUnconfirmed: false, giftAid: 750 });
    expect(await listQueuedEmailKinds()).toEqual(["receipt"]);
  },
);
