import { expect, test } from "vitest";
import { limits, minutesUntilAllowed, networkDigest, paidFrom } from "~/giving/checkout/checkout-limits.server";
import { settleDonation } from "~/giving/payments/sync-donation.server";
import { startDonation } from "~/giving/checkout/start-donation.server";
import { tasks } from "~/jobs.server";
import { db } from "~/platform/database/db.server";
import { take } from "~/platform/http/rate-limit.server";
import { newToken } from "~/platform/ids.server";
import { pence } from "~/platform/money";
import { aForm, anOrigin, giftWorld, settled, startGift, stripeControl } from "tests/support/gift";

giftWorld();

const from = (address: string, browser = newToken()) => minutesUntilAllowed({ address, browser });
const allowed = (answers: (number | null)[]) => answers.filter((minutes) => minutes === null).length;

test("of a script's thousand attempts from one address at most ten get through, even all at once", async () => {
  const answers = await Promise.all(Array.from({ length: 1000 }, () => from("203.0.113.7")));
  expect(allowed(answers)).toBe(10);
  for (const minutes of answers) if (minutes !== null) expect(minutes).toBeGreaterThan(0);
  expect(Math.max(...answers.map((minutes) => minutes ?? 0))).toBeLessThanOrEqual(30);
  expect(await from("203.0.113.8")).toBeNull();
});

test("a script that sends the form is refused from the eleventh on, and nothing of it is kept or opened", async () => {
  const answers = [];
  for (let attempt = 0; attempt < 25; attempt++)
    answers.push(await startDonation(aForm({ gift: pence(100 + attempt) }), anOrigin({ address: "203.0.113.7" })));
  expect(answers.filter((answer) => "goTo" in answer)).toHaveLength(10);
  expect(answers.slice(10)).toEqual(Array.from({ length: 15 }, () => ({ refused: "too-many", minutes: 30 })));
  expect(await db.donation.count()).toBe(10);
});

test("declined cards give no point back: trying on one page or on ten ends after ten", async () => {
  for (let attempt = 0; attempt < 10; attempt++) {
    const gift = await startGift(aForm({ gift: pence(100 + attempt) }), anOrigin({ address: "203.0.113.7" }));
    stripeControl().completeSession(gift.sessionId, { card: "declined" });
  }
  await stripeControl().idle();
  expect(await startDonation(aForm(), anOrigin({ address: "203.0.113.7" }))).toEqual({ refused: "too-many", minutes: 30 });
});

test("twenty people behind one address who give one after the other all succeed", async () => {
  for (let person = 0; person < 20; person++) {
    const gift = await startGift(aForm({ email: `person${person}@example.org` }), anOrigin({ address: "203.0.113.7" }));
    stripeControl().completeSession(gift.sessionId, { card: "visa" });
    expect(await settleDonation(gift.id)).toMatchObject({ donation: { state: "paid", network: null } });
  }
});

test("a paid gift gives one point back, once, however often it is settled", async () => {
  const address = "203.0.113.7";
  const gift = await startGift(aForm(), anOrigin({ address }));
  stripeControl().completeSession(gift.sessionId, { card: "visa" });
  for (const _again of [1, 2, 3]) await settled(gift.id);
  expect(allowed(await Promise.all(Array.from({ length: 30 }, () => from(address))))).toBe(10);
});

test("a point that comes back after its time makes no room for more than ten", async () => {
  await paidFrom(networkDigest("203.0.113.7"));
  await paidFrom(networkDigest("203.0.113.7"));
  expect(allowed(await Promise.all(Array.from({ length: 30 }, () => from("203.0.113.7"))))).toBe(10);
});

test("the same form again takes no further point", async () => {
  const [form, origin] = [aForm(), anOrigin({ address: "203.0.113.7" })];
  for (let again = 0; again < 15; again++) expect(await startDonation(form, origin)).toHaveProperty("goTo");
  expect(await from("203.0.113.7")).toBeNull();
});

test("one browser has eight in an hour, whatever addresses it has; and its refusals cost its neighbours nothing", async () => {
  const browser = newToken();
  const answers = [];
  for (let attempt = 0; attempt < 12; attempt++) answers.push(await from(`203.0.113.${attempt}`, browser));
  expect(allowed(answers)).toBe(8);
  expect(answers.at(-1)).toBeLessThanOrEqual(60);

  const busy = newToken();
  for (let attempt = 0; attempt < 12; attempt++) await from("198.51.100.1", busy);
  expect(await from("198.51.100.1")).toBeNull();
  expect(await from("198.51.100.1")).toBeNull();
  expect(await from("198.51.100.1")).not.toBeNull();
});

test("all together have a limit as well, so that a thousand addresses do not help", async () => {
  const { everyone } = limits;
  await db.rateLimit.deleteMany();
  await take(everyone, "all");
  await db.rateLimit.updateMany({ where: { key: { startsWith: everyone.name } }, data: { points: everyone.points - 2 } });
  const answers = [];
  for (let script = 0; script < 5; script++) answers.push(await from(newToken()));
  expect(allowed(answers)).toBe(2);
  expect(answers.at(-1)).toBeLessThanOrEqual(10);
});

test("limits end with their time, are kept without addresses, and are forgotten at night", async () => {
  for (let attempt = 0; attempt < 11; attempt++) await from("203.0.113.7", `a-browser-${attempt}`);
  expect(await from("203.0.113.7")).not.toBeNull();
  expect(JSON.stringify((await db.rateLimit.findMany()).map(({ key }) => key))).not.toMatch(/203\.0|a-browser/);
  await db.rateLimit.updateMany({ data: { expire: BigInt(Date.now() - 1) } });
  expect(await from("203.0.113.7")).toBeNull();
  await db.rateLimit.updateMany({ data: { expire: BigInt(Date.now() - 1) } });
  await db.rateLimit.create({ data: { key: "still-counting", points: 1, expire: BigInt(Date.now() + 60_000) } });
  await tasks["forget"]?.({}, { job: "1", attempt: 1, maxAttempts: 25, signal: undefined });
  expect((await db.rateLimit.findMany()).map(({ key }) => key)).toEqual(["still-counting"]);
});
