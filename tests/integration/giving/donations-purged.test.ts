import { expect, test } from "vitest";
import { purgeUnfinishedDonations } from "~/giving/checkout/purge-unfinished.server";
import { db } from "~/platform/database/db.server";
import {
  aDonationFormWithGiftAid,
  getDonation,
  useDonationHarness,
  completeDonation,
  getPaymentIntentId,
  getDonationAfterJobs,
  startTestDonation,
  stripeControl,
} from "tests/support/giving/donation-harness";

useDonationHarness();

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

async function backdate(id: string, days: number): Promise<void> {
  const { declarationId } = await db.donation.update({ where: { id }, data: { createdAt: daysAgo(days) } });
  await db.declaration.updateMany({ where: { id: declarationId ?? "" }, data: { declaredAt: daysAgo(days) } });
}

test("forms that came to nothing are forgotten after a year, with their declarations, and not before", async () => {
  const [old, recent, paid] = [
    await startTestDonation(aDonationFormWithGiftAid()),
    await startTestDonation(aDonationFormWithGiftAid()),
    await completeDonation({ card: "visa" }, aDonationFormWithGiftAid()),
  ];
  await backdate(old.id, 366);
  await backdate(recent.id, 364);
  await backdate(paid.id, 366);
  expect(await purgeUnfinishedDonations()).toBe(1);
  expect((await db.donation.findMany()).map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    [recent.id, paid.id].toSorted((a, b) => (a < b ? -1 : 1)),
  );
  expect(await db.declaration.count()).toBe(2);
  expect(await purgeUnfinishedDonations()).toBe(0);
});

test("digests of network addresses are forgotten after two days", async () => {
  const [old, recent] = [await startTestDonation(), await startTestDonation()];
  await backdate(old.id, 2.1);
  await purgeUnfinishedDonations();
  expect((await getDonation(old.id)).ipHash).toBeNull();
  expect((await getDonation(recent.id)).ipHash).not.toBeNull();
});

test("a gift whose money arrived but did not fit is kept, and keeps no other from being forgotten", async () => {
  const [misfit, sentBack, old] = [await startTestDonation(), await startTestDonation(), await startTestDonation()];
  await db.donation.updateMany({ where: { id: { in: [misfit.id, sentBack.id] } }, data: { giftPence: 2000 } });
  for (const { stripeCheckoutSessionId } of [misfit, sentBack]) stripeControl().completeSession(stripeCheckoutSessionId, { card: "visa" });
  await getDonationAfterJobs(misfit.id);
  stripeControl().refund(await getPaymentIntentId(sentBack.id));
  expect(await getDonationAfterJobs(sentBack.id)).toMatchObject({ status: "pending" });
  for (const { id } of [misfit, sentBack, old]) await backdate(id, 366);
  expect(await purgeUnfinishedDonations()).toBe(1);
  expect(await db.donation.count()).toBe(2);
});

test("events are forgotten after a month, not before", async () => {
  const event = (id: string, receivedAt: Date) => ({ id, type: "charge.updated", createdAt: receivedAt, receivedAt });
  await db.stripeEvent.createMany({ data: [event("evt_old", daysAgo(31)), event("evt_new", daysAgo(29))] });
  await purgeUnfinishedDonations();
  expect((await db.stripeEvent.findMany()).map(({ id }) => id)).toEqual(["evt_new"]);
});
