import { afterEach, describe, expect, it } from "vitest";
import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { amountDeed, changeAmount } from "~/sponsorship/manage/change-amount.server";
import { changeRhythm } from "~/sponsorship/manage/change-billing-interval.server";
import { adoptCard, newCard } from "~/sponsorship/manage/attach-payment-method.server";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { cardLink, planLink, planOfCardLink, planOfLink } from "~/sponsorship/emailed-links.server";
import { planFor, plansOf } from "~/sponsorship/plans.server";
import { resumePlan } from "~/sponsorship/manage/resume-plan.server";
import { revokeLinks } from "~/sponsorship/manage/revoke-links.server";
import { skipCollection, unskipCollection } from "~/sponsorship/manage/skip-collection.server";
import { tendPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { isAgreed } from "~/sponsorship/manage/plan-command.server";
import { day, doJobs, lettersPosted, stripeControl } from "tests/support/gift";
import { joinPlan, planNow, planSettled, planWorld } from "tests/support/plan";
import { paidInvoices, pass, refusalOf, subscriptionOf } from "./plans-changed-desk";

planWorld();
const by = "sponsor" as const;
const quarter = 28 * day + 7200;

const letters = async (kind: string) => (await lettersPosted()).filter((each) => each === kind).length;

describe("stopping", () => {
  it.each<[string, () => Promise<Plan>]>([
    ["an active plan", () => joinPlan()],
    ["a plan that starts later", () => joinPlan({ startsOn: monthsFromToday(1, now()).replace(/-\d\d$/, "-10") })],
    [
      "a late plan",
      async () => {
        const plan = await joinPlan({}, { card: "declinesLater" });
        await pass(quarter);
        return await planSettled(plan.id);
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
    const paid = await paidInvoices(plan);
    const answers = await Promise.all([1, 2, 3].map(() => cancelPlan(plan.id, { by, words: "We are moving." })));
    for (const answer of answers) expect(["already-cancelled", answer]).toContain(refusalOf(answer));
    expect(await planNow(plan.id)).toMatchObject({ standing: "cancelled", endWords: "We are moving.", nextAt: null, openInvoice: null });
    expect((await subscriptionOf(plan)).status).toBe("canceled");
    expect(refusalOf(await cancelPlan(plan.id, { by: "link", words: null }))).toBe("already-cancelled");
    await pass(70 * day);
    expect(await planSettled(plan.id)).toMatchObject({ standing: "cancelled" });
    expect(await paidInvoices(plan)).toEqual(paid);
    expect(await letters("plan-cancelled")).toBe(1);
    expect(await letters("plan-alert")).toBe(0);
    expect(await db.planChange.count({ where: { what: "cancel" } })).toBe(1);
  });

  it("goes on by itself where Stripe can’t be asked", async () => {
    const plan = await joinPlan();
    const apiUrl = config.stripe.apiUrl;
    config.stripe.apiUrl = "http://127.0.0.1:9";
    expect(refusalOf(await cancelPlan(plan.id, { by, words: null }))).toBe("stripe-unreachable");
    config.stripe.apiUrl = apiUrl;
    const asked = await planNow(plan.id);
    expect(asked.standing).toBe("active");
    expect(asked.stopAskedAt).not.toBeNull();
    await doJobs();
    expect(await planSettled(plan.id)).toMatchObject({ standing: "cancelled", stopAskedAt: asked.stopAskedAt });
    expect(await letters("plan-cancelled")).toBe(1);
  });

  it("goes before whatever else is not finished", async () => {
    const plan = await joinPlan();
    const apiUrl = config.stripe.apiUrl;
    config.stripe.apiUrl = "http://127.0.0.1:9";
    await changeAmount(plan.id, { weekly: pence(900), by });
    config.stripe.apiUrl = apiUrl;
    expect(refusalOf(await pausePlan(plan.id, { until: monthsFromToday(3, now()), by }))).toBe("change-pending");
    expect(await cancelPlan(plan.id, { by, words: null })).toMatchObject({ plan: { standing: "cancelled" } });
    expect(await db.planWish.count()).toBe(0);
  });

  it("of one plan leaves another under the same address as it is", async () => {
    const [one, other] = [await joinPlan(), await joinPlan({ weekly: pence(500) })];
    expect(one.supporterId).toBe(other.supporterId);
    await changeAmount(other.id, { weekly: pence(600), by });
    await cancelPlan(one.id, { by, words: null });
    await pass(quarter);
    expect(await planSettled(other.id)).toMatchObject({ standing: "active", weeklyPence: 600 });
    expect([await paidInvoices(one), await paidInvoices(other)]).toEqual([[1000], [2000, 2400]]);
    expect((await plansOf(one.supporterId ?? "")).map(({ id }) => id)).toEqual([other.id, one.id]);
    const stranger = await joinPlan({ email: "stranger@example.org" });
    expect(await planFor(stranger.supporterId ?? "", one.id)).toBeNull();
  });
});

describe("a new card", () => {
  async function give(plan: Plan, card: string): Promise<string> {
    const asked = await Promise.all([1, 2].map(() => newCard(plan.id, { by, back: "/supporter" })));
    const page = await db.planCardPage.findFirstOrThrow({ where: { planId: plan.id, closedAt: null } });
    expect(asked).toEqual([{ goTo: page.sessionUrl }, { goTo: page.sessionUrl }]);
    expect(await adoptCard(page.id)).toEqual({ refused: "not-finished" });
    stripeControl().completeSession(page.sessionId ?? "", { card });
    return page.id;
  }

  it("becomes the subscription’s and the customer’s, once, whoever comes first", async () => {
    const plan = await joinPlan();
    const page = await give(plan, "mastercard");
    const answers = await Promise.all([adoptCard(page), adoptCard(page), planSettled(plan.id)]);
    expect(answers[0]).toMatchObject({ open: "none" });
    expect(await planNow(plan.id)).toMatchObject({ methodWords: "Mastercard ending 4444", standing: "active" });
    const { default_payment_method: method, customer } = await subscriptionOf(plan);
    expect(customer).toMatchObject({ invoice_settings: { default_payment_method: method } });
    expect(await letters("plan-card-changed")).toBe(1);
    expect(await paidInvoices(plan)).toEqual([1000]);
  });

  it("pays what is open of a late plan at once, and is thanked for once", async () => {
    const plan = await joinPlan({}, { card: "declinesLater" });
    await pass(quarter);
    await planSettled(plan.id);
    const page = await give(plan, "visa");
    expect(await adoptCard(page)).toMatchObject({ open: "paid", plan: { standing: "active", openInvoice: null } });
    await planSettled(plan.id);
    expect(await paidInvoices(plan)).toEqual([1000, 1000]);
    expect([await letters("collection-recovered"), await letters("plan-card-changed"), await letters("collection-failed")]).toEqual([
      1, 0, 1,
    ]);
    // It had failed, and goes on as before.
    await pass(28 * day);
    expect(await planSettled(plan.id)).toMatchObject({ standing: "active" });
    expect(await paidInvoices(plan)).toEqual([1000, 1000, 1000]);
  });

  it("that is refused too is kept, and said so", async () => {
    const plan = await joinPlan({}, { card: "declinesLater" });
    await pass(quarter);
    await planSettled(plan.id);
    const page = await give(plan, "declinesLater");
    expect(await adoptCard(page)).toMatchObject({ open: "declined", plan: { standing: "late" } });
    expect(await adoptCard(page)).toMatchObject({ plan: { standing: "late" } });
  });

  it("that comes after the end changes nothing", async () => {
    const plan = await joinPlan();
    await newCard(plan.id, { by, back: "/supporter" });
    const page = await db.planCardPage.findFirstOrThrow();
    await cancelPlan(plan.id, { by, words: null });
    stripeControl().completeSession(page.sessionId ?? "", { card: "mastercard" });
    expect(refusalOf(await adoptCard(page.id))).toBe("already-cancelled");
    await planSettled(plan.id);
    expect(await planNow(plan.id)).toMatchObject({ methodWords: "Visa ending 4242", standing: "cancelled" });
    expect(await letters("plan-card-changed")).toBe(0);
    expect(refusalOf(await newCard(plan.id, { by, back: "/supporter" }))).toBe("already-cancelled");
  });

  it("is taken over by the hourly tending where neither the browser nor an event came", async () => {
    const plan = await joinPlan();
    stripeControl().chaos({ drop: 1 });
    await give(plan, "mastercard");
    await tendPlans();
    expect(await planNow(plan.id)).toMatchObject({ methodWords: "Mastercard ending 4444" });
  });
});

describe("a link out of a letter", () => {
  const tokenOf = (path: string) => path.split("/").at(-1) ?? "";
  const secrets = [...config.sessionSecrets];
  afterEach(() => void config.sessionSecrets.splice(0, Infinity, ...secrets));

  it("leads to its one plan for good, also once another secret signs", async () => {
    const [plan, other] = [await joinPlan({ rhythm: "yearly" }), await joinPlan({ rhythm: "yearly" })];
    const token = tokenOf(planLink(plan));
    config.sessionSecrets.unshift("another-secret-that-signs-from-now-on");
    await pass(700 * day);
    expect(await planOfLink(token)).toMatchObject({ id: plan.id });
    expect(await planOfLink(tokenOf(planLink(other)))).toMatchObject({ id: other.id });
  });

  it("that is cut off, altered, of another plan, of another kind or of an old secret leads nowhere", async () => {
    const [plan, other] = [await joinPlan(), await joinPlan()];
    const token = tokenOf(planLink(plan));
    const [id, version, seal] = token.split(".");
    const wrong = [
      "",
      token.slice(0, -1),
      token.slice(0, 40),
      `${token}x`,
      `${other.id}.${version}.${seal}`,
      `${id}.2.${seal}`,
      `${id}.${version}.${seal?.toLowerCase()}-`,
      tokenOf(cardLink(plan)),
    ];
    for (const text of wrong) expect([text, await planOfLink(text)]).toEqual([text, { refused: "not-a-link" }]);
    expect(await planOfCardLink(token)).toEqual({ refused: "not-a-link" });
    config.sessionSecrets.splice(0, 1, "another-secret-in-place-of-the-old-one");
    expect(await planOfLink(token)).toEqual({ refused: "not-a-link" });
  });

  it("that was called back says so, and the next letter’s works", async () => {
    const plan = await joinPlan();
    const [link, card] = [tokenOf(planLink(plan)), tokenOf(cardLink(plan))];
    const revoked = await revokeLinks(plan.id, { by });
    expect([await planOfLink(link), await planOfCardLink(card)]).toEqual([{ refused: "called-back" }, { refused: "called-back" }]);
    if ("plan" in revoked) expect(await planOfLink(tokenOf(planLink(revoked.plan)))).toMatchObject({ id: plan.id });
  });
});

type Deed = (plan: Plan) => Promise<object>;

const deeds: [what: string, prepare: Deed | null, deed: Deed, after: object][] = [
  ["amount", null, ({ id }) => changeAmount(id, { weekly: pence(700), by }), { weeklyPence: 700, nextPence: 2800 }],
  ["pause", null, ({ id }) => pausePlan(id, { until: monthsFromToday(3, now()), by }), { standing: "paused" }],
  ["skip", null, ({ id, nextAt }) => skipCollection(id, { nextAt: nextAt ?? now(), by }), { standing: "active" }],
  [
    "skip taken back",
    ({ id, nextAt }) => skipCollection(id, { nextAt: nextAt ?? now(), by }),
    ({ id }) => unskipCollection(id, { by }),
    { skipsUntil: null },
  ],
  [
    "resumption",
    async ({ id }) => {
      await pausePlan(id, { until: monthsFromToday(3, now()), by });
      await pass(40 * day);
      return {};
    },
    ({ id }) => resumePlan(id, { going: "now", by }),
    { standing: "active" },
  ],
  ["rhythm", null, ({ id }) => changeRhythm(id, { rhythm: "monthly", by }), { nextRhythm: "monthly" }],
  ["end", null, ({ id }) => cancelPlan(id, { by, words: null }), { standing: "cancelled" }],
];

describe.each(deeds)("a change of %s", (_what, prepare, deed, after) => {
  const calm = () => stripeControl().chaos({ errorAfterCommit: 0, lostReply: 0, tooManyRequests: 0, slowReply: 0 });

  it("has one effect and one letter, asked for twice at once, after an outage, and once more", async () => {
    const plan = await joinPlan();
    await prepare?.(plan);
    const [changes, posted] = [await db.planChange.count({ where: { by } }), (await lettersPosted()).length];

    const apiUrl = config.stripe.apiUrl;
    config.stripe.apiUrl = "http://127.0.0.1:9";
    expect(refusalOf(await deed(plan))).toBe("stripe-unreachable");
    config.stripe.apiUrl = apiUrl;
    expect(await db.planChange.count({ where: { by } })).toBe(changes);

    stripeControl().chaos({ tooManyRequests: { next: 1 } });
    const first = await deed(plan);
    calm();
    expect(["stripe-unreachable", first]).toContain(refusalOf(first));
    stripeControl().chaos({ errorAfterCommit: { next: 1 }, lostReply: { next: 1 } });
    await Promise.all([deed(plan), deed(plan)]);
    calm();
    await deed(plan);
    expect(await planSettled(plan.id)).toMatchObject(after);
    expect(await db.planWish.count()).toBe(0);
    expect(await db.planChange.count({ where: { by } })).toBe(changes + 1);
    // A resumption is paid for, which has a receipt of its own.
    const fresh = (await lettersPosted()).length - posted - ((await paidInvoices(plan)).length - 1);
    expect(fresh).toBe(1);
  });
});

it("is finished or forgotten by the hourly tending, where nobody asks again", async () => {
  const [lost, never] = [await joinPlan(), await joinPlan()];
  // Stripe did it, and whoever asked was gone before it said so.
  const asked = { id: "asked", what: "amount", to: "700", by, askedAt: now() };
  await db.planWish.create({ data: { ...asked, planId: lost.id } });
  if (isAgreed(lost)) await amountDeed.ask(lost, asked);
  const apiUrl = config.stripe.apiUrl;
  config.stripe.apiUrl = "http://127.0.0.1:9";
  await changeAmount(never.id, { weekly: pence(800), by });
  config.stripe.apiUrl = apiUrl;
  await pass(600);
  await tendPlans();
  expect(await planNow(lost.id)).toMatchObject({ weeklyPence: 700, collectionPence: 2800 });
  expect(await planNow(never.id)).toMatchObject({ weeklyPence: 250 });
  expect(await db.planWish.count()).toBe(0);
  expect(await letters("plan-amount-changed")).toBe(1);
});
