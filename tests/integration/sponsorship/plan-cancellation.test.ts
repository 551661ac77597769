import { afterEach, describe, expect, it } from "vitest";
import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { changeAmount, changeAmountCommand } from "~/sponsorship/manage/change-amount.server";
import { changeBillingInterval } from "~/sponsorship/manage/change-billing-interval.server";
import { attachPaymentMethod, openPaymentMethodPage } from "~/sponsorship/manage/attach-payment-method.server";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { findPlanByCardLink, findPlanByLink, newCardPath, planPath } from "~/sponsorship/emailed-links.server";
import { findPlan, listPlans } from "~/sponsorship/plans.server";
import { resumePlan } from "~/sponsorship/manage/resume-plan.server";
import { revokeLinks } from "~/sponsorship/manage/revoke-links.server";
import { skipCollection, unskipCollection } from "~/sponsorship/manage/skip-collection.server";
import { maintainPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { hasSubscription } from "~/sponsorship/manage/plan-command.server";
import { daySeconds, listQueuedEmailKinds, runJobs, stripeControl } from "tests/support/donation-harness";
import { getPlan, getPlanAfterJobs, joinPlan, usePlanHarness } from "tests/support/plan-harness";
import { advanceSeconds, fetchSubscription, getRefusal, listPaidInvoices } from "tests/support/plan-changes";

usePlanHarness();
const by = "sponsor" as const;
const quarter = 28 * daySeconds + 7200;

const countEmails = async (kind: string) => (await listQueuedEmailKinds()).filter((each) => each === kind).length;

describe("stopping", () => {
  it.each<[string, () => Promise<Plan>]>([
    ["an active plan", () => joinPlan()],
    ["a plan that starts later", () => joinPlan({ startsOn: monthsFromToday(1, now()).replace(/-\d\d$/, "-10") })],
    [
      "a late plan",
      async () => {
        const plan = await joinPlan({}, { card: "declinesLater" });
        await advanceSeconds(quarter);
        return await getPlanAfterJobs(plan.id);
      },
    ],
    [
      "a paused plan",
      async () => {
        const plan = await joinPlan();
        await pausePlan(plan.id, { until: monthsFromToday(3, now()), by });
        return plan;
      },
    ],
  ])("%s ends it at once at Stripe, and nothing more is taken, whoever asks twice", async (_what, make) => {
    const plan = await make();
    const paid = await listPaidInvoices(plan);
    const answers = await Promise.all([1, 2, 3].map(() => cancelPlan(plan.id, { by, reason: "We are moving." })));
    for (const answer of answers) expect(["already-cancelled", answer]).toContain(getRefusal(answer));
    expect(await getPlan(plan.id)).toMatchObject({
      status: "cancelled",
      endComment: "We are moving.",
      nextCollectionAt: null,
      stripeOpenInvoiceId: null,
    });
    expect((await fetchSubscription(plan)).status).toBe("canceled");
    expect(getRefusal(await cancelPlan(plan.id, { by: "link", reason: null }))).toBe("already-cancelled");
    await advanceSeconds(70 * daySeconds);
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "cancelled" });
    expect(await listPaidInvoices(plan)).toEqual(paid);
    expect(await countEmails("plan-cancelled")).toBe(1);
    expect(await countEmails("plan-alert")).toBe(0);
    expect(await db.planChange.count({ where: { kind: "cancel" } })).toBe(1);
  });

  it("goes on by itself where Stripe can’t be asked", async () => {
    const plan = await joinPlan();
    const apiUrl = config.stripe.apiUrl;
    config.stripe.apiUrl = "http://127.0.0.1:9";
    expect(getRefusal(await cancelPlan(plan.id, { by, reason: null }))).toBe("stripe-unreachable");
    config.stripe.apiUrl = apiUrl;
    const asked = await getPlan(plan.id);
    expect(asked.status).toBe("active");
    expect(asked.stopRequestedAt).not.toBeNull();
    await runJobs();
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "cancelled", stopRequestedAt: asked.stopRequestedAt });
    expect(await countEmails("plan-cancelled")).toBe(1);
  });

  it("goes before whatever else is not finished", async () => {
    const plan = await joinPlan();
    const apiUrl = config.stripe.apiUrl;
    config.stripe.apiUrl = "http://127.0.0.1:9";
    await changeAmount(plan.id, { weekly: pence(900), by });
    config.stripe.apiUrl = apiUrl;
    expect(getRefusal(await pausePlan(plan.id, { until: monthsFromToday(3, now()), by }))).toBe("change-pending");
    expect(await cancelPlan(plan.id, { by, reason: null })).toMatchObject({ plan: { status: "cancelled" } });
    expect(await db.planChangeRequest.count()).toBe(0);
  });

  it("of one plan leaves another under the same address as it is", async () => {
    const [one, other] = [await joinPlan(), await joinPlan({ weekly: pence(500) })];
    expect(one.supporterId).toBe(other.supporterId);
    await changeAmount(other.id, { weekly: pence(600), by });
    await cancelPlan(one.id, { by, reason: null });
    await advanceSeconds(quarter);
    expect(await getPlanAfterJobs(other.id)).toMatchObject({ status: "active", weeklyPence: 600 });
    expect([await listPaidInvoices(one), await listPaidInvoices(other)]).toEqual([[1000], [2000, 2400]]);
    expect((await listPlans(one.supporterId ?? "")).map(({ id }) => id)).toEqual([other.id, one.id]);
    const stranger = await joinPlan({ email: "stranger@example.org" });
    expect(await findPlan(stranger.supporterId ?? "", one.id)).toBeNull();
  });
});

describe("a new card", () => {
  async function give(plan: Plan, card: string): Promise<string> {
    const asked = await Promise.all([1, 2].map(() => openPaymentMethodPage(plan.id, { by, cancelPath: "/supporter" })));
    const page = await db.paymentMethodUpdate.findFirstOrThrow({ where: { planId: plan.id, closedAt: null } });
    expect(asked).toEqual([{ goTo: page.stripeCheckoutUrl }, { goTo: page.stripeCheckoutUrl }]);
    expect(await attachPaymentMethod(page.id)).toEqual({ refused: "not-finished" });
    stripeControl().completeSession(page.stripeCheckoutSessionId ?? "", { card });
    return page.id;
  }

  it("becomes the subscription’s and the customer’s, once, whoever comes first", async () => {
    const plan = await joinPlan();
    const page = await give(plan, "mastercard");
    const answers = await Promise.all([attachPaymentMethod(page), attachPaymentMethod(page), getPlanAfterJobs(plan.id)]);
    expect(answers[0]).toMatchObject({ openInvoice: "none" });
    expect(await getPlan(plan.id)).toMatchObject({ paymentMethodLabel: "Mastercard ending 4444", status: "active" });
    const { default_payment_method: method, customer } = await fetchSubscription(plan);
    expect(customer).toMatchObject({ invoice_settings: { default_payment_method: method } });
    expect(await countEmails("plan-payment-method-changed")).toBe(1);
    expect(await listPaidInvoices(plan)).toEqual([1000]);
  });

  it("pays what is open of a late plan at once, and is thanked for once", async () => {
    const plan = await joinPlan({}, { card: "declinesLater" });
    await advanceSeconds(quarter);
    await getPlanAfterJobs(plan.id);
    const page = await give(plan, "visa");
    expect(await attachPaymentMethod(page)).toMatchObject({ openInvoice: "paid", plan: { status: "active", stripeOpenInvoiceId: null } });
    await getPlanAfterJobs(plan.id);
    expect(await listPaidInvoices(plan)).toEqual([1000, 1000]);
    expect([
      await countEmails("collection-recovered"),
      await countEmails("plan-payment-method-changed"),
      await countEmails("collection-failed"),
    ]).toEqual([1, 0, 1]);
    // It had failed, and goes on as before.
    await advanceSeconds(28 * daySeconds);
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "active" });
    expect(await listPaidInvoices(plan)).toEqual([1000, 1000, 1000]);
  });

  it("that is refused too is kept, and said so", async () => {
    const plan = await joinPlan({}, { card: "declinesLater" });
    await advanceSeconds(quarter);
    await getPlanAfterJobs(plan.id);
    const page = await give(plan, "declinesLater");
    expect(await attachPaymentMethod(page)).toMatchObject({ openInvoice: "declined", plan: { status: "late" } });
    expect(await attachPaymentMethod(page)).toMatchObject({ plan: { status: "late" } });
  });

  it("that comes after the end changes nothing", async () => {
    const plan = await joinPlan();
    await openPaymentMethodPage(plan.id, { by, cancelPath: "/supporter" });
    const page = await db.paymentMethodUpdate.findFirstOrThrow();
    await cancelPlan(plan.id, { by, reason: null });
    stripeControl().completeSession(page.stripeCheckoutSessionId ?? "", { card: "mastercard" });
    expect(getRefusal(await attachPaymentMethod(page.id))).toBe("already-cancelled");
    await getPlanAfterJobs(plan.id);
    expect(await getPlan(plan.id)).toMatchObject({ paymentMethodLabel: "Visa ending 4242", status: "cancelled" });
    expect(await countEmails("plan-payment-method-changed")).toBe(0);
    expect(getRefusal(await openPaymentMethodPage(plan.id, { by, cancelPath: "/supporter" }))).toBe("already-cancelled");
  });

  it("is taken over by the hourly maintenance where neither the browser nor an event came", async () => {
    const plan = await joinPlan();
    stripeControl().chaos({ drop: 1 });
    await give(plan, "mastercard");
    await maintainPlans();
    expect(await getPlan(plan.id)).toMatchObject({ paymentMethodLabel: "Mastercard ending 4444" });
  });
});

describe("a link out of an email", () => {
  const tokenOf = (path: string) => path.split("/").at(-1) ?? "";
  const secrets = [...config.sessionSecrets];
  afterEach(() => void config.sessionSecrets.splice(0, Infinity, ...secrets));

  it("leads to its one plan for good, also once another secret signs", async () => {
    const [plan, other] = [await joinPlan({ billingInterval: "yearly" }), await joinPlan({ billingInterval: "yearly" })];
    const token = tokenOf(planPath(plan));
    config.sessionSecrets.unshift("another-secret-that-signs-from-now-on");
    await advanceSeconds(700 * daySeconds);
    expect(await findPlanByLink(token)).toMatchObject({ id: plan.id });
    expect(await findPlanByLink(tokenOf(planPath(other)))).toMatchObject({ id: other.id });
  });

  it("that is cut off, altered, of another plan, of another kind or of an old secret leads nowhere", async () => {
    const [plan, other] = [await joinPlan(), await joinPlan()];
    const token = tokenOf(planPath(plan));
    const [id, version, expiry, signature] = token.split(".");
    const wrong = [
      "",
      token.slice(0, -1),
      token.slice(0, 40),
      `${token}x`,
      `${other.id}.${version}.${expiry}.${signature}`,
      `${id}.2.${expiry}.${signature}`,
      `${id}.${version}.zzzzzzzz.${signature}`,
      `${id}.${version}.${expiry}.${signature?.toLowerCase().slice(1)}-`,
      tokenOf(newCardPath(plan)),
    ];
    for (const text of wrong) expect([text, await findPlanByLink(text)]).toEqual([text, { refused: "invalid-link" }]);
    expect(await findPlanByCardLink(token)).toEqual({ refused: "invalid-link" });
    config.sessionSecrets.splice(0, 1, "another-secret-in-place-of-the-old-one");
    expect(await findPlanByLink(token)).toEqual({ refused: "invalid-link" });
  });

  it("that was called back says so, and the next email’s works", async () => {
    const plan = await joinPlan();
    const [link, card] = [tokenOf(planPath(plan)), tokenOf(newCardPath(plan))];
    const revoked = await revokeLinks(plan.id, { by });
    expect([await findPlanByLink(link), await findPlanByCardLink(card)]).toEqual([{ refused: "revoked" }, { refused: "revoked" }]);
    if ("plan" in revoked) expect(await findPlanByLink(tokenOf(planPath(revoked.plan)))).toMatchObject({ id: plan.id });
  });
});

type Command = (plan: Plan) => Promise<object>;

const commands: [what: string, prepare: Command | null, deed: Command, after: object][] = [
  ["amount", null, ({ id }) => changeAmount(id, { weekly: pence(700), by }), { weeklyPence: 700, nextCollectionPence: 2800 }],
  ["pause", null, ({ id }) => pausePlan(id, { until: monthsFromToday(3, now()), by }), { status: "paused" }],
  ["skip", null, ({ id, nextCollectionAt }) => skipCollection(id, { nextAt: nextCollectionAt ?? now(), by }), { status: "active" }],
  [
    "skip taken back",
    ({ id, nextCollectionAt }) => skipCollection(id, { nextAt: nextCollectionAt ?? now(), by }),
    ({ id }) => unskipCollection(id, { by }),
    { skipsUntil: null },
  ],
  [
    "resumption",
    async ({ id }) => {
      await pausePlan(id, { until: monthsFromToday(3, now()), by });
      await advanceSeconds(40 * daySeconds);
      return {};
    },
    ({ id }) => resumePlan(id, { timing: "now", by }),
    { status: "active" },
  ],
  ["interval", null, ({ id }) => changeBillingInterval(id, { billingInterval: "monthly", by }), { nextBillingInterval: "monthly" }],
  ["end", null, ({ id }) => cancelPlan(id, { by, reason: null }), { status: "cancelled" }],
];

describe.each(commands)("a change of %s", (_what, prepare, deed, after) => {
  const calm = () => stripeControl().chaos({ errorAfterCommit: 0, lostReply: 0, tooManyRequests: 0, slowReply: 0 });

  it("has one effect and one email, asked for twice at once, after an outage, and once more", async () => {
    const plan = await joinPlan();
    await prepare?.(plan);
    const [changes, posted] = [await db.planChange.count({ where: { by } }), (await listQueuedEmailKinds()).length];

    const apiUrl = config.stripe.apiUrl;
    config.stripe.apiUrl = "http://127.0.0.1:9";
    expect(getRefusal(await deed(plan))).toBe("stripe-unreachable");
    config.stripe.apiUrl = apiUrl;
    expect(await db.planChange.count({ where: { by } })).toBe(changes);

    stripeControl().chaos({ tooManyRequests: { next: 1 } });
    const first = await deed(plan);
    calm();
    expect(["stripe-unreachable", first]).toContain(getRefusal(first));
    stripeControl().chaos({ errorAfterCommit: { next: 1 }, lostReply: { next: 1 } });
    await Promise.all([deed(plan), deed(plan)]);
    calm();
    await deed(plan);
    expect(await getPlanAfterJobs(plan.id)).toMatchObject(after);
    expect(await db.planChangeRequest.count()).toBe(0);
    expect(await db.planChange.count({ where: { by } })).toBe(changes + 1);
    // A resumption is paid for, which has a receipt of its own.
    const fresh = (await listQueuedEmailKinds()).length - posted - ((await listPaidInvoices(plan)).length - 1);
    expect(fresh).toBe(1);
  });
});

it("is finished or forgotten by the hourly maintenance, where nobody asks again", async () => {
  const [lost, never] = [await joinPlan(), await joinPlan()];
  // Stripe did it, and whoever asked was gone before it said so.
  const asked = { id: "asked", kind: "amount" as const, newValue: "700", by, requestedAt: now() };
  await db.planChangeRequest.create({ data: { ...asked, planId: lost.id } });
  if (hasSubscription(lost)) await changeAmountCommand.callStripe(lost, asked);
  const apiUrl = config.stripe.apiUrl;
  config.stripe.apiUrl = "http://127.0.0.1:9";
  await changeAmount(never.id, { weekly: pence(800), by });
  config.stripe.apiUrl = apiUrl;
  await advanceSeconds(600);
  await maintainPlans();
  expect(await getPlan(lost.id)).toMatchObject({ weeklyPence: 700, collectionPence: 2800 });
  expect(await getPlan(never.id)).toMatchObject({ weeklyPence: 250 });
  expect(await db.planChangeRequest.count()).toBe(0);
  expect(await countEmails("plan-amount-changed")).toBe(1);
});
