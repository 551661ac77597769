import { afterEach, describe, expect, it } from "vitest";
import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { changeAmount, changeAmountCommand } from "~/sponsorship/manage/change-amount.server";
import { changeBillingInterval } from "~/sponsorship/manage/change-billing-interval.server";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { findPlanByCardLink, findPlanByLink, newCardPath, planPath } from "~/sponsorship/emailed-links.server";
import { resumePlan } from "~/sponsorship/manage/resume-plan.server";
import { revokeLinks } from "~/sponsorship/manage/revoke-links.server";
import { skipCollection, unskipCollection } from "~/sponsorship/manage/skip-collection.server";
import { maintainPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { hasSubscription } from "~/sponsorship/manage/plan-command.server";
import { daySeconds, listQueuedEmailKinds, stripeControl } from "tests/support/giving/donation-harness";
import { getPlan, getPlanAfterJobs, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { advanceSeconds, getRefusal, listPaidInvoices } from "tests/support/sponsorship/plan-changes";

usePlanHarness();
const by = "sponsor" as const;

const countEmails = async (kind: string) => (await listQueuedEmailKinds()).filter((each) => each === kind).length;

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
