import { describe, expect, test } from "vitest";
import { newAttempt } from "~/giving/checkout/form-id.server";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { londonDate, daysAfter } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { stripe } from "~/platform/payments/stripe.server";
import { rhythms } from "~/sponsorship/plan";
import { startPlan } from "~/sponsorship/join/start-plan.server";
import { newsWording } from "~/supporters/consent/consent";
import { currentWording } from "~/giving/gift-aid/gift-aid";
import { forgetUnfinished } from "~/giving/checkout/purge-unfinished.server";
import { forgetUnfinishedPlans } from "~/sponsorship/join/purge-unfinished-plans.server";
import { endedPlan, refillPlanForm } from "~/sponsorship/join/restore-plan-form.server";
import { roomsAsJson } from "~/sponsorship/rooms/rooms-json.server";
import { roomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { showPlan } from "~/sponsorship/join/thank-you-view.server";
import { doJobs, lettersPosted, lettersSent, mailControl, putAsideWebhooks, stripeControl, waitingJobs } from "tests/support/gift";
import { agreeTo, aPlanForm, aSponsorOrigin, joinPlan, planNow, planSettled, planWorld, startAPlan } from "tests/support/plan";

planWorld();

const subscriptions = async () => (await stripe().subscriptions.list({ limit: 100, status: "all" })).data;
const sessions = async () => (await stripe().checkout.sessions.list({ limit: 100 })).data;
const inDays = (days: number) => daysAfter(londonDate(now()), days);

test("what Stripe is asked for: one price of collection and cover, our reference on page and subscription", async () => {
  const plan = await startAPlan({ cover: true, source: { utm_source: "poster" } });
  expect(plan).toMatchObject({ standing: "pending", weeklyPence: 250, collectionPence: 1000, coverPence: 43, coversFee: true });
  const session = await stripe().checkout.sessions.retrieve(plan.sessionId, { expand: ["line_items"] });
  expect(session).toMatchObject({
    mode: "subscription",
    submit_type: "donate",
    client_reference_id: plan.id,
    amount_total: 1043,
    currency: "gbp",
    metadata: { reference: plan.id, number: plan.reference, utm_source: "poster" },
  });
  agreeTo(plan.sessionId);
  const [subscription, ...others] = await subscriptions();
  expect(others).toEqual([]);
  expect(subscription).toMatchObject({ status: "active", metadata: { reference: plan.id }, billing_mode: { type: "flexible" } });
  expect(
    subscription?.items.data.map(({ price }) => [price.unit_amount, price.recurring?.interval, price.recurring?.interval_count]),
  ).toEqual([[1043, "week", 4]]);
});

test.each(rhythms)("%s is collected as often as it says, by Direct Debit from four-weekly up", async (rhythm) => {
  const { sessionId } = await startAPlan({ rhythm });
  const { allowed_payment_method_types: methods } = await stripe().checkout.sessions.retrieve(sessionId);
  expect(methods).toEqual(rhythm === "weekly" ? ["card"] : ["card", "bacs_debit"]);
  if (rhythm === "weekly") expect(() => agreeTo(sessionId, { bacs: "pays" })).toThrow("not paid by bacs_debit");
  else agreeTo(sessionId, { bacs: "pays" });
});

test.each([1, 2, 3, 30, 31])("a first day %i days ahead takes nothing before it, and is collected on it", async (days) => {
  const startsOn = inDays(days);
  const plan = await startAPlan({ startsOn, rhythm: "weekly" });
  agreeTo(plan.sessionId);
  expect((await stripe().charges.list()).data).toEqual([]);
  await stripeControl().advance({ seconds: (days + 1) * 86_400 });
  const [charge, ...others] = (await stripe().charges.list()).data;
  expect(others).toEqual([]);
  expect(charge?.amount).toBe(250);
  expect(londonDate(new Date((charge?.created ?? 0) * 1000))).toBe(startsOn);
});

test("plan, declaration and consent are written together", async () => {
  const plan = await startAPlan({
    declaration: { house: "1 Candle Street", postcode: "EX1 1AA" },
    wantsNews: true,
    tribute: { kind: "memory", name: "Gran", card: { name: "Mo", email: "mo@example.org", words: "For her" } },
  });
  expect(plan).toMatchObject({
    tributeKind: "memory",
    tributeName: "Gran",
    cardName: "Mo",
    cardEmail: "mo@example.org",
    cardWords: "For her",
  });
  expect(await db.declaration.findMany()).toMatchObject([
    { id: plan.declarationId, scope: "this_and_future", house: "1 Candle Street", wording: currentWording.version, via: "sponsor" },
  ]);
  expect(await db.consent.findMany()).toMatchObject([{ about: plan.id, via: "sponsor", wording: newsWording.version, action: "asked" }]);
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
  const plans = [await startAPlan(), await startAPlan()];
  expect(new Set(plans.map(({ id }) => id)).size).toBe(2);
  for (const { sessionId } of plans) agreeTo(sessionId);
  const made = await subscriptions();
  expect(new Set(made.map(({ metadata }) => metadata["reference"]))).toEqual(new Set(plans.map(({ id }) => id)));
  expect(new Set(made.map(({ customer }) => customer)).size).toBe(2);
});

test("a form that was changed and sent again closes the page before it, so that only one can be agreed to", async () => {
  const origin = aSponsorOrigin();
  const first = await startAPlan({}, origin);
  const second = await startAPlan({ weekly: pence(500) }, origin);
  await doJobs();
  expect((await stripe().checkout.sessions.retrieve(first.sessionId)).status).toBe("expired");
  expect((await stripe().checkout.sessions.retrieve(second.sessionId)).status).toBe("open");
});

test("a form that was changed and changed back keeps its first page, and closes the other", async () => {
  const origin = aSponsorOrigin();
  const first = await startAPlan({}, origin);
  const other = await startAPlan({ weekly: pence(500) }, origin);
  expect((await startAPlan({}, origin)).sessionId).toBe(first.sessionId);
  await doJobs();
  expect((await stripe().checkout.sessions.retrieve(first.sessionId)).status).toBe("open");
  expect((await stripe().checkout.sessions.retrieve(other.sessionId)).status).toBe("expired");
  expect((await waitingJobs()).filter(({ task }) => task === "close-plan-page")).toEqual([]);
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
  const { sessionId } = await startAPlan();
  expect(await sessions()).toHaveLength(1);
  agreeTo(sessionId);
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
  for (let nth = 1; nth <= 8; nth++) await startAPlan({}, { ...origin, attempt: newAttempt(now()), address: `address ${nth}` });
  expect(await startPlan(aPlanForm(), { ...origin, attempt: newAttempt(now()) })).toMatchObject({ refused: "too-many" });
  expect(await db.plan.count()).toBe(8);
  expect((await planNow((await db.plan.findFirstOrThrow()).id)).network).not.toBeNull();
});

test("a dozen people behind one address can join one after the other; pages that nobody pays run out", async () => {
  const address = "203.0.113.9";
  for (let nth = 1; nth <= 12; nth++) await joinPlan({ email: `person-${nth}@example.org` }, { card: "visa" }, aSponsorOrigin({ address }));
  expect(await db.plan.count({ where: { standing: "active", network: null } })).toBe(12);
  for (let nth = 1; nth <= 10; nth++) await startAPlan({}, aSponsorOrigin({ address }));
  expect(await startPlan(aPlanForm(), aSponsorOrigin({ address }))).toMatchObject({ refused: "too-many" });
});

describe("once it is agreed to", () => {
  const tribute = { kind: "memory" as const, name: "Gran", card: { name: "Mo", email: "mo@example.org", words: "For her.\nWith love" } };

  test("by card: a welcome, and the card once the payment has arrived; the thank-you page is right with no webhook", async () => {
    const started = await startAPlan({ cover: true, tribute, declaration: { house: "1 Candle Street", postcode: "EX1 1AA" } });
    expect(await showPlan(started.token)).toMatchObject({ standing: "pending", nextOn: null, unsure: false });
    await putAsideWebhooks();
    agreeTo(started.sessionId);
    const shown = await showPlan(started.token);
    const nextOn = inDays(28);
    expect(shown).toMatchObject({
      standing: "active",
      total: 1043,
      cover: 43,
      nextOn,
      next: 1043,
      firstOn: null,
      giftAid: 260,
      hasCard: true,
    });
    expect(JSON.stringify(shown)).not.toMatch(/Adaline|Lovelamp|example\.org|Gran/);
    expect(await showPlan(started.token)).toEqual(shown);
    await doJobs();
    expect(await lettersPosted()).toEqual(["collection-receipt", "plan-welcome", "tribute-card"]);
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
    expect(await showPlan(plan.token)).toMatchObject({ standing: "starting", firstOn: startsOn, nextOn: startsOn, next: 1000 });
    expect(await lettersPosted()).toEqual(["plan-welcome"]);
    await stripeControl().advance({ seconds: 6 * 86_400 });
    await planSettled(plan.id);
    expect(await lettersPosted()).toEqual(["collection-receipt", "plan-welcome", "tribute-card"]);
  });

  test("by Direct Debit: it is on its way, then it has arrived", async () => {
    const plan = await joinPlan({}, { bacs: "pays" });
    expect(await showPlan(plan.token)).toMatchObject({ standing: "starting", method: "bacs_debit", firstOn: null, nextOn: inDays(28) });
    expect(lettersSent()).toEqual(["Thank you: £10.00 every 4 weeks to Roomlight"]);
    expect(await db.donation.count()).toBe(0);
    await stripeControl().advance({ seconds: 8 * 86_400 });
    expect((await planSettled(plan.id)).standing).toBe("active");
    expect(await db.donation.count()).toBe(1);
  });

  test("the same form sent again leads to the thanks, and the room is lit by what was agreed to", async () => {
    const tree = { weekPence: 500 };
    await db.room.createMany({
      data: [
        { id: "alder", name: "Alder", position: 1, ...tree },
        { id: "beech", name: "Beech", position: 2, ...tree },
      ],
    });
    const [form, origin] = [aPlanForm({ room: "beech" }), aSponsorOrigin()];
    const plan = await startAPlan(form, origin);
    const lit = async () => (await roomsThisWeek(now())).rooms.map(({ sponsoredPence, litPence }) => [sponsoredPence, litPence]);
    expect(await lit()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    agreeTo(plan.sessionId);
    await planSettled(plan.id);
    expect(await startPlan(form, origin)).toEqual({ goTo: `/sponsor/thank-you/${plan.token}` });
    // What was collected for it is a gift too, and lights nothing a second time.
    expect(await db.donation.count()).toBe(1);
    expect(await lit()).toEqual([
      [0, 0],
      [250, 250],
    ]);
    await joinPlan({ startsOn: inDays(20) });
    await joinPlan({ room: "beech", weekly: pence(600) });
    const week = await roomsThisWeek(now());
    expect(week).toMatchObject({ neededPence: 1000, keptPence: 850 });
    expect(roomsAsJson(week, now()).rooms).toEqual([
      { name: "Alder", weekPence: 500, sponsoredPence: 350, litPence: 350, litPercent: 70, full: false },
      { name: "Beech", weekPence: 500, sponsoredPence: 500, litPence: 500, litPercent: 100, full: true },
    ]);
    await db.plan.updateMany({ where: { weeklyPence: 600 }, data: { standing: "paused" } });
    expect(await lit()).toEqual([
      [0, 0],
      [250, 250],
    ]);
  });
});

describe("a form filled in again", () => {
  const nobody = { browser: null, supporter: null };

  test("is whole in the browser that sent it, and shows nobody else a person", async () => {
    const origin = aSponsorOrigin();
    const plan = await startAPlan({ room: null, startsOn: inDays(3), receipts: "yearly" }, origin);
    const own = await refillPlanForm(plan.token, { ...nobody, browser: origin.browser }, now());
    expect(own).toMatchObject({
      state: "open",
      whole: true,
      typed: { first: "Adaline", weekly: "250", day: inDays(3), receipts: "yearly" },
    });
    const other = await refillPlanForm(plan.token, { ...nobody, browser: "another" }, now());
    expect(other).toMatchObject({ state: "open", whole: false, typed: { weekly: "250", rhythm: "four_weekly" } });
    expect(JSON.stringify(other)).not.toMatch(/Adaline|Lovelamp|example\.org/i);
  });

  test("of a plan that has ended begins another in its place, filled in for its sponsor when signed in", async () => {
    const plan = await joinPlan();
    await db.plan.update({ where: { id: plan.id }, data: { standing: "lapsed" } });
    expect(await refillPlanForm(plan.token, nobody, now())).toMatchObject({ state: "ended", whole: false });
    const own = await refillPlanForm(plan.token, { ...nobody, supporter: plan.supporterId }, now());
    expect(own).toMatchObject({ state: "ended", whole: true, typed: { email: "Adaline@Example.org" } });
    const again = await startAPlan({}, { ...aSponsorOrigin(), restartOf: await endedPlan(plan.token) });
    expect(again).toMatchObject({ restartOf: plan.id });
    expect(await endedPlan(again.token)).toBeNull();
  });

  test("that came to nothing is forgotten after a year, with its declaration; one that was agreed to is kept", async () => {
    const declaration = { house: "1 Candle Street", postcode: "EX1 1AA" };
    const [left, agreed] = [await startAPlan({ declaration }), await joinPlan({ declaration, tribute: null })];
    const longAgo = new Date(now().getTime() - 400 * 86_400_000);
    await db.plan.updateMany({ data: { createdAt: longAgo } });
    await db.declaration.updateMany({ data: { declaredAt: longAgo } });
    await db.donation.deleteMany();
    expect(await forgetUnfinishedPlans()).toBe(1);
    await forgetUnfinished();
    expect(await db.plan.findMany({ select: { id: true } })).toEqual([{ id: agreed.id }]);
    expect(await db.declaration.findMany({ select: { id: true } })).toEqual([{ id: agreed.declarationId }]);
    expect(left.declarationId).not.toBe(agreed.declarationId);
  });

  test("whom a card went to is forgotten a month later", async () => {
    const tribute = { kind: "honour" as const, name: "Gran", card: { name: "Mo", email: "mo@example.org", words: null } };
    const { id } = await joinPlan({ tribute });
    await forgetUnfinishedPlans();
    expect(await planNow(id)).toMatchObject({ cardEmail: "mo@example.org" });
    await db.letter.updateMany({ data: { sentAt: new Date(now().getTime() - 31 * 86_400_000) } });
    await forgetUnfinishedPlans();
    expect(await planNow(id)).toMatchObject({ cardName: null, cardEmail: null, tributeName: "Gran" });
  });
});
