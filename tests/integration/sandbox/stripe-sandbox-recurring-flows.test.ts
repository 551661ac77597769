import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { day, openDesk, type Desk } from "./stripe-sandbox-desk";
import { endOf, fourWeekly, join, monthly, paid, planOf, priced, week, weekly, withoutFees } from "./stripe-sandbox-recurring-desk";

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  const violations = desk.control.violations();
  const forged = desk.forged();
  await desk.close();
  expect(violations).toEqual([]);
  expect(forged).toBe(0);
});

const renewal = ["customer.subscription.updated", "invoice.created", "invoice.finalized", ...paid];
const move = async (seconds: number) => {
  await desk.control.advance({ seconds });
  return withoutFees(await desk.takeTypes());
};

describe("joining", () => {
  it("tells the whole story by card", async () => {
    const { stripe, control } = desk;
    const session = await stripe.checkout.sessions.create(
      planOf(1000, fourWeekly, { subscription_data: { metadata: { plan: "1" }, billing_mode: { type: "flexible" } } }),
    );
    expect(session).toMatchObject({ mode: "subscription", amount_total: 1000, subscription: null, payment_intent: null });
    const done = control.completeSession(session.id);
    expect(done).toMatchObject({ outcome: "succeeded", status: "complete" });
    expect(await desk.takeTypes()).toEqual([
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
    expect((item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)).toBe(4 * week);
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
    const { stripe, control } = desk;
    const session = await stripe.checkout.sessions.create(planOf(250, weekly));
    expect(control.completeSession(session.id, { card: "declined" })).toMatchObject({ outcome: "failed", status: "open" });
    expect(await desk.takeTypes()).toEqual([
      "customer.created",
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
    ]);
    expect(control.completeSession(session.id, { card: "authenticates", challenge: "fail" }).outcome).toBe("failed");
    expect(await desk.takeTypes()).toEqual(["payment_intent.requires_action", "payment_intent.payment_failed"]);
    expect((await stripe.subscriptions.list()).data).toEqual([]);
    expect(control.completeSession(session.id, { card: "authenticates", challenge: "pass" }).outcome).toBe("succeeded");
    expect(await desk.takeTypes()).not.toContain("payment_intent.created");
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
    expect(await move(week + 2 * 3600)).toEqual(renewal);
  });

  it("by Direct Debit is active at once, and paid days later", async () => {
    const { stripe, control } = desk;
    const session = await stripe.checkout.sessions.create(planOf(1000, fourWeekly));
    expect(control.completeSession(session.id, { bacs: "pays" }).outcome).toBe("processing");
    expect(await desk.takeTypes()).toEqual([
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
    expect(await move(7 * day)).toEqual([
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
    await move(21 * day + 7200);
    const [invoice] = (await stripe.invoices.list()).data;
    expect(invoice).toMatchObject({ status: "open", attempted: true, next_payment_attempt: null });
    await expect(stripe.invoices.pay(invoice?.id ?? "")).rejects.toThrow(/under way/);
    await expect(stripe.invoices.voidInvoice(invoice?.id ?? "")).rejects.toThrow(/processing/);
    await move(6 * day);
    const [charge] = (await stripe.charges.list()).data;
    expect(charge).toMatchObject({ status: "succeeded", amount: 1000 });
    control.openDispute(charge?.id ?? "");
    expect((await desk.takeTypes()).slice(0, 2)).toEqual(["charge.dispute.created", "charge.dispute.funds_withdrawn"]);
    // The bank took the mandate back with it: the next collection is not even sent.
    const types = await move(24 * day);
    expect(types.filter((type) => type.startsWith("charge"))).toEqual([]);
    expect(types).toContain("invoice.payment_failed");
  });
});

describe("renewing", () => {
  it("takes the next period's money after an hour as a draft", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, weekly);
    expect(await move(endOf(subscription) - desk.control.now().getTime() / 1000 + 60)).toEqual([
      "customer.subscription.updated",
      "invoice.created",
    ]);
    const [draft] = (await stripe.invoices.list()).data;
    expect(draft).toMatchObject({
      status: "draft",
      attempted: false,
      billing_reason: "subscription_cycle",
      period_end: endOf(subscription),
    });
    expect(draft?.lines.data[0]?.period).toEqual({ start: endOf(subscription), end: endOf(subscription) + week });
    expect(draft?.automatically_finalizes_at).toBe((draft?.created ?? 0) + 3600);
    expect(await move(3600)).toEqual(["invoice.finalized", ...paid]);
    expect(desk.control.now().getTime() / 1000 - endOf(subscription)).toBeLessThan(2 * 3600);
  });

  it("changes the amount without a charge today", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, weekly);
    await expect(
      stripe.subscriptions.update(subscription.id, { ...priced(subscription, 500, weekly), proration_behavior: "create_prorations" }),
    ).rejects.toThrow(/proration_behavior none/);
    const changed = await stripe.subscriptions.update(subscription.id, {
      ...priced(subscription, 500, weekly),
      billing_cycle_anchor: { type: "unchanged" },
    });
    expect(await desk.takeTypes()).toEqual(["customer.subscription.updated"]);
    expect(endOf(changed)).toBe(endOf(subscription));
    expect(changed.billing_cycle_anchor).toBe(subscription.billing_cycle_anchor);
    const [event] = (await stripe.events.list({ type: "customer.subscription.updated", limit: 1 })).data;
    expect(Object.keys(event?.data.previous_attributes ?? {})).toEqual(["items"]);
    expect(await move(week + 3600)).toEqual(renewal);
    expect((await stripe.invoices.list({ limit: 1 })).data).toMatchObject([{ amount_paid: 500 }]);
  });

  it("changes the rhythm with a charge at once, from today", async () => {
    const { stripe, control } = desk;
    const { subscription } = await join(desk, 250, weekly);
    await move(3 * day);
    const changed = await stripe.subscriptions.update(subscription.id, priced(subscription, 1000, fourWeekly));
    expect(await desk.takeTypes()).toEqual(renewal);
    const now = control.now().getTime() / 1000;
    expect(Math.abs(changed.billing_cycle_anchor - now)).toBeLessThan(60);
    expect(endOf(changed)).toBe(changed.billing_cycle_anchor + 4 * week);
    expect((await stripe.invoices.list({ limit: 1 })).data).toMatchObject([{ billing_reason: "subscription_update", amount_paid: 1000 }]);
    expect(await move(10 * day)).toEqual([]);
    expect(await move(18 * day + 7200)).toEqual(renewal);
  });
});

describe("ending", () => {
  it("stops at once, keeps the reason, and charges nothing more", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, weekly);
    await move(week + 60);
    const ended = await stripe.subscriptions.cancel(subscription.id, { cancellation_details: { comment: "moving", feedback: "other" } });
    expect(ended).toMatchObject({
      status: "canceled",
      cancellation_details: { comment: "moving", feedback: "other", reason: "cancellation_requested" },
    });
    expect((await desk.takeTypes()).slice(-2)).toEqual(["customer.subscription.deleted", "invoice.updated"]);
    expect(await move(10 * week)).toEqual([]);
    await expect(stripe.subscriptions.cancel(subscription.id)).rejects.toThrow(/already/);
    expect((await stripe.subscriptions.list()).data).toEqual([]);
    expect((await stripe.subscriptions.list({ status: "all" })).data).toHaveLength(1);
  });

  it("stops at the end of the period, unless that is taken back", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, monthly);
    const ending = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    expect(ending).toMatchObject({ cancel_at_period_end: true, cancel_at: endOf(subscription), status: "active" });
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false });
    await desk.takeTypes();
    expect(await move(31 * day + 7200)).toEqual(renewal);
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    await desk.takeTypes();
    expect(await move(31 * day)).toEqual(["customer.subscription.deleted"]);
  });

  it("stops with the customer, who is gone for good", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, weekly);
    const customer = idOf(subscription.customer) ?? "";
    await stripe.customers.del(customer);
    expect(await desk.takeTypes()).toEqual(["customer.subscription.deleted", "customer.deleted"]);
    expect(await stripe.customers.retrieve(customer)).toEqual(expect.objectContaining({ deleted: true }));
    expect(await move(10 * week)).toEqual([]);
  });
});
