import { expect, test } from "vitest";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { completeDonation, getDonation } from "tests/support/giving/donation-harness";
import { getPlan, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { purgeOn } from "tests/support/supporters/purge-on";

usePlanHarness();

test("what is kept of the browser and the network address is emptied when a gift is paid or a sponsorship agreed", async () => {
  const gift = await completeDonation({ card: "visa" });
  const plan = await joinPlan();
  expect(await getDonation(gift.id)).toMatchObject({ browserHash: null, ipHash: null });
  expect(await getPlan(plan.id)).toMatchObject({ browserHash: null, ipHash: null });
  // Those from before that was so.
  await db.donation.updateMany({ data: { browserHash: "digest" } });
  await db.plan.updateMany({ data: { browserHash: "digest" } });
  await purgeOn(londonDate(now()));
  expect(await db.donation.count({ where: { browserHash: { not: null } } })).toBe(0);
  expect((await getPlan(plan.id)).browserHash).toBeNull();
});

test.each([
  ["was sent", {}],
  ["was refused", { sentAt: null, refusal: "validation_error" }],
])("whom a card went to is forgotten a month after it %s, however long the site was away", async (_what, email) => {
  const card = { name: "Mo Lovelamp", email: "mo@example.org", message: "With love" };
  const { id } = await joinPlan({ tribute: { kind: "honour", name: "Gran", card } });
  await db.outgoingEmail.updateMany({ where: { kind: "tribute-card" }, data: email });
  const { createdAt } = await db.outgoingEmail.findFirstOrThrow({ where: { kind: "tribute-card" } });
  await purgeOn(addDays(londonDate(createdAt), 28));
  expect(await getPlan(id)).toMatchObject({ tributeCardEmail: "mo@example.org" });
  await purgeOn(addDays(londonDate(createdAt), 100));
  expect(await getPlan(id)).toMatchObject({ tributeCardName: null, tributeCardEmail: null, tributeCardMessage: null, tributeName: "Gran" });
});

test("whom a card was to go to is forgotten a month after the sponsorship ended that never paid for it", async () => {
  const card = { name: "Mo Lovelamp", email: "mo@example.org", message: null };
  const { id } = await joinPlan({ tribute: { kind: "honour", name: "Gran", card } });
  await db.outgoingEmail.deleteMany({ where: { kind: "tribute-card" } });
  const endedAt = now();
  await db.plan.update({ where: { id }, data: { status: "lapsed", endedAt } });
  await purgeOn(addDays(londonDate(endedAt), 29));
  expect(await getPlan(id)).toMatchObject({ tributeCardEmail: "mo@example.org" });
  await purgeOn(addDays(londonDate(endedAt), 31));
  expect(await getPlan(id)).toMatchObject({ tributeCardEmail: null });
});
