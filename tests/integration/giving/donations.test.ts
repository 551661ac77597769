import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { restoreForm } from "~/giving/checkout/restore-form.server";
import { syncDonation } from "~/giving/payments/sync-donation.server";
import { getThankYouView } from "~/giving/checkout/thank-you-view.server";
import { startDonation } from "~/giving/checkout/start-donation.server";
import { getDonationTotals } from "~/giving/statements/donation-totals.server";
import { tasks } from "~/jobs.server";
import { config } from "~/platform/config/config.server";
import { setClock } from "~/platform/clock";
import { db, pool } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import { stripe } from "~/platform/payments/stripe.server";
import { newsWording } from "~/supporters/consent/consent";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { currentDeclarationWording } from "~/giving/gift-aid/gift-aid";
import { runInChild } from "tests/support/child-process";
import { databaseUrl } from "tests/support/database";
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
} from "tests/support/donation-harness";

useDonationHarness();

afterEach(() => setClock(() => new Date()));

let secondsAhead = 0;
/** A thank-you page asks Stripe again after five seconds. */
function passSeconds(): void {
  secondsAhead += 5;
  const ahead = secondsAhead;
  setClock(() => new Date(Date.now() + ahead * 1000));
}

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
  expect(listSentSubjects()).toContain(`Roomlight: Gift ${gift.reference} needs a look`);
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
