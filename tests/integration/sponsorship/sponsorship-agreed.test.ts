import { describe, expect, test } from "vitest";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { startPlan } from "~/sponsorship/join/start-plan.server";
import { purgeUnfinishedDonations } from "~/giving/checkout/purge-unfinished.server";
import { purgeUnfinishedPlans } from "~/sponsorship/join/purge-unfinished-plans.server";
import { findEndedPlan, restorePlanForm } from "~/sponsorship/join/restore-plan-form.server";
import { formatRoomsJson } from "~/sponsorship/rooms/rooms-json.server";
import { getRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { getThankYouView } from "~/sponsorship/join/thank-you-view.server";
import {
  holdWebhooks,
  listQueuedEmailKinds,
  listSentSubjects,
  mailControl,
  runJobs,
  stripeControl,
} from "tests/support/giving/donation-harness";
import {
  aPlanForm,
  aSponsorOrigin,
  completePlanCheckout,
  getPlan,
  getPlanAfterJobs,
  joinPlan,
  startTestPlan,
  usePlanHarness,
} from "tests/support/sponsorship/plan-harness";

usePlanHarness();
const inDays = (days: number) => addDays(londonDate(now()), days);

describe("once it is agreed to", () => {
  const tribute = { kind: "memory" as const, name: "Gran", card: { name: "Mo", email: "mo@example.org", message: "For her.\nWith love" } };

  test("by card: a welcome, and the card once the payment has arrived; the thank-you page is right with no webhook", async () => {
    const started = await startTestPlan({ coversFee: true, tribute, declaration: { house: "1 Candle Street", postcode: "EX1 1AA" } });
    expect(await getThankYouView(started.token)).toMatchObject({ status: "pending", nextOn: null, mayBeStale: false });
    await holdWebhooks();
    completePlanCheckout(started.stripeCheckoutSessionId);
    // The page that was looked at before asks again after five seconds.
    await stripeControl().advance({ seconds: 5 });
    const shown = await getThankYouView(started.token);
    const nextOn = inDays(28);
    expect(shown).toMatchObject({
      status: "active",
      collectionTotal: 1043,
      cover: 43,
      nextOn,
      next: 1043,
      firstOn: null,
      giftAid: 260,
      hasTributeCard: true,
    });
    expect(JSON.stringify(shown)).not.toMatch(/Adaline|Lovelamp|example\.org|Gran/);
    expect(await getThankYouView(started.token)).toEqual(shown);
    await runJobs();
    expect(await listQueuedEmailKinds()).toEqual(["collection-receipt", "plan-welcome", "tribute-card"]);
    const card = mailControl()
      .messages()
      .find(({ to }) => to.includes("mo@example.org"));
    expect(card?.subject).toBe("Adaline Lovelamp helps to keep a window lit in memory of Gran");
    expect(card?.text).toContain("For her.");
    expect(card?.text).not.toMatch(/£|10\.43/);
  });

  test("from a chosen day: a welcome now, no card and no receipt before the first payment", async () => {
    const startsOn = inDays(5);
    const plan = await joinPlan({ startsOn, tribute });
    expect(await getThankYouView(plan.token)).toMatchObject({ status: "starting", firstOn: startsOn, nextOn: startsOn, next: 1000 });
    expect(await listQueuedEmailKinds()).toEqual(["plan-welcome"]);
    await stripeControl().advance({ seconds: 6 * 86_400 });
    await getPlanAfterJobs(plan.id);
    expect(await listQueuedEmailKinds()).toEqual(["collection-receipt", "plan-welcome", "tribute-card"]);
  });

  test("by Direct Debit: it is on its way, then it has arrived", async () => {
    const plan = await joinPlan({}, { bacs: "pays" });
    expect(await getThankYouView(plan.token)).toMatchObject({
      status: "starting",
      method: "bacs_debit",
      firstOn: null,
      nextOn: inDays(28),
    });
    expect(listSentSubjects()).toEqual(["Thank you: £10.00 every 4 weeks to Roomlight"]);
    expect(await db.donation.count()).toBe(0);
    await stripeControl().advance({ seconds: 8 * 86_400 });
    expect((await getPlanAfterJobs(plan.id)).status).toBe("active");
    expect(await db.donation.count()).toBe(1);
  });

  test("the same form sent again leads to the thanks, and the room is lit by what was agreed to", async () => {
    const tree = { weeklyPence: 500 };
    await db.room.createMany({
      data: [
        { id: "alder", name: "Alder", position: 1, ...tree },
        { id: "beech", name: "Beech", position: 2, ...tree },
      ],
    });
    const [form, origin] = [aPlanForm({ roomId: "beech" }), aSponsorOrigin()];
    const plan = await startTestPlan(form, origin);
    const lit = async () => (await getRoomsThisWeek(now())).rooms.map(({ sponsoredPence, litPence }) => [sponsoredPence, litPence]);
    expect(await lit()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    completePlanCheckout(plan.stripeCheckoutSessionId);
    await getPlanAfterJobs(plan.id);
    expect(await startPlan(form, origin)).toEqual({ goTo: `/sponsor/thank-you/${plan.token}` });
    // What was collected for it is a gift too, and lights nothing a second time.
    expect(await db.donation.count()).toBe(1);
    expect(await lit()).toEqual([
      [0, 0],
      [250, 250],
    ]);
    await joinPlan({ startsOn: inDays(20) });
    await joinPlan({ roomId: "beech", weekly: pence(600) });
    const week = await getRoomsThisWeek(now());
    expect(week).toMatchObject({ neededPence: 1000, netPence: 850 });
    expect(formatRoomsJson(week, now()).rooms).toEqual([
      { name: "Alder", weekPence: 500, sponsoredPence: 350, litPence: 350, litPercent: 70, full: false },
      { name: "Beech", weekPence: 500, sponsoredPence: 500, litPence: 500, litPercent: 100, full: true },
    ]);
    await db.plan.updateMany({ where: { weeklyPence: 600 }, data: { status: "paused" } });
    expect(await lit()).toEqual([
      [0, 0],
      [250, 250],
    ]);
  });
});

describe("a form filled in again", () => {
  const nobody = { browser: null, supporterId: null };

  test("is whole in the browser that sent it, and shows nobody else a person", async () => {
    const origin = aSponsorOrigin();
    const plan = await startTestPlan({ roomId: null, startsOn: inDays(3), receipts: "yearly" }, origin);
    const own = await restorePlanForm(plan.token, { ...nobody, browser: origin.browserId }, now());
    expect(own).toMatchObject({
      state: "open",
      isComplete: true,
      input: { first: "Adaline", weekly: "250", day: inDays(3), receipts: "yearly" },
    });
    const other = await restorePlanForm(plan.token, { ...nobody, browser: "another" }, now());
    expect(other).toMatchObject({ state: "open", isComplete: false, input: { weekly: "250", interval: "four_weekly" } });
    expect(JSON.stringify(other)).not.toMatch(/Adaline|Lovelamp|example\.org/i);
  });

  test("of a plan that has ended begins another in its place, filled in for its sponsor when signed in", async () => {
    const plan = await joinPlan();
    await db.plan.update({ where: { id: plan.id }, data: { status: "lapsed" } });
    expect(await restorePlanForm(plan.token, nobody, now())).toMatchObject({ state: "ended", isComplete: false });
    const own = await restorePlanForm(plan.token, { ...nobody, supporterId: plan.supporterId }, now());
    expect(own).toMatchObject({ state: "ended", isComplete: true, input: { email: "Adaline@Example.org" } });
    const again = await startTestPlan({}, { ...aSponsorOrigin(), restartOf: await findEndedPlan(plan.token) });
    expect(again).toMatchObject({ restartOfId: plan.id });
    expect(await findEndedPlan(again.token)).toBeNull();
  });

  test("that came to nothing is forgotten after a year, with its declaration; one that was agreed to is kept", async () => {
    const declaration = { house: "1 Candle Street", postcode: "EX1 1AA" };
    const [left, agreed] = [await startTestPlan({ declaration }), await joinPlan({ declaration, tribute: null })];
    const longAgo = new Date(now().getTime() - 400 * 86_400_000);
    await db.plan.updateMany({ data: { createdAt: longAgo } });
    await db.declaration.updateMany({ data: { declaredAt: longAgo } });
    await db.donation.deleteMany();
    expect(await purgeUnfinishedPlans()).toBe(1);
    await purgeUnfinishedDonations();
    expect(await db.plan.findMany({ select: { id: true } })).toEqual([{ id: agreed.id }]);
    expect(await db.declaration.findMany({ select: { id: true } })).toEqual([{ id: agreed.declarationId }]);
    expect(left.declarationId).not.toBe(agreed.declarationId);
  });

  test("whom a card went to is forgotten a month later", async () => {
    const tribute = { kind: "honour" as const, name: "Gran", card: { name: "Mo", email: "mo@example.org", message: null } };
    const { id } = await joinPlan({ tribute });
    await purgeUnfinishedPlans();
    expect(await getPlan(id)).toMatchObject({ tributeCardEmail: "mo@example.org" });
    await db.outgoingEmail.updateMany({ data: { sentAt: new Date(now().getTime() - 31 * 86_400_000) } });
    await purgeUnfinishedPlans();
    expect(await getPlan(id)).toMatchObject({ tributeCardName: null, tributeCardEmail: null, tributeName: "Gran" });
  });
});
