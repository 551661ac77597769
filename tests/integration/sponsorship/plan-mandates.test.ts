import { expect, it } from "vitest";
import { db } from "~/platform/database/db.server";
import { now } from "~/platform/clock";
import { stripe } from "~/platform/payments/stripe.server";
import { checkMandate } from "~/sponsorship/billing/check-mandate.server";
import { attachPaymentMethod, openPaymentMethodPage } from "~/sponsorship/manage/attach-payment-method.server";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { summarizeStatus } from "~/sponsorship/manage/plan-summary.server";
import { advanceDays, listQueuedEmailKinds, mailControl, stripeControl } from "tests/support/giving/donation-harness";
import { getPlanAfterJobs, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();

const subject = "Your bank has cancelled your Direct Debit";
const listTold = () =>
  mailControl()
    .messages()
    .filter((message) => message.subject === subject);

/** A plan whose first Direct Debit has arrived. */
async function joinByDebit() {
  const { id } = await joinPlan({}, { bacs: "pays" });
  await advanceDays(8);
  return await getPlanAfterJobs(id);
}

it("a Direct Debit that was cancelled at the bank is told once, before a collection fails, and the plan says so", async () => {
  const plan = await joinByDebit();
  expect(plan).toMatchObject({ status: "active", mandateEndedAt: null, stripePaymentMethodId: expect.stringMatching(/^pm_/) });
  const { id: mandate } = stripeControl().revokeMandate(plan.stripeSubscriptionId ?? "");
  const ended = await getPlanAfterJobs(plan.id);
  expect(ended).toMatchObject({ status: "active", mandateEndedAt: expect.any(Date) });
  expect(summarizeStatus({ ...ended, room: null }, now())).toMatchObject({ label: "Direct Debit cancelled", tone: "warning" });
  const [told] = listTold();
  expect(told?.text).toMatch(/Bank account ending \d{4}.*\/new-card\//s);
  expect(await db.outgoingEmail.findMany({ where: { kind: "direct-debit-cancelled" } })).toMatchObject([
    { about: { planId: plan.id, stripeMandateId: mandate } },
  ]);
});

it("says nothing of a mandate that becomes active, nor of one whose plan is over", async () => {
  const plan = await joinByDebit();
  expect(listTold()).toEqual([]);
  await cancelPlan(plan.id, { by: "sponsor", reason: null });
  const { default_payment_method: account } = await stripe().subscriptions.retrieve(plan.stripeSubscriptionId ?? "");
  stripeControl().revokeMandate(typeof account === "string" ? account : (plan.stripeSubscriptionId ?? ""));
  await getPlanAfterJobs(plan.id);
  expect(listTold()).toEqual([]);
});

it("a card given instead settles it, and news of the old mandate that comes late changes nothing", async () => {
  const plan = await joinByDebit();
  const { id: mandate } = stripeControl().revokeMandate(plan.stripeSubscriptionId ?? "");
  await getPlanAfterJobs(plan.id);
  const opened = await openPaymentMethodPage(plan.id, { by: "sponsor", cancelPath: "/" });
  expect(opened).toHaveProperty("goTo");
  const page = await db.paymentMethodUpdate.findFirstOrThrow({ where: { planId: plan.id } });
  stripeControl().completeSession(page.stripeCheckoutSessionId ?? "", { card: "visa" });
  await attachPaymentMethod(page.id);
  await getPlanAfterJobs(plan.id);
  await checkMandate(mandate);
  const paid = await getPlanAfterJobs(plan.id);
  expect(paid).toMatchObject({ mandateEndedAt: null, paymentMethodLabel: "Visa ending 4242" });
  expect((await listQueuedEmailKinds()).filter((kind) => kind === "direct-debit-cancelled")).toHaveLength(1);
});
