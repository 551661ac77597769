import fc from "fast-check";
import type Stripe from "stripe";
import { expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { daySeconds, startHarness, type SandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";
import {
  getPeriodEnd,
  fourWeekly,
  joinSubscription,
  monthly,
  withPrice,
  weekly,
  type BillingInterval,
} from "tests/support/sandbox/stripe-sandbox-subscriptions";

const billingIntervals = [weekly, fourWeekly, monthly];

type Step = { action: string; number: number };

/** What sponsors, banks and time may do, in any order. What Stripe refuses is refused with 4xx, and never with a fault. */
const actions: Record<string, (desk: SandboxHarness, id: string, number: number) => unknown> = {
  wait: ({ control }, _id, number) => control.advance({ seconds: (number % 40) * daySeconds + 3000 }),
  hours: ({ control }, _id, number) => control.advance({ seconds: number * 600 }),
  amount: async ({ stripe }, id, number) => {
    const found = await stripe.subscriptions.retrieve(id);
    const { interval = "week", interval_count: count = 1 } = found.items.data[0]?.price.recurring ?? {};
    return stripe.subscriptions.update(id, withPrice(found, 250 + number, { interval, interval_count: count } as BillingInterval));
  },
  interval: async ({ stripe }, id, number) =>
    stripe.subscriptions.update(id, withPrice(await stripe.subscriptions.retrieve(id), 1000, billingIntervals[number % 3] ?? weekly)),
  pause: ({ stripe }, id) => stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type: "none" } } }),
  resume: ({ stripe }, id, number) =>
    stripe.subscriptions.resume(id, {
      billing_cycle_anchor: { type: number % 3 === 0 ? "unchanged" : "now" },
      proration_behavior: "none",
      payment_behavior: number % 2 === 0 ? "resume_on_payment_success" : "resume_on_payment_attempt",
    }),
  skip: async ({ stripe }, id) =>
    stripe.subscriptions.update(id, {
      pause_collection: { behavior: "void", resumes_at: getPeriodEnd(await stripe.subscriptions.retrieve(id)) + daySeconds },
    }),
  unskip: ({ stripe }, id) => stripe.subscriptions.update(id, { pause_collection: "" }),
  fail: ({ control }, id, number) => control.failNextRenewal(id, number % 5),
  pay: async ({ stripe }, id) => {
    const [open] = (await stripe.invoices.list({ subscription: id, status: "open" })).data;
    const { ended_at: ended } = await stripe.subscriptions.retrieve(id);
    // What is still owed after the end may be paid by hand: only what is taken without being asked counts as wrong.
    return open && ended === null && stripe.invoices.pay(open.id, { off_session: false });
  },
  void: async ({ stripe }, id) => {
    const [open] = (await stripe.invoices.list({ subscription: id, status: "open" })).data;
    return open && stripe.invoices.voidInvoice(open.id);
  },
  method: async ({ stripe, control }, id, number) => {
    const customer = idOf((await stripe.subscriptions.retrieve(id)).customer) ?? "";
    const request = { mode: "setup", currency: "gbp", customer, success_url: "http://127.0.0.1:3000/" } as const;
    const session = await stripe.checkout.sessions.create(request);
    control.completeSession(session.id, number % 2 === 0 ? { bacs: "pays" } : { card: number % 3 === 0 ? "declinesLater" : "visa" });
    const kept = await stripe.checkout.sessions.retrieve(session.id, { expand: ["setup_intent"] });
    const intent = kept.setup_intent as Stripe.SetupIntent;
    return stripe.subscriptions.update(id, { default_payment_method: idOf(intent.payment_method) ?? "" });
  },
  expire: ({ control }, id) => control.expireCard(id),
  revoke: ({ control }, id) => control.revokeMandate(id),
  trial: ({ stripe, control }, id, number) =>
    stripe.subscriptions.update(id, {
      trial_end: Math.floor(control.now().getTime() / 1000) + (number % 20) * daySeconds + 60,
      proration_behavior: "none",
    }),
  ending: ({ stripe }, id, number) => stripe.subscriptions.update(id, { cancel_at_period_end: number % 3 === 0 }),
  cancel: ({ stripe }, id, number) => (number % 4 === 0 ? stripe.subscriptions.cancel(id) : undefined),
};

const steps = fc.array(fc.record<Step>({ action: fc.constantFrom(...Object.keys(actions)), number: fc.nat(100) }), {
  minLength: 3,
  maxLength: 14,
});

async function runHistory(desk: SandboxHarness, beginning: number, path: Step[]): Promise<void> {
  const how = beginning % 3 === 0 ? { bacs: "pays" } : { card: beginning % 3 === 1 ? "visa" : "declinesLater" };
  const { subscription } = await joinSubscription(desk, 250, billingIntervals[beginning % 3] ?? weekly, how);
  for (const { action: deed, number } of path) {
    try {
      await actions[deed]?.(desk, subscription.id, number);
    } catch (error) {
      const status = (error as { statusCode?: number; status?: number }).statusCode ?? (error as { status?: number }).status ?? 500;
      if (status >= 500) throw error;
    }
  }
  await desk.control.advance({ seconds: 60 * daySeconds });
  await checkInvoices(desk.stripe, subscription.id);
}

/** What was paid is what was charged, and nothing was begun after the end. */
async function checkInvoices(stripe: Stripe, id: string): Promise<void> {
  const subscription = await stripe.subscriptions.retrieve(id);
  const customer = idOf(subscription.customer) ?? "";
  const charges = (await stripe.charges.list({ customer, limit: 100 })).data;
  const invoices = (await stripe.invoices.list({ subscription: id, limit: 100 })).data;
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  expect(sum(invoices.map(({ amount_paid: pence }) => pence))).toBe(
    sum(charges.filter(({ status }) => status === "succeeded").map(({ amount }) => amount)),
  );
  expect(invoices.filter(({ status, amount_paid: pence, amount_due: due }) => status === "paid" && pence !== due)).toEqual([]);
  const payments = (await stripe.invoicePayments.list({ limit: 100, status: "paid" })).data;
  for (const invoice of invoices.filter(({ status, amount_due: due }) => status === "paid" && due > 0))
    expect(payments.filter(({ invoice: of }) => of === invoice.id)).toHaveLength(1);
  const starts = invoices.flatMap(({ billing_reason: why, lines }) =>
    why === "subscription_cycle" ? (lines.data[0]?.period.start ?? 0) : [],
  );
  expect(new Set(starts).size).toBe(starts.length);
  if (subscription.ended_at !== null) expect(charges.filter(({ created }) => created > (subscription.ended_at ?? 0))).toEqual([]);
}

it("keeps its books whatever is done in whatever order", async () => {
  const desk = await startHarness({ webhook: null });
  try {
    await fc.assert(
      fc.asyncProperty(fc.nat(8), steps, async (beginning, path) => {
        desk.control.reset();
        await runHistory(desk, beginning, path);
        expect(desk.control.violations()).toEqual([]);
      }),
      { numRuns: Number(process.env.WALKS ?? 25), ...(process.env.WALK_SEED && { seed: Number(process.env.WALK_SEED) }) },
    );
  } finally {
    await desk.close();
  }
});
