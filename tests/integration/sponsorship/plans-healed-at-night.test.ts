import { expect, test } from "vitest";
import { db } from "~/platform/database/db.server";
import { reconcilePlans } from "~/sponsorship/billing/reconcile-plans.server";
import { syncPlan } from "~/sponsorship/billing/sync-plan.server";
import { advanceDays, holdWebhooks, listSentSubjects, runJobs, stripeControl } from "tests/support/giving/donation-harness";
import { completePlanCheckout, getPlan, joinPlan, startTestPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();

const listDonations = (planId: string) => db.donation.findMany({ where: { planId }, orderBy: { paidAt: "asc" } });

test("what no webhook told is healed in the night, and listed; a second night finds nothing", async () => {
  const known = await joinPlan({ billingInterval: "weekly", email: "one@example.org" });
  const { id, stripeCheckoutSessionId } = await startTestPlan({ email: "two@example.org" });
  await holdWebhooks();
  completePlanCheckout(stripeCheckoutSessionId);
  await advanceDays(15);
  await holdWebhooks();
  const first = await reconcilePlans();
  expect(first).toMatchObject({ checked: 2, open: 0 });
  expect(first?.finishedAt).not.toBeNull();
  expect((await getPlan(id)).status).toBe("active");
  expect(await listDonations(known.id)).toHaveLength(3);
  const found = await db.reconciliationFinding.findMany({ orderBy: { message: "asc" } });
  expect(found.map(({ message }) => message)).toEqual([
    "2 payments had not been recorded.",
    "One payment had not been recorded.",
    "Was pending, is active.",
  ]);
  const second = await reconcilePlans();
  expect(second).toMatchObject({ checked: 2, healed: 0, open: 0 });
  expect(second?.id).not.toBe(first?.id);
});

test("a night's work that was killed goes on where it was", async () => {
  const first = await joinPlan({ billingInterval: "weekly", email: "one@example.org" });
  await advanceDays(1);
  const second = await joinPlan({ billingInterval: "weekly", email: "two@example.org" });
  await holdWebhooks();
  await advanceDays(8);
  await holdWebhooks();
  const startedAt = new Date(stripeControl().now().getTime() - 60_000);
  // Killed after the newest plan, whose step was saved.
  await syncPlan(second.id);
  await db.plan.update({ where: { id: second.id }, data: { reconciledAt: startedAt } });
  await db.reconciliation.create({
    data: { id: "killed", kind: "plans", startedAt, pass: "subscriptions", cursor: second.stripeSubscriptionId, checked: 1 },
  });
  expect(await reconcilePlans()).toMatchObject({ id: "killed", checked: 2, healed: 1 });
  expect(await listDonations(first.id)).toHaveLength(2);
});

test("while Stripe can't be asked about a plan, the night lists it for a person and goes on", async () => {
  const plan = await joinPlan({ billingInterval: "weekly" });
  await holdWebhooks();
  await advanceDays(8);
  await holdWebhooks();
  await db.plan.update({ where: { id: plan.id }, data: { stripeSubscriptionId: null, stripeCheckoutSessionId: "cs_test_gone" } });
  const run = await reconcilePlans();
  expect(run).toMatchObject({ open: 1 });
  await runJobs();
  expect(listSentSubjects()).toContain("Roomlight: One plan differs from Stripe");
});
