import { expect, test } from "vitest";
import { newAttempt } from "~/giving/attempt.server";
import { now } from "~/platform/clock";
import { db } from "~/platform/db.server";
import { londonDate, daysAfter } from "~/platform/london";
import { pence } from "~/platform/money";
import { stripe } from "~/platform/payments/stripe.server";
import { rhythms } from "~/sponsorship/plan";
import { startPlan } from "~/sponsorship/start-plan.server";
import { newsWording } from "~/supporters/consent";
import { currentWording } from "~/giving/gift-aid";
import { doJobs, stripeControl, waitingJobs } from "tests/builders/gift";
import { agreeTo, aPlanForm, aSponsorOrigin, planNow, planWorld, startAPlan } from "tests/builders/plan";

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
