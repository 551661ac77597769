import { describe, expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { daySeconds, harness, useSandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";
import {
  advanceSeconds,
  declined,
  getPeriodEnd,
  joinSubscription,
  paid,
  renewal,
  weekSeconds,
  weekly,
} from "tests/support/sandbox/stripe-sandbox-subscriptions";

useSandboxHarness();

describe("stopping for a while", () => {
  it("pauses, and collects nothing until it is resumed with a collection now", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly);
    await expect(stripe.subscriptions.pause(subscription.id)).rejects.toThrow(/unused_time_from/);
    const paused = await stripe.subscriptions.pause(subscription.id, {
      type: "subscription",
      bill_for: { unused_time_from: { type: "none" } },
    });
    expect(paused).toMatchObject({ status: "paused", status_details: { paused: { subscription: { type: "pause_requested" } } } });
    expect(await harness.takeTypes()).toEqual(["customer.subscription.paused", "customer.subscription.updated"]);
    expect(await advanceSeconds(10 * weekSeconds)).toEqual([]);
    const resumed = await stripe.subscriptions.resume(subscription.id, {
      billing_cycle_anchor: { type: "now" },
      payment_behavior: "resume_on_payment_success",
    });
    expect(resumed).toMatchObject({ status: "active" });
    expect(resumed.status_details).toBeUndefined();
    expect(await harness.takeTypes()).toEqual([
      "invoice.created",
      "invoice.finalized",
      ...paid,
      "customer.subscription.resumed",
      "customer.subscription.updated",
    ]);
    expect(getPeriodEnd(resumed)).toBe(resumed.billing_cycle_anchor + weekSeconds);
    expect(await advanceSeconds(weekSeconds + 3600)).toEqual(renewal);
  });

  it("resumes at its usual time without a charge", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly);
    await stripe.subscriptions.pause(subscription.id, { bill_for: { unused_time_from: { type: "none" } } });
    expect(await advanceSeconds(3 * weekSeconds + daySeconds)).toEqual(["customer.subscription.paused", "customer.subscription.updated"]);
    const unchanged = { billing_cycle_anchor: { type: "unchanged" }, proration_behavior: "none" } as const;
    const resumed = await stripe.subscriptions.resume(subscription.id, unchanged);
    expect(await harness.takeTypes()).toEqual(["customer.subscription.resumed", "customer.subscription.updated"]);
    expect((getPeriodEnd(resumed) - subscription.billing_cycle_anchor) % weekSeconds).toBe(0);
    expect(resumed.billing_cycle_anchor).toBe(subscription.billing_cycle_anchor);
    expect(await advanceSeconds(weekSeconds)).toEqual(renewal);
  });

  it("stays paused where the resumption's payment is declined, and goes on once it is paid", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly, { card: "declinesLater" });
    await stripe.subscriptions.pause(subscription.id, { bill_for: { unused_time_from: { type: "none" } } });
    const ask = { billing_cycle_anchor: { type: "now" }, payment_behavior: "resume_on_payment_success" } as const;
    expect((await stripe.subscriptions.resume(subscription.id, ask)).status).toBe("paused");
    const types = await advanceSeconds(2 * daySeconds);
    expect(types).toContain("invoice.payment_failed");
    expect(types.slice(-2)).toEqual(["payment_intent.canceled", "invoice.voided"]);
    expect((await stripe.subscriptions.resume(subscription.id, ask)).status).toBe("paused");
    const [open] = (await stripe.invoices.list({ status: "open" })).data;
    await stripe.invoices.pay(open?.id ?? "", { off_session: false });
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "active" });
  });

  it("skips one collection, and goes on by itself", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly);
    const until = getPeriodEnd(subscription) + 2 * daySeconds;
    await stripe.subscriptions.update(subscription.id, { pause_collection: { behavior: "void", resumes_at: until } });
    expect(await harness.takeTypes()).toEqual(["customer.subscription.updated"]);
    expect(await advanceSeconds(weekSeconds + 3 * daySeconds)).toEqual([
      "customer.subscription.updated",
      "invoice.created",
      "invoice.finalized",
      "invoice.voided",
      "customer.subscription.updated",
    ]);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "active", pause_collection: null });
    expect(await advanceSeconds(weekSeconds)).toEqual(renewal);
    await stripe.subscriptions.update(subscription.id, { pause_collection: { behavior: "void" } });
    await stripe.subscriptions.update(subscription.id, { pause_collection: "" });
    await harness.takeTypes();
    expect(await advanceSeconds(weekSeconds)).toEqual(renewal);
  });
});

describe("a failed renewal", () => {
  it("is past due, tried again, and recovered by paying with a new card", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly, { card: "declinesLater" });
    expect(await advanceSeconds(weekSeconds + 3700)).toEqual([
      "customer.subscription.updated",
      "invoice.created",
      "invoice.finalized",
      "payment_intent.created",
      ...declined,
      "customer.subscription.updated",
    ]);
    const [invoice] = (await stripe.invoices.list({ limit: 1 })).data;
    expect(invoice).toMatchObject({ status: "open", attempt_count: 1, attempted: true, amount_remaining: 250 });
    expect(invoice?.next_payment_attempt).toBeGreaterThan(harness.control.now().getTime() / 1000);
    expect(await advanceSeconds(daySeconds)).toEqual(declined);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "past_due" });
    const [intent] = (await stripe.paymentIntents.list({ limit: 1 })).data;
    await expect(stripe.paymentIntents.cancel(intent?.id ?? "")).rejects.toThrow(/pays an invoice/);
    await expect(stripe.invoices.pay(invoice?.id ?? "")).rejects.toMatchObject({ code: "card_declined", statusCode: 402 });
    expect(await harness.takeTypes()).toEqual(declined);
    expect(await stripe.invoices.retrieve(invoice?.id ?? "")).toMatchObject({ attempt_count: 2 });

    // A new card, by a setup session, for the subscription and for the customer.
    const customer = idOf(subscription.customer) ?? "";
    const setup = await stripe.checkout.sessions.create({
      mode: "setup",
      currency: "gbp",
      customer,
      success_url: "http://127.0.0.1:3000/supporter",
      setup_intent_data: { metadata: { plan: "1" } },
    });
    harness.control.completeSession(setup.id);
    expect(await harness.takeTypes()).toEqual([
      "setup_intent.created",
      "payment_method.attached",
      "setup_intent.succeeded",
      "checkout.session.completed",
    ]);
    const kept = await stripe.checkout.sessions.retrieve(setup.id, { expand: ["setup_intent"] });
    expect(kept).toMatchObject({
      payment_status: "no_payment_required",
      amount_total: null,
      setup_intent: { status: "succeeded", metadata: { plan: "1" }, customer },
    });
    const method = idOf((await stripe.setupIntents.retrieve(idOf(kept.setup_intent) ?? "")).payment_method) ?? "";
    await stripe.subscriptions.update(subscription.id, { default_payment_method: method });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: method } });
    await harness.takeTypes();

    await stripe.invoices.pay(invoice?.id ?? "");
    expect(await harness.takeTypes()).toEqual([...paid.slice(1), "customer.subscription.updated"]);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "active" });
    await expect(stripe.invoices.pay(invoice?.id ?? "")).rejects.toMatchObject({ code: "invoice_already_paid" });
    expect(await advanceSeconds(4 * daySeconds)).toEqual([]);
    expect(await advanceSeconds(2 * daySeconds)).toEqual(renewal);
  });

  it("is given up after the last attempt, before the next collection", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly, { card: "declinesLater" });
    const types = await advanceSeconds(2 * weekSeconds - daySeconds / 2);
    expect(types.filter((type) => type === "invoice.payment_failed")).toHaveLength(4);
    expect(types.slice(-5)).toEqual([...declined, "customer.subscription.deleted", "invoice.updated"]);
    const over = await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    expect(over).toMatchObject({
      status: "canceled",
      cancellation_details: { reason: "payment_failed" },
      latest_invoice: { status: "open", auto_advance: false, next_payment_attempt: null, attempt_count: 4 },
    });
    expect(over.ended_at).toBeLessThan(getPeriodEnd(over));
    expect(await advanceSeconds(8 * weekSeconds)).toEqual([]);
    await expect(stripe.subscriptions.update(subscription.id, { description: "x" })).rejects.toThrow(/canceled subscription/);
    await stripe.subscriptions.update(subscription.id, { metadata: { noted: "yes" } });
  });
});
