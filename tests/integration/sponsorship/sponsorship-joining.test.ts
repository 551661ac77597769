import { describe, expect, test } from "vitest";
import { newFormId } from "~/giving/checkout/form-id.server";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { stripe } from "~/platform/payments/stripe.server";
import { billingIntervals } from "~/sponsorship/plan";
import { startPlan } from "~/sponsorship/join/start-plan.server";
import { newsWording } from "~/supporters/consent/consent";
import { currentDeclarationWording } from "~/giving/gift-aid/gift-aid";
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
  waitingJobs,
} from "tests/support/donation-harness";
import {
  aPlanForm,
  aSponsorOrigin,
  completePlanCheckout,
  getPlan,
  getPlanAfterJobs,
  joinPlan,
  startTestPlan,
  usePlanHarness,
} from "tests/support/plan-harness";

usePlanHarness();

const subscriptions = async () => (await stripe().subscriptions.list({ limit: 100, status: "all" })).data;
const sessions = async () => (await stripe().checkout.sessions.list({ limit: 100 })).data;
const inDays = (days: number) => addDays(londonDate(now()), days);

test("what Stripe is asked for: one price of collection and cover, our reference on page and subscription", async () => {
  const plan = await startTestPlan({ coversFee: true, source: { utm_source: "poster" } });
  expect(plan).toMatchObject({ status: "pending", weeklyPence: 250, collectionPence: 1000, coverPence: 43, coversFee: true });
  const session = await stripe().checkout.sessions.retrieve(plan.stripeCheckoutSessionId, { expand: ["line_items"] });
  expect(session).toMatchObject({
    mode: "subscription",
    submit_type: "donate",
    client_reference_id: plan.id,
    amount_total: 1043,
    currency: "gbp",
    metadata: { reference: plan.id, number: plan.reference, utm_source: "poster" },
  });
  completePlanCheckout(plan.stripeCheckoutSessionId);
  const [subscription, ...others] = await subscriptions();
  expect(others).toEqual([]);
  expect(subscription).toMatchObject({ status: "active", metadata: { reference: plan.id }, billing_mode: { type: "flexible" } });
  expect(
    subscription?.items.data.map(({ price }) => [price.unit_amount, price.recurring?.interval, price.recurring?.interval_count]),
  ).toEqual([[1043, "week", 4]]);
});

test.each(billingIntervals)("%s is collected as often as it says, by Direct Debit from four-weekly up", async (billingInterval) => {
  const { stripeCheckoutSessionId } = await startTestPlan({ billingInterval });
  const { allowed_payment_method_types: methods } = await stripe().checkout.sessions.retrieve(stripeCheckoutSessionId);
  expect(methods).toEqual(billingInterval === "weekly" ? ["card"] : ["card", "bacs_debit"]);
  if (billingInterval === "weekly")
    expect(() => completePlanCheckout(stripeCheckoutSessionId, { bacs: "pays" })).toThrow("not paid by bacs_debit");
  else completePlanCheckout(stripeCheckoutSessionId, { bacs: "pays" });
});

test.each([1, 2, 3, 30, 31])("a first day %i days ahead takes nothing before it, and is collected on it", async (days) => {
  const startsOn = inDays(days);
  const plan = await startTestPlan({ startsOn, billingInterval: "weekly" });
  completePlanCheckout(plan.stripeCheckoutSessionId);
  expect((await stripe().charges.list()).data).toEqual([]);
  await stripeControl().advance({ seconds: (days + 1) * 86_400 });
  const [charge, ...others] = (await stripe().charges.list()).data;
  expect(others).toEqual([]);
  expect(charge?.amount).toBe(250);
  expect(londonDate(new Date((charge?.created ?? 0) * 1000))).toBe(startsOn);
});

test("plan, declaration and consent are written together", async () => {
  const plan = await startTestPlan({
    declaration: { house: "1 Candle Street", postcode: "EX1 1AA" },
    wantsNews: true,
    tribute: { kind: "memory", name: "Gran", card: { name: "Mo", email: "mo@example.org", message: "For her" } },
  });
  expect(plan).toMatchObject({
    tributeKind: "memory",
    tributeName: "Gran",
    tributeCardName: "Mo",
    tributeCardEmail: "mo@example.org",
    tributeCardMessage: "For her",
  });
  expect(await db.declaration.findMany()).toMatchObject([
    {
      id: plan.declarationId,
      scope: "this_and_future",
      house: "1 Candle Street",
      wording: currentDeclarationWording.version,
      via: "sponsor",
    },
  ]);
  expect(await db.consent.findMany()).toMatchObject([
    { about: plan.id, via: "sponsor", wordingVersion: newsWording.version, action: "asked" },
  ]);
});

test("the same form sent five times at once is one plan and one page", async () => {
  stripeControl().chaos({ slowReply: 100 });
  const [form, origin] = [aPlanForm({ declaration: { house: "1 Candle Street", postcode: "EX1 1AA" }, wantsNews: true }), aSponsorOrigin()];
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => startPlan(form, origin)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toHaveProperty("goTo");
  expect([await db.plan.count(), await db.declaration.count(), await db.consent.count()]).toEqual([1, 1, 1]);
  expect(await sessions()).toHaveLength(1);
});

test("two plans under one e-mail address stay two", async () => {
  const plans = [await startTestPlan(), await startTestPlan()];
  expect(new Set(plans.map(({ id }) => id)).size).toBe(2);
  for (const { stripeCheckoutSessionId } of plans) completePlanCheckout(stripeCheckoutSessionId);
  const made = await subscriptions();
  expect(new Set(made.map(({ metadata }) => metadata["reference"]))).toEqual(new Set(plans.map(({ id }) => id)));
  expect(new Set(made.map(({ customer }) => customer)).size).toBe(2);
});

test("a form that was changed and sent again closes the page before it, so that only one can be agreed to", async () => {
  const origin = aSponsorOrigin();
  const first = await startTestPlan({}, origin);
  const second = await startTestPlan({ weekly: pence(500) }, origin);
  await runJobs();
  expect((await stripe().checkout.sessions.retrieve(first.stripeCheckoutSessionId)).status).toBe("expired");
  expect((await stripe().checkout.sessions.retrieve(second.stripeCheckoutSessionId)).status).toBe("open");
});

test("a form that was changed and changed back keeps its first page, and closes the other", async () => {
  const origin = aSponsorOrigin();
  const first = await startTestPlan({}, origin);
  const other = await startTestPlan({ weekly: pence(500) }, origin);
  expect((await startTestPlan({}, origin)).stripeCheckoutSessionId).toBe(first.stripeCheckoutSessionId);
  await runJobs();
  expect((await stripe().checkout.sessions.retrieve(first.stripeCheckoutSessionId)).status).toBe("open");
  expect((await stripe().checkout.sessions.retrieve(other.stripeCheckoutSessionId)).status).toBe("expired");
  expect((await waitingJobs()).filter(({ task }) => task === "close-plan-checkouts")).toEqual([]);
});

test("a Stripe that can't be asked is a refusal in words; the same form, hours later, opens the page it would have opened", async () => {
  const [form, origin] = [aPlanForm({ startsOn: inDays(3) }), aSponsorOrigin()];
  stripeControl().chaos({ tooManyRequests: { next: 1 } });
  expect(await startPlan(form, origin)).toEqual({ refused: "stripe-unreachable" });
  expect(await db.plan.count()).toBe(1);
  await stripeControl().advance({ seconds: 11 * 3600 });
  expect(await startPlan(form, origin)).toHaveProperty("goTo");
  expect([await db.plan.count(), (await sessions()).length]).toEqual([1, 1]);
});

test.each(["lostReply", "errorAfterCommit"] as const)("%s on the way to Stripe ends in one page and one subscription", async (fault) => {
  stripeControl().chaos({ [fault]: { next: 1 } });
  const { stripeCheckoutSessionId } = await startTestPlan();
  expect(await sessions()).toHaveLength(1);
  completePlanCheckout(stripeCheckoutSessionId);
  expect(await subscriptions()).toHaveLength(1);
});

test("a form whose first day has come too near starts afresh", async () => {
  const [form, origin] = [aPlanForm({ startsOn: inDays(1) }), aSponsorOrigin()];
  stripeControl().chaos({ tooManyRequests: { next: 1 } });
  expect(await startPlan(form, origin)).toEqual({ refused: "stripe-unreachable" });
  await stripeControl().advance({ seconds: 36 * 3600 });
  expect(await startPlan(form, origin)).toEqual({ refused: "form-too-old" });
  expect(await sessions()).toEqual([]);
});

test("pages opened for plans and for single gifts count together, and a refusal keeps nothing", async () => {
  const origin = aSponsorOrigin();
  for (let nth = 1; nth <= 8; nth++) await startTestPlan({}, { ...origin, formId: newFormId(now()), ip: `address ${nth}` });
  expect(await startPlan(aPlanForm(), { ...origin, formId: newFormId(now()) })).toMatchObject({ refused: "press-again" });
  expect(await db.plan.count()).toBe(8);
  expect((await getPlan((await db.plan.findFirstOrThrow()).id)).ipHash).not.toBeNull();
});

test("a dozen people behind one address can join one after the other; pages that nobody pays run out", async () => {
  const address = "203.0.113.9";
  for (let nth = 1; nth <= 12; nth++)
    await joinPlan({ email: `person-${nth}@example.org` }, { card: "visa" }, aSponsorOrigin({ ip: address }));
  expect(await db.plan.count({ where: { status: "active", ipHash: null } })).toBe(12);
  for (let nth = 1; nth <= 10; nth++) await startTestPlan({}, aSponsorOrigin({ ip: address }));
  expect(await startPlan(aPlanForm(), aSponsorOrigin({ ip: address }))).toMatchObject({ refused: "press-again" });
});

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
