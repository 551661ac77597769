import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { day, openDesk, type Desk } from "./stripe-sandbox-desk";
import {
  declined,
  endOf,
  fourWeekly,
  join,
  monthly,
  paid,
  planOf,
  priced,
  week,
  weekly,
  withoutFees,
} from "./stripe-sandbox-recurring-desk";

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

describe("stopping for a while", () => {
  it("pauses, and collects nothing until it is resumed with a collection now", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, weekly);
    await expect(stripe.subscriptions.pause(subscription.id)).rejects.toThrow(/unused_time_from/);
    const paused = await stripe.subscriptions.pause(subscription.id, {
      type: "subscription",
      bill_for: { unused_time_from: { type: "none" } },
    });
    expect(paused).toMatchObject({ status: "paused", status_details: { paused: { subscription: { type: "pause_requested" } } } });
    expect(await desk.takeTypes()).toEqual(["customer.subscription.paused", "customer.subscription.updated"]);
    expect(await move(10 * week)).toEqual([]);
    const resumed = await stripe.subscriptions.resume(subscription.id, {
      billing_cycle_anchor: { type: "now" },
      payment_behavior: "resume_on_payment_success",
    });
    expect(resumed).toMatchObject({ status: "active" });
    expect(resumed.status_details).toBeUndefined();
    expect(await desk.takeTypes()).toEqual([
      "invoice.created",
      "invoice.finalized",
      ...paid,
      "customer.subscription.resumed",
      "customer.subscription.updated",
    ]);
    expect(endOf(resumed)).toBe(resumed.billing_cycle_anchor + week);
    expect(await move(week + 3600)).toEqual(renewal);
  });

  it("resumes at its usual time without a charge", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, weekly);
    await stripe.subscriptions.pause(subscription.id, { bill_for: { unused_time_from: { type: "none" } } });
    expect(await move(3 * week + day)).toEqual(["customer.subscription.paused", "customer.subscription.updated"]);
    const unchanged = { billing_cycle_anchor: { type: "unchanged" }, proration_behavior: "none" } as const;
    const resumed = await stripe.subscriptions.resume(subscription.id, unchanged);
    expect(await desk.takeTypes()).toEqual(["customer.subscription.resumed", "customer.subscription.updated"]);
    expect((endOf(resumed) - subscription.billing_cycle_anchor) % week).toBe(0);
    expect(resumed.billing_cycle_anchor).toBe(subscription.billing_cycle_anchor);
    expect(await move(week)).toEqual(renewal);
  });

  it("stays paused where the resumption's payment is declined, and goes on once it is paid", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, weekly, { card: "declinesLater" });
    await stripe.subscriptions.pause(subscription.id, { bill_for: { unused_time_from: { type: "none" } } });
    const ask = { billing_cycle_anchor: { type: "now" }, payment_behavior: "resume_on_payment_success" } as const;
    expect((await stripe.subscriptions.resume(subscription.id, ask)).status).toBe("paused");
    const types = await move(2 * day);
    expect(types).toContain("invoice.payment_failed");
    expect(types.slice(-2)).toEqual(["payment_intent.canceled", "invoice.voided"]);
    expect((await stripe.subscriptions.resume(subscription.id, ask)).status).toBe("paused");
    const [open] = (await stripe.invoices.list({ status: "open" })).data;
    await stripe.invoices.pay(open?.id ?? "", { off_session: false });
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "active" });
  });

  it("skips one collection, and goes on by itself", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, weekly);
    const until = endOf(subscription) + 2 * day;
    await stripe.subscriptions.update(subscription.id, { pause_collection: { behavior: "void", resumes_at: until } });
    expect(await desk.takeTypes()).toEqual(["customer.subscription.updated"]);
    expect(await move(week + 3 * day)).toEqual([
      "customer.subscription.updated",
      "invoice.created",
      "invoice.finalized",
      "invoice.voided",
      "customer.subscription.updated",
    ]);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "active", pause_collection: null });
    expect(await move(week)).toEqual(renewal);
    await stripe.subscriptions.update(subscription.id, { pause_collection: { behavior: "void" } });
    await stripe.subscriptions.update(subscription.id, { pause_collection: "" });
    await desk.takeTypes();
    expect(await move(week)).toEqual(renewal);
  });
});

describe("a failed renewal", () => {
  it("is past due, tried again, and recovered by paying with a new card", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, weekly, { card: "declinesLater" });
    expect(await move(week + 3700)).toEqual([
      "customer.subscription.updated",
      "invoice.created",
      "invoice.finalized",
      "payment_intent.created",
      ...declined,
      "customer.subscription.updated",
    ]);
    const [invoice] = (await stripe.invoices.list({ limit: 1 })).data;
    expect(invoice).toMatchObject({ status: "open", attempt_count: 1, attempted: true, amount_remaining: 250 });
    expect(invoice?.next_payment_attempt).toBeGreaterThan(desk.control.now().getTime() / 1000);
    expect(await move(day)).toEqual(declined);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "past_due" });
    const [intent] = (await stripe.paymentIntents.list({ limit: 1 })).data;
    await expect(stripe.paymentIntents.cancel(intent?.id ?? "")).rejects.toThrow(/pays an invoice/);
    await expect(stripe.invoices.pay(invoice?.id ?? "")).rejects.toMatchObject({ code: "card_declined", statusCode: 402 });
    expect(await desk.takeTypes()).toEqual(declined);
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
    desk.control.completeSession(setup.id);
    expect(await desk.takeTypes()).toEqual([
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
    await desk.takeTypes();

    await stripe.invoices.pay(invoice?.id ?? "");
    expect(await desk.takeTypes()).toEqual([...paid.slice(1), "customer.subscription.updated"]);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "active" });
    await expect(stripe.invoices.pay(invoice?.id ?? "")).rejects.toMatchObject({ code: "invoice_already_paid" });
    expect(await move(4 * day)).toEqual([]);
    expect(await move(2 * day)).toEqual(renewal);
  });

  it("is given up after the last attempt, before the next collection", async () => {
    const { stripe } = desk;
    const { subscription } = await join(desk, 250, weekly, { card: "declinesLater" });
    const types = await move(2 * week - day / 2);
    expect(types.filter((type) => type === "invoice.payment_failed")).toHaveLength(4);
    expect(types.slice(-5)).toEqual([...declined, "customer.subscription.deleted", "invoice.updated"]);
    const over = await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    expect(over).toMatchObject({
      status: "canceled",
      cancellation_details: { reason: "payment_failed" },
      latest_invoice: { status: "open", auto_advance: false, next_payment_attempt: null, attempt_count: 4 },
    });
    expect(over.ended_at).toBeLessThan(endOf(over));
    expect(await move(8 * week)).toEqual([]);
    await expect(stripe.subscriptions.update(subscription.id, { description: "x" })).rejects.toThrow(/canceled subscription/);
    await stripe.subscriptions.update(subscription.id, { metadata: { noted: "yes" } });
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
