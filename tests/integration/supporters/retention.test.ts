import { expect, test } from "vitest";
import { erasureSteps } from "~/account/personal-data.server";
import { declareGiftAid } from "~/giving/gift-aid/declare-gift-aid.server";
import { retainedUntil } from "~/giving/retention/retention";
import { getDonationTotals } from "~/giving/statements/donation-totals.server";
import { getLegalRetention } from "~/giving/statements/legal-retention.server";
import { setClock, now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { addDays, londonDate, startOfLondonDate } from "~/platform/london-dates";
import { purgeAll } from "~/purge.server";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { reconcilePlans } from "~/sponsorship/billing/reconcile-plans.server";
import { syncPlan } from "~/sponsorship/billing/sync-plan.server";
import { eraseSupporter } from "~/supporters/privacy/erase-supporter.server";
import {
  aDonationForm,
  aDonationFormWithGiftAid,
  completeDonation,
  expectNoPersonalData,
  getDonation,
  getPaymentIntentId,
  logLines,
  runJobs,
  stripeControl,
} from "tests/support/giving/donation-harness";
import { getPlan, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { purgeOn } from "tests/support/supporters/purge-on";
import { getSupporterId } from "tests/support/supporters/supporter-requests";

usePlanHarness();

const untilOf = (instant: Date | null): string => {
  if (!instant) throw new Error("it was not paid");
  return retainedUntil(londonDate(instant), config.charity.financialYearEnd);
};

const allTotals = () => getDonationTotals(new Date(0), new Date("2100-01-01T00:00:00Z"));

/** Every row of the tables that hold people, as text. */
async function everythingKept(): Promise<string> {
  const tables = await Promise.all([
    db.donation.findMany({ include: { refunds: true } }),
    db.plan.findMany({ include: { changes: true } }),
    db.declaration.findMany({ include: { changes: true } }),
    db.supporter.findMany({ include: { emailChanges: true } }),
    db.erasure.findMany(),
    db.outgoingEmail.findMany(),
  ]);
  return JSON.stringify(tables, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

const customersAtStripe = async () => {
  const response = await fetch(`${config.stripe.apiUrl}/v1/customers?limit=100`, {
    headers: { authorization: `Bearer ${config.stripe.key}` },
  });
  return ((await response.json()) as { data: unknown[] }).data.length;
};

test("a gift is there on the last day of its six years; on the next, sum and day are there and nothing else", async () => {
  const gift = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid({ message: "For Adaline Lovelamp" }));
  stripeControl().refund(await getPaymentIntentId(gift.id), 500);
  await stripeControl().idle();
  await runJobs();
  const [before, until] = [await allTotals(), untilOf(gift.paidAt)];
  expect(before).toMatchObject({ gifts: 1, total: 3000, returned: 500 });
  expect(await getLegalRetention(getSupporterId(gift))).toMatchObject({ giftsUntil: until, declarationsUntil: until });

  await purgeOn(until);
  expect(await getDonation(gift.id)).toMatchObject({ firstName: "Adaline", reference: gift.reference, declarationId: gift.declarationId });
  expect(await db.outgoingEmail.count()).toBe(2);
  expect(await customersAtStripe()).toBe(1);

  await purgeOn(addDays(until, 1));
  expect(await allTotals()).toEqual(before);
  const { paidAt } = await getDonation(gift.id);
  expect(paidAt).toEqual(startOfLondonDate(londonDate(gift.paidAt!)));
  const kept = await everythingKept();
  expectNoPersonalData([kept]);
  for (const known of [gift.reference, gift.token, gift.stripePaymentIntentId, gift.stripeChargeId, gift.stripeCheckoutSessionId])
    expect(kept).not.toContain(known);
  for (const table of [db.supporter, db.declaration, db.refund, db.outgoingEmail])
    expect(await (table.count as () => Promise<number>)()).toBe(0);
  expect(await customersAtStripe()).toBe(0);
  expect(logLines().some((line) => line.includes('"oldGifts":1') && line.includes('"oldSupporters":1'))).toBe(true);
});

test("a financial year that ends later than the tax year keeps a gift longer", async () => {
  const gift = await completeDonation({ card: "visa" });
  const taxYearsLastDay = untilOf(gift.paidAt);
  const own = config.charity.financialYearEnd;
  try {
    config.charity.financialYearEnd = "04-30";
    const until = untilOf(gift.paidAt);
    expect(until > taxYearsLastDay).toBe(true);
    await purgeOn(until);
    expect((await getDonation(gift.id)).email).not.toBe("");
    await purgeOn(addDays(until, 1));
    expect((await getDonation(gift.id)).email).toBe("");
  } finally {
    config.charity.financialYearEnd = own;
  }
});

test("more gifts than one batch takes are all forgotten in one night", async () => {
  const gift = await completeDonation({ card: "visa" });
  const columns = { ...gift, stripeCheckoutSessionId: null, stripePaymentIntentId: null, stripeChargeId: null, source: {} };
  const copies = Array.from({ length: 450 }, (_, n) => ({
    ...columns,
    id: `copy-${n}`,
    reference: `R${n}`,
    token: `T${n}`,
    formHash: `F${n}`,
  }));
  await db.donation.createMany({ data: copies });
  const before = await allTotals();
  await purgeOn(addDays(untilOf(gift.paidAt), 1));
  expect(await db.donation.count({ where: { forgottenAt: null } })).toBe(0);
  expect(await db.supporter.count()).toBe(0);
  expect(await allTotals()).toEqual(before);
});

test("while Stripe can't be asked, a gift waits, everything else is forgotten, and the job is tried again", async () => {
  const gift = await completeDonation({ card: "visa" });
  const long = new Date("2010-01-01T00:00:00Z");
  await db.supporter.create({ data: { id: "long-ago", email: "long-ago@example.org", firstName: "L", lastName: "A", createdAt: long } });
  const own = config.stripe.apiUrl;
  config.stripe.apiUrl = "http://127.0.0.1:1";
  await expect(purgeOn(addDays(untilOf(gift.paidAt), 1))).rejects.toThrow("not everything could be forgotten: oldGifts");
  expect((await db.supporter.findMany()).map(({ id }) => id)).toEqual([getSupporterId(gift)]);
  config.stripe.apiUrl = own;
  await purgeAll();
  expect(await db.supporter.count()).toBe(0);
});

test("a sponsorship is kept for six years from its last payment; then its sums stay, and are never recorded twice", async () => {
  const tribute = { kind: "honour" as const, name: "Gran Lovelamp", card: null };
  const plan = await joinPlan({ tribute, declaration: { house: "1 Candle Street", postcode: "EX1 1AA" } });
  await stripeControl().advance({ seconds: 29 * 86_400 });
  await stripeControl().idle();
  await runJobs();
  await cancelPlan(plan.id, { by: "sponsor", reason: "Adaline moved" });
  await stripeControl().idle();
  await runJobs();
  const gifts = await db.donation.findMany({ where: { planId: plan.id }, orderBy: { paidAt: "asc" } });
  expect(gifts.length).toBe(2);
  const until = untilOf(gifts.at(-1)!.paidAt);
  const [before, oneOff] = [await allTotals(), () => getDonationTotals(new Date(0), new Date("2100-01-01"), { oneOffOnly: true })];

  await purgeOn(until);
  expect(await getPlan(plan.id)).toMatchObject({ firstName: "Adaline", stripeSubscriptionId: plan.stripeSubscriptionId });
  expect(await db.declaration.count()).toBe(1);
  const ended = await getPlan(plan.id);

  await purgeOn(addDays(until, 1));
  expect(await getPlan(plan.id)).toMatchObject({ status: "cancelled", weeklyPence: plan.weeklyPence });
  const kept = await everythingKept();
  expectNoPersonalData([kept]);
  for (const known of [ended.reference, ended.stripeCustomerId, ended.stripeSubscriptionId, gifts[0]!.stripeInvoiceId])
    expect(kept).not.toContain(known);
  expect([await db.declaration.count(), await db.supporter.count(), await db.planChange.count(), await db.outgoingEmail.count()]).toEqual([
    0, 0, 0, 0,
  ]);
  expect(await customersAtStripe()).toBe(0);

  // Stripe still knows the subscription; what is forgotten stays so.
  setClock(() => stripeControl().now());
  await reconcilePlans();
  expect(await syncPlan(plan.id)).toBeNull();
  expect(await allTotals()).toEqual(before);
  expect(await oneOff()).toMatchObject({ gifts: 0 });
});

test("of a sponsorship that goes on, old payments are forgotten, and neither recorded again nor missed", async () => {
  const plan = await joinPlan({ declaration: { house: "1 Candle Street", postcode: "EX1 1AA" } });
  const [first] = await db.donation.findMany();
  await purgeOn(addDays(untilOf(first!.paidAt), 1));
  expect(await db.donation.findFirst()).toMatchObject({ email: "", planId: plan.id, stripeInvoiceId: first!.stripeInvoiceId });
  expect(await getPlan(plan.id)).toMatchObject({ firstName: "Adaline", status: "active" });
  expect([await db.declaration.count(), await db.supporter.count()]).toEqual([1, 1]);
  setClock(() => stripeControl().now());
  await syncPlan(plan.id);
  expect(await db.donation.count()).toBe(1);
});

test("a declaration in force outlasts the gift that it was made with, as long as its donor is a supporter", async () => {
  const declaration = { scope: "this_and_future" as const, house: "1 Candle Street", postcode: "EX1 1AA" };
  const old = await completeDonation({ card: "visa" }, aDonationForm({ declaration }));
  const until = untilOf(old.paidAt);
  const recent = await completeDonation({ card: "visa" });
  const later = new Date(old.paidAt!.getTime() + 3 * 365 * 86_400_000);
  await db.donation.update({ where: { id: recent.id }, data: { paidAt: later, createdAt: later } });
  await purgeOn(addDays(until, 1));
  expect(await getDonation(old.id)).toMatchObject({ email: "", declarationId: null });
  expect(await db.declaration.findFirst()).toMatchObject({
    id: old.declarationId,
    supporterId: recent.supporterId,
    house: "1 Candle Street",
  });
  await purgeOn(addDays(untilOf(later), 1));
  expect([await db.declaration.count(), await db.supporter.count()]).toEqual([0, 0]);
});

test("a declaration made on a supporter's own pages is not taken for an unfinished form's", async () => {
  const gift = await completeDonation({ card: "visa" });
  await inTransaction((tx) =>
    declareGiftAid(tx, getSupporterId(gift), { scope: "this_and_future", house: "1 Candle Street", postcode: "EX1 1AA" }),
  );
  await purgeOn(addDays(londonDate(now()), 400));
  expect(await db.declaration.count()).toBe(1);
});

test("of somebody erased, a number and the day are kept for six years, the addresses until the last email is sent", async () => {
  const gift = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
  expect(await eraseSupporter(getSupporterId(gift), erasureSteps)).toEqual({ erased: true });
  expect((await db.erasure.findFirstOrThrow()).emails).toEqual(["adaline@example.org"]);
  await runJobs();
  const { finishedAt } = await db.erasure.findFirstOrThrow();
  const sixYears = addDays(londonDate(finishedAt!), 6 * 365 + 1);
  await purgeOn(londonDate(now()));
  expect(await db.erasure.findFirst()).toMatchObject({ emails: [] });
  expect((await everythingKept()).includes("1 Candle Street")).toBe(true);
  await purgeOn(sixYears);
  expect(await db.erasure.count()).toBe(1);
  await purgeOn(addDays(sixYears, 3));
  expect(await db.erasure.count()).toBe(0);
  await purgeOn(addDays(untilOf(gift.paidAt), 1));
  expectNoPersonalData([await everythingKept()]);
  expect(await db.declaration.count()).toBe(0);
});
