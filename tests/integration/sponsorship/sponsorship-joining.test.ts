import { expect, test } from "vitest";
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
import { runJobs, stripeControl, waitingJobs } from "tests/support/giving/donation-harness";
import {
  aPlanForm,
  aSponsorOrigin,
  completePlanCheckout,
  getPlan,
  joinPlan,
  startTestPlan,
  usePlanHarness,
} from "tests/support/sponsorship/plan-harness";

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
