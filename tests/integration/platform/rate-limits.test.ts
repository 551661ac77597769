import { expect, test } from "vitest";
import { checkoutLimits, hashIp, refundCheckoutLimit, secondsUntilAllowed } from "~/giving/checkout/checkout-limits.server";
import { syncDonation } from "~/giving/payments/sync-donation.server";
import { startDonation } from "~/giving/checkout/start-donation.server";
import { tasks } from "~/jobs.server";
import { db } from "~/platform/database/db.server";
import { consumeRateLimit } from "~/platform/http/rate-limit.server";
import { newToken } from "~/platform/ids.server";
import { pence } from "~/platform/money";
import {
  aDonationForm,
  aDonorOrigin,
  useDonationHarness,
  getDonationAfterJobs,
  startTestDonation,
  stripeControl,
} from "tests/support/giving/donation-harness";

useDonationHarness();

const checkLimit = (ip: string, browserId = newToken()) => secondsUntilAllowed({ ip, browserId });
const countAllowed = (answers: (number | null)[]) => answers.filter((seconds) => seconds === null).length;

test("of a script's thousand attempts from one address at most ten get through, even all at once", async () => {
  const answers = await Promise.all(Array.from({ length: 1000 }, () => checkLimit("203.0.113.7")));
  expect(countAllowed(answers)).toBe(10);
  for (const seconds of answers) if (seconds !== null) expect(seconds).toBeGreaterThan(0);
  expect(Math.max(...answers.map((seconds) => seconds ?? 0))).toBeLessThanOrEqual(30);
  expect(await checkLimit("203.0.113.8")).toBeNull();
});

test("a script that sends the form is asked to press again from the eleventh on, and nothing of it is kept or opened", async () => {
  const answers = [];
  for (let attempt = 0; attempt < 25; attempt++)
    answers.push(await startDonation(aDonationForm({ gift: pence(100 + attempt) }), aDonorOrigin({ ip: "203.0.113.7" })));
  expect(answers.filter((answer) => "goTo" in answer)).toHaveLength(10);
  for (const answer of answers.slice(10)) expect(answer).toMatchObject({ refused: "press-again", waitSeconds: 2 });
  expect(await db.donation.count()).toBe(10);
});

test("declined cards give no point back: trying on one page or on ten ends after ten", async () => {
  for (let attempt = 0; attempt < 10; attempt++) {
    const gift = await startTestDonation(aDonationForm({ gift: pence(100 + attempt) }), aDonorOrigin({ ip: "203.0.113.7" }));
    stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "declined" });
  }
  await stripeControl().idle();
  expect(await startDonation(aDonationForm(), aDonorOrigin({ ip: "203.0.113.7" }))).toMatchObject({ refused: "press-again" });
});

test("twenty people behind one address who give one after the other all succeed", async () => {
  for (let person = 0; person < 20; person++) {
    const gift = await startTestDonation(aDonationForm({ email: `person${person}@example.org` }), aDonorOrigin({ ip: "203.0.113.7" }));
    stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
    expect(await syncDonation(gift.id)).toMatchObject({ donation: { status: "paid", ipHash: null } });
  }
});

test("a paid gift gives one point back, once, however often it is settled", async () => {
  const ip = "203.0.113.7";
  const gift = await startTestDonation(aDonationForm(), aDonorOrigin({ ip }));
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  for (const _again of [1, 2, 3]) await getDonationAfterJobs(gift.id);
  expect(countAllowed(await Promise.all(Array.from({ length: 30 }, () => checkLimit(ip))))).toBe(10);
});

test("a point that comes back after its time makes no room for more than ten", async () => {
  await refundCheckoutLimit({ ipHash: hashIp("203.0.113.7") });
  await refundCheckoutLimit({ ipHash: hashIp("203.0.113.7") });
  expect(countAllowed(await Promise.all(Array.from({ length: 30 }, () => checkLimit("203.0.113.7"))))).toBe(10);
});

test("the same form again takes no further point", async () => {
  const [form, origin] = [aDonationForm(), aDonorOrigin({ ip: "203.0.113.7" })];
  for (let again = 0; again < 15; again++) expect(await startDonation(form, origin)).toHaveProperty("goTo");
  expect(await checkLimit("203.0.113.7")).toBeNull();
});

test("one browser has eight in an hour, whatever addresses it has; and its refusals cost its neighbours nothing", async () => {
  const browser = newToken();
  const answers = [];
  for (let attempt = 0; attempt < 12; attempt++) answers.push(await checkLimit(`203.0.113.${attempt}`, browser));
  expect(countAllowed(answers)).toBe(8);
  expect(answers.at(-1)).toBeLessThanOrEqual(60);

  const busy = newToken();
  for (let attempt = 0; attempt < 12; attempt++) await checkLimit("198.51.100.1", busy);
  expect(await checkLimit("198.51.100.1")).toBeNull();
  expect(await checkLimit("198.51.100.1")).toBeNull();
  expect(await checkLimit("198.51.100.1")).not.toBeNull();
});

test("all together have a limit as well, so that a thousand addresses do not help", async () => {
  const { global } = checkoutLimits;
  await db.rateLimit.deleteMany();
  await consumeRateLimit(global, "all");
  await db.rateLimit.updateMany({ where: { key: { startsWith: global.name } }, data: { points: global.points - 2 } });
  const answers = [];
  for (let script = 0; script < 5; script++) answers.push(await checkLimit(newToken()));
  expect(countAllowed(answers)).toBe(2);
  expect(answers.at(-1)).toBeLessThanOrEqual(10);
  expect(await db.outgoingEmail.findMany()).toMatchObject([{ kind: "many-checkouts" }]);
});

test("limits end with their time, are kept without addresses, and are forgotten at night", async () => {
  for (let attempt = 0; attempt < 11; attempt++) await checkLimit("203.0.113.7", `a-browser-${attempt}`);
  expect(await checkLimit("203.0.113.7")).not.toBeNull();
  expect(JSON.stringify((await db.rateLimit.findMany()).map(({ key }) => key))).not.toMatch(/203\.0|a-browser/);
  await db.rateLimit.updateMany({ data: { expire: BigInt(Date.now() - 1) } });
  expect(await checkLimit("203.0.113.7")).toBeNull();
  await db.rateLimit.updateMany({ data: { expire: BigInt(Date.now() - 1) } });
  await db.rateLimit.create({ data: { key: "still-counting", points: 1, expire: BigInt(Date.now() + 60_000) } });
  await tasks["purge"]?.({}, { jobId: "1", attempt: 1, maxAttempts: 25, signal: undefined });
  expect((await db.rateLimit.findMany()).map(({ key }) => key)).toEqual(["still-counting"]);
});
