import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { daySeconds, startHarness, type SandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";
import {
  getPeriodEnd,
  fourWeekly,
  joinSubscription,
  monthly,
  planSessionParams,
  withPrice,
  weekSeconds,
  weekly,
} from "tests/support/sandbox/stripe-sandbox-subscriptions";

let harness: SandboxHarness;
let stripe: Stripe;

beforeAll(async () => {
  harness = await startHarness();
  stripe = harness.stripe;
});
afterAll(async () => {
  const violations = harness.control.violations();
  await harness.close();
  expect(violations).toEqual([]);
});

const upcoming = (subscription: string, details?: Stripe.InvoiceCreatePreviewParams["subscription_details"]) =>
  stripe.invoices.createPreview({ subscription, ...(details && { subscription_details: details }) });

describe("a preview", () => {
  it("shows the next collection, and what a change would come to, and changes nothing", async () => {
    const { subscription } = await joinSubscription(harness, 250, weekly);
    const end = getPeriodEnd(subscription);
    const next = await upcoming(subscription.id);
    expect(next).toMatchObject({ amount_due: 250, billing_reason: "upcoming", status: "draft", next_payment_attempt: end + 3600 });
    expect(next.id).toMatch(/^upcoming_in_/);
    expect(next.lines.data[0]?.period).toEqual({ start: end, end: end + weekSeconds });

    const prices = (await stripe.prices.list({ limit: 100 })).data.length;
    const { items } = withPrice(subscription, 500, weekly);
    expect((await upcoming(subscription.id, { items, proration_behavior: "none" })).amount_due).toBe(500);
    const slower = withPrice(subscription, 1000, fourWeekly);
    const atOnce = await upcoming(subscription.id, { items: slower.items, proration_behavior: "none" });
    expect(atOnce).toMatchObject({ amount_due: 1000, billing_reason: "subscription_update" });
    const now = harness.control.now().getTime() / 1000;
    expect(Math.abs((atOnce.lines.data[0]?.period.start ?? 0) - now)).toBeLessThan(30);
    expect((await stripe.prices.list({ limit: 100 })).data).toHaveLength(prices);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toEqual(expect.objectContaining({ items: subscription.items }));
    expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(1);
    expect(await harness.takeTypes()).toEqual([]);
  });

  it("says what a resumption would cost, and that nothing comes of what ends", async () => {
    const { subscription } = await joinSubscription(harness, 250, weekly);
    await expect(upcoming(subscription.id, { cancel_at_period_end: true })).rejects.toMatchObject({ code: "invoice_upcoming_none" });
    await stripe.subscriptions.pause(subscription.id, { bill_for: { unused_time_from: { type: "none" } } });
    await expect(upcoming(subscription.id)).rejects.toMatchObject({ code: "invoice_upcoming_none" });
    expect(await upcoming(subscription.id, { resume_at: "now" })).toMatchObject({ amount_due: 250, billing_reason: "subscription_update" });
    await stripe.subscriptions.cancel(subscription.id);
    await expect(upcoming(subscription.id)).rejects.toMatchObject({ code: "invoice_upcoming_none" });
  });

  it("shows a new plan's first collection", async () => {
    const price = await stripe.prices.create({ currency: "gbp", unit_amount: 1000, recurring: fourWeekly, product_data: { name: "Room" } });
    const preview = await stripe.invoices.createPreview({ subscription_details: { items: [{ price: price.id }] } });
    expect(preview).toMatchObject({ amount_due: 1000, billing_reason: "subscription_create", customer: null });
  });
});

describe("a subscription made without a session", () => {
  async function payer(card: string) {
    const customer = await stripe.customers.create({ name: "Robin", payment_method: card });
    const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data;
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method?.id ?? "" } });
    const price = await stripe.prices.create({ currency: "gbp", unit_amount: 500, recurring: monthly, product_data: { name: "Room" } });
    return { customer: customer.id, items: [{ price: price.id, quantity: 2 }], method: method?.id ?? "" };
  }

  it("is paid by the customer's usual method, found by metadata, and made once for one key", async () => {
    const { customer, items } = await payer("pm_card_visa");
    const request = { customer, items, metadata: { plan: "made-by-hand" } };
    const first = await stripe.subscriptions.create(request, { idempotencyKey: "made" });
    const again = await stripe.subscriptions.create(request, { idempotencyKey: "made" });
    expect([again.id, first.status, first.items.data[0]?.quantity]).toEqual([first.id, "active", 2]);
    expect((await stripe.subscriptions.list({ customer })).data).toHaveLength(1);
    expect((await stripe.subscriptions.search({ query: 'metadata["plan"]:"made-by-hand"' })).data).toMatchObject([{ id: first.id }]);
    expect((await stripe.subscriptions.list({ customer, status: "past_due" })).data).toEqual([]);
    expect((await stripe.invoices.list({ customer })).data).toMatchObject([{ amount_paid: 1000 }]);
  });

  it("is incomplete where the first payment is declined, and ends after a day", async () => {
    const { customer, items } = await payer("pm_card_chargeCustomerFail");
    await expect(
      stripe.subscriptions.create({ customer, items, off_session: true, payment_behavior: "error_if_incomplete" }),
    ).rejects.toMatchObject({
      statusCode: 402,
      code: "card_declined",
    });
    expect((await stripe.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
    const made = await stripe.subscriptions.create({ customer, items, off_session: true, expand: ["latest_invoice"] });
    expect(made).toMatchObject({ status: "incomplete", latest_invoice: { status: "open", next_payment_attempt: null } });
    await harness.control.advance({ seconds: daySeconds });
    expect(await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] })).toMatchObject({
      status: "incomplete_expired",
      latest_invoice: { status: "void" },
    });
    const second = await stripe.subscriptions.create({ customer, items, off_session: true });
    await stripe.invoices.pay(idOf(second.latest_invoice) ?? "", { off_session: false });
    expect((await stripe.subscriptions.retrieve(second.id)).status).toBe("active");
  });

  it("takes a change of billing interval whole or not at all, where that is asked for", async () => {
    const { customer, items } = await payer("pm_card_chargeCustomerFail");
    const made = await stripe.subscriptions.create({ customer, items });
    const change = { ...withPrice(made, 900, weekly), off_session: true };
    await expect(stripe.subscriptions.update(made.id, { ...change, payment_behavior: "error_if_incomplete" })).rejects.toMatchObject({
      statusCode: 402,
    });
    expect((await stripe.subscriptions.retrieve(made.id)).items).toEqual(made.items);
    expect(await stripe.subscriptions.update(made.id, change)).toMatchObject({ items: { data: [{ price: { unit_amount: 900 } }] } });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("past_due");
    const [open] = (await stripe.invoices.list({ customer, status: "open" })).data;
    expect(await stripe.invoices.voidInvoice(open?.id ?? "")).toMatchObject({ status: "void" });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("active");
  });

  it("moves its day of collection by a trial's end, without a charge", async () => {
    const { customer, items } = await payer("pm_card_visa");
    const made = await stripe.subscriptions.create({ customer, items });
    const later = getPeriodEnd(made) + 5 * daySeconds;
    const moved = await stripe.subscriptions.update(made.id, { trial_end: later, proration_behavior: "none" });
    expect(moved).toMatchObject({ status: "trialing", billing_cycle_anchor: later });
    expect((await stripe.invoices.list({ customer })).data).toHaveLength(1);
    await harness.control.advance({ seconds: later - harness.control.now().getTime() / 1000 + 7200 });
    expect(await stripe.subscriptions.retrieve(made.id)).toMatchObject({ status: "active" });
    expect((await stripe.invoices.list({ customer })).data).toHaveLength(2);
  });
});

describe("refusals", () => {
  it.each<[string, (plan: Stripe.Subscription) => Promise<unknown>, object]>([
    [
      "a one-off price in a plan",
      () =>
        stripe.checkout.sessions.create({
          ...planSessionParams(500, weekly),
          line_items: [{ price_data: { currency: "gbp", unit_amount: 500, product_data: { name: "x" } }, quantity: 1 }],
        }),
      { param: "line_items" },
    ],
    ["too little", () => stripe.checkout.sessions.create(planSessionParams(29, weekly)), { code: "amount_too_small" }],
    [
      "too little, later",
      () =>
        stripe.checkout.sessions.create(
          planSessionParams(29, weekly, {
            subscription_data: { trial_end: Math.floor(harness.control.now().getTime() / 1000) + 5 * daySeconds },
          }),
        ),
      { code: "amount_too_small" },
    ],
    [
      "lines in a setup",
      () => stripe.checkout.sessions.create({ ...planSessionParams(500, weekly), mode: "setup" }),
      { param: "line_items" },
    ],
    [
      "a setup without a currency",
      () => stripe.checkout.sessions.create({ mode: "setup", success_url: "http://127.0.0.1/" }),
      { param: "currency" },
    ],
    [
      "what it does not model",
      (plan) => stripe.subscriptions.update(plan.id, { collection_method: "send_invoice" }),
      { param: "collection_method", message: expect.stringContaining("does not know") },
    ],
    [
      "an item of another plan",
      (plan) => stripe.subscriptions.update(plan.id, { items: [{ id: "si_none", quantity: 2 }] }),
      { code: "resource_missing" },
    ],
    [
      "a payment method of nobody",
      (plan) => stripe.subscriptions.update(plan.id, { default_payment_method: "pm_none" }),
      { code: "resource_missing" },
    ],
    [
      "a skip until yesterday",
      (plan) => stripe.subscriptions.update(plan.id, { pause_collection: { behavior: "void", resumes_at: 1_700_000_000 } }),
      { param: "pause_collection[resumes_at]" },
    ],
    ["resuming what runs", (plan) => stripe.subscriptions.resume(plan.id), { message: expect.stringContaining("Only paused") }],
    ["an unknown plan", () => stripe.subscriptions.retrieve("sub_none"), { statusCode: 404, message: "No such subscription: 'sub_none'" }],
    ["an unknown invoice", () => stripe.invoices.pay("in_none"), { statusCode: 404 }],
    ["a void of what is paid", (plan) => stripe.invoices.voidInvoice(idOf(plan.latest_invoice) ?? ""), { code: "invoice_not_editable" }],
    ["a portal for nobody", () => stripe.billingPortal.sessions.create({ customer: "cus_none" }), { param: "customer" }],
  ])("are said in words for %s", async (_what, deed, refusal) => {
    const { subscription } = await joinSubscription(harness, 250, weekly);
    await expect(deed(subscription)).rejects.toMatchObject(refusal);
  });

  it("answer a payment method that its bank declines", async () => {
    const { subscription } = await joinSubscription(harness, 250, weekly);
    const customer = idOf(subscription.customer) ?? "";
    const setup = await stripe.checkout.sessions.create({
      mode: "setup",
      currency: "gbp",
      customer,
      success_url: "http://127.0.0.1:3000/",
    });
    expect(harness.control.completeSession(setup.id, { card: "declined" })).toMatchObject({ outcome: "failed", status: "open" });
    expect(await harness.takeTypes()).toEqual(["setup_intent.created", "setup_intent.setup_failed"]);
    expect(harness.control.completeSession(setup.id, { card: "authenticates", challenge: "pass" }).outcome).toBe("succeeded");
    expect(await harness.takeTypes()).toEqual([
      "setup_intent.requires_action",
      "payment_method.attached",
      "setup_intent.succeeded",
      "checkout.session.completed",
    ]);
    expect((await stripe.setupIntents.list({ customer })).data).toHaveLength(1);
  });
});

describe("doing it twice", () => {
  it("changes, cancels and pays once for one key, even where the first answer was lost", async () => {
    const { subscription } = await joinSubscription(harness, 250, weekly);
    const slower = withPrice(subscription, 1000, fourWeekly);
    harness.control.chaos({ errorAfterCommit: { next: 1 } });
    await expect(stripe.subscriptions.update(subscription.id, slower, { idempotencyKey: "slower" })).rejects.toMatchObject({
      statusCode: 500,
    });
    await stripe.subscriptions.update(subscription.id, slower, { idempotencyKey: "slower" });
    expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(2);
    const request = planSessionParams(250, weekly);
    const one = await stripe.checkout.sessions.create(request, { idempotencyKey: "plan-1" });
    expect((await stripe.checkout.sessions.create(request, { idempotencyKey: "plan-1" })).id).toBe(one.id);
  });
});
