import { describe, expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { daySeconds, harness, useSandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";
import {
  advanceSeconds,
  fourWeekly,
  getPeriodEnd,
  joinSubscription,
  paid,
  planSessionParams,
  renewal,
  weekSeconds,
  weekly,
  withPrice,
} from "tests/support/sandbox/stripe-sandbox-subscriptions";

useSandboxHarness();

describe("joining", () => {
  it("tells the whole story by card", async () => {
    const { stripe, control } = harness;
    const session = await stripe.checkout.sessions.create(
      planSessionParams(1000, fourWeekly, { subscription_data: { metadata: { plan: "1" }, billing_mode: { type: "flexible" } } }),
    );
    expect(session).toMatchObject({ mode: "subscription", amount_total: 1000, subscription: null, payment_intent: null });
    const done = control.completeSession(session.id);
    expect(done).toMatchObject({ outcome: "succeeded", status: "complete" });
    expect(await harness.takeTypes()).toEqual([
      "customer.created",
      "payment_method.attached",
      "customer.subscription.created",
      "invoice.created",
      "invoice.finalized",
      ...paid,
      "customer.subscription.updated",
      "checkout.session.completed",
    ]);
    const expand = ["subscription.latest_invoice.payments.data.payment.payment_intent"];
    await expect(stripe.checkout.sessions.retrieve(session.id, { expand })).rejects.toThrow(/more than 4 levels/);
    const complete = await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription.latest_invoice.payments"] });
    expect(complete).toMatchObject({
      payment_status: "paid",
      payment_intent: null,
      subscription: {
        status: "active",
        metadata: { plan: "1" },
        billing_mode: { type: "flexible" },
        latest_invoice: {
          status: "paid",
          billing_reason: "subscription_create",
          amount_paid: 1000,
          payments: { data: [{ status: "paid" }] },
        },
      },
    });
    const subscription = await stripe.subscriptions.retrieve(idOf(complete.subscription) ?? "");
    const [item] = subscription.items.data;
    expect((item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)).toBe(4 * weekSeconds);
    const [invoice] = (await stripe.invoices.list({ subscription: subscription.id })).data;
    expect(invoice?.parent?.subscription_details).toMatchObject({ subscription: subscription.id, metadata: { plan: "1" } });
    const [payment] = (await stripe.invoicePayments.list({ invoice: invoice?.id ?? "" })).data;
    expect(
      (await stripe.invoicePayments.retrieve(payment?.id ?? "", { expand: ["payment.payment_intent"] })).payment.payment_intent,
    ).toMatchObject({
      status: "succeeded",
      amount: 1000,
    });
    const [charge] = (await stripe.charges.list()).data;
    const byIntent = { type: "payment_intent", payment_intent: idOf(charge?.payment_intent ?? null) ?? "" } as const;
    expect((await stripe.invoicePayments.list({ payment: byIntent })).data).toMatchObject([{ invoice: invoice?.id, amount_paid: 1000 }]);
    const lines = await stripe.invoices.listLineItems(invoice?.id ?? "");
    expect(lines.data).toMatchObject([{ amount: 1000, subscription: subscription.id, description: "1 × Sponsor a room" }]);
  });

  it("keeps the session open after a decline and a failed 3-D Secure, with no subscription yet and one intent", async () => {
    const { stripe, control } = harness;
    const session = await stripe.checkout.sessions.create(planSessionParams(250, weekly));
    expect(control.completeSession(session.id, { card: "declined" })).toMatchObject({ outcome: "failed", status: "open" });
    expect(await harness.takeTypes()).toEqual([
      "customer.created",
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
    ]);
    expect(control.completeSession(session.id, { card: "authenticates", challenge: "fail" }).outcome).toBe("failed");
    expect(await harness.takeTypes()).toEqual(["payment_intent.requires_action", "payment_intent.payment_failed"]);
    expect((await stripe.subscriptions.list()).data).toEqual([]);
    expect(control.completeSession(session.id, { card: "authenticates", challenge: "pass" }).outcome).toBe("succeeded");
    expect(await harness.takeTypes()).not.toContain("payment_intent.created");
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
    expect(await advanceSeconds(weekSeconds + 2 * 3600)).toEqual(renewal);
  });

  it("by Direct Debit is active at once, and paid days later", async () => {
    const { stripe, control } = harness;
    const session = await stripe.checkout.sessions.create(planSessionParams(1000, fourWeekly));
    expect(control.completeSession(session.id, { bacs: "pays" }).outcome).toBe("processing");
    expect(await harness.takeTypes()).toEqual([
      "customer.created",
      "payment_method.attached",
      "customer.subscription.created",
      "invoice.created",
      "invoice.finalized",
      "payment_intent.created",
      "payment_intent.processing",
      "charge.pending",
      "mandate.updated",
      "customer.subscription.updated",
      "checkout.session.completed",
    ]);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "complete", payment_status: "unpaid" });
    expect((await stripe.subscriptions.list()).data).toMatchObject([{ status: "active" }]);
    expect(await advanceSeconds(7 * daySeconds)).toEqual([
      "mandate.updated",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.async_payment_succeeded",
      "invoice_payment.paid",
      "invoice.paid",
      "invoice.payment_succeeded",
    ]);
    expect((await stripe.invoices.list({ status: "paid" })).data).toHaveLength(1);
    // The next collection: under way for days, and disputed long after.
    await advanceSeconds(21 * daySeconds + 7200);
    const [invoice] = (await stripe.invoices.list()).data;
    expect(invoice).toMatchObject({ status: "open", attempted: true, next_payment_attempt: null });
    await expect(stripe.invoices.pay(invoice?.id ?? "")).rejects.toThrow(/under way/);
    await expect(stripe.invoices.voidInvoice(invoice?.id ?? "")).rejects.toThrow(/processing/);
    await advanceSeconds(6 * daySeconds);
    const [charge] = (await stripe.charges.list()).data;
    expect(charge).toMatchObject({ status: "succeeded", amount: 1000 });
    control.openDispute(charge?.id ?? "");
    expect((await harness.takeTypes()).slice(0, 2)).toEqual(["charge.dispute.created", "charge.dispute.funds_withdrawn"]);
    // The bank took the mandate back with it: the next collection is not even sent.
    const types = await advanceSeconds(24 * daySeconds);
    expect(types.filter((type) => type.startsWith("charge"))).toEqual([]);
    expect(types).toContain("invoice.payment_failed");
  });
});

describe("renewing", () => {
  it("takes the next period's money after an hour as a draft", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly);
    expect(await advanceSeconds(getPeriodEnd(subscription) - harness.control.now().getTime() / 1000 + 60)).toEqual([
      "customer.subscription.updated",
      "invoice.created",
    ]);
    const [draft] = (await stripe.invoices.list()).data;
    expect(draft).toMatchObject({
      status: "draft",
      attempted: false,
      billing_reason: "subscription_cycle",
      period_end: getPeriodEnd(subscription),
    });
    expect(draft?.lines.data[0]?.period).toEqual({ start: getPeriodEnd(subscription), end: getPeriodEnd(subscription) + weekSeconds });
    expect(draft?.automatically_finalizes_at).toBe((draft?.created ?? 0) + 3600);
    expect(await advanceSeconds(3600)).toEqual(["invoice.finalized", ...paid]);
    expect(harness.control.now().getTime() / 1000 - getPeriodEnd(subscription)).toBeLessThan(2 * 3600);
  });

  it("changes the amount without a charge today", async () => {
    const { stripe } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly);
    await expect(
      stripe.subscriptions.update(subscription.id, { ...withPrice(subscription, 500, weekly), proration_behavior: "create_prorations" }),
    ).rejects.toThrow(/proration_behavior none/);
    const changed = await stripe.subscriptions.update(subscription.id, {
      ...withPrice(subscription, 500, weekly),
      billing_cycle_anchor: { type: "unchanged" },
    });
    expect(await harness.takeTypes()).toEqual(["customer.subscription.updated"]);
    expect(getPeriodEnd(changed)).toBe(getPeriodEnd(subscription));
    expect(changed.billing_cycle_anchor).toBe(subscription.billing_cycle_anchor);
    const [event] = (await stripe.events.list({ type: "customer.subscription.updated", limit: 1 })).data;
    expect(Object.keys(event?.data.previous_attributes ?? {})).toEqual(["items"]);
    expect(await advanceSeconds(weekSeconds + 3600)).toEqual(renewal);
    expect((await stripe.invoices.list({ limit: 1 })).data).toMatchObject([{ amount_paid: 500 }]);
  });

  it("changes the billing interval with a charge at once, from today", async () => {
    const { stripe, control } = harness;
    const { subscription } = await joinSubscription(harness, 250, weekly);
    await advanceSeconds(3 * daySeconds);
    const changed = await stripe.subscriptions.update(subscription.id, withPrice(subscription, 1000, fourWeekly));
    expect(await harness.takeTypes()).toEqual(renewal);
    const now = control.now().getTime() / 1000;
    expect(Math.abs(changed.billing_cycle_anchor - now)).toBeLessThan(60);
    expect(getPeriodEnd(changed)).toBe(changed.billing_cycle_anchor + 4 * weekSeconds);
    expect((await stripe.invoices.list({ limit: 1 })).data).toMatchObject([{ billing_reason: "subscription_update", amount_paid: 1000 }]);
    expect(await advanceSeconds(10 * daySeconds)).toEqual([]);
    expect(await advanceSeconds(18 * daySeconds + 7200)).toEqual(renewal);
  });
});
