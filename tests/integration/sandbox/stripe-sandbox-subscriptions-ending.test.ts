import { describe, expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { daySeconds, harness, useSandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";
import {
  advanceSeconds,
  getPeriodEnd,
  joinSubscription,
  monthly,
  renewal,
  weekSeconds,
  weekly,
} from "tests/support/sandbox/stripe-sandbox-subscriptions";

useSandboxHarness();

describe("ending", () => {
  it("stops at once, keeps the reason, and charges nothing more", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly);
    await advanceSeconds(weekSeconds + 60);
    const ended = await stripe.subscriptions.cancel(subscription.id, { cancellation_details: { comment: "moving", feedback: "other" } });
    expect(ended).toMatchObject({
      status: "canceled",
      cancellation_details: { comment: "moving", feedback: "other", reason: "cancellation_requested" },
    });
    expect((await harness.takeTypes()).slice(-2)).toEqual(["customer.subscription.deleted", "invoice.updated"]);
    expect(await advanceSeconds(10 * weekSeconds)).toEqual([]);
    await expect(stripe.subscriptions.cancel(subscription.id)).rejects.toThrow(/already/);
    expect((await stripe.subscriptions.list()).data).toEqual([]);
    expect((await stripe.subscriptions.list({ status: "all" })).data).toHaveLength(1);
  });

  it("stops at the end of the period, unless that is taken back", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, monthly);
    const ending = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    expect(ending).toMatchObject({ cancel_at_period_end: true, cancel_at: getPeriodEnd(subscription), status: "active" });
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false });
    await harness.takeTypes();
    expect(await advanceSeconds(31 * daySeconds + 7200)).toEqual(renewal);
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    await harness.takeTypes();
    expect(await advanceSeconds(31 * daySeconds)).toEqual(["customer.subscription.deleted"]);
  });

  it("stops with the customer, who is gone for good", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly);
    const customer = idOf(subscription.customer) ?? "";
    await stripe.customers.del(customer);
    expect(await harness.takeTypes()).toEqual(["customer.subscription.deleted", "customer.deleted"]);
    expect(await stripe.customers.retrieve(customer)).toEqual(expect.objectContaining({ deleted: true }));
    expect(await advanceSeconds(10 * weekSeconds)).toEqual([]);
  });
});
