import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { lastCollection, nextCollection, intervalText } from "~/sandbox/stripe/billing/interval";
import { movableClock } from "~/sandbox/clock";
import { idOf } from "~/sandbox/stripe/records";
import { daySeconds, startHarness, type SandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";
import {
  getPeriodEnd,
  fourWeekly,
  joinSubscription,
  monthly,
  planSessionParams,
  weekSeconds,
  weekly,
  withoutFees,
  yearly,
} from "tests/support/sandbox/stripe-sandbox-subscriptions";

let harness: SandboxHarness;

async function openHarness(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness(options);
  return harness;
}
afterEach(async () => {
  const violations = harness.control.violations();
  await harness.close();
  expect(violations).toEqual([]);
});

const at = (text: string) => Date.parse(`${text}T12:00:00Z`) / 1000;
const formatDay = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);

/** A clock that stands on a day to come, so that a test's months are known. */
const clockAt = (text: string) => movableClock(Math.round(at(text) - Date.now() / 1000));

async function everyInvoice(stripe: Stripe, subscription: string): Promise<Stripe.Invoice[]> {
  const invoices: Stripe.Invoice[] = [];
  for await (const invoice of stripe.invoices.list({ subscription, limit: 100 })) invoices.push(invoice);
  return invoices.toReversed();
}

describe("a year of renewals", () => {
  it("collects each billing interval at its times, in the right order, and nothing twice", async () => {
    const { stripe, control } = await openHarness({ clock: clockAt("2027-01-31") });
    const plans = [];
    for (const [pence, interval] of [
      [250, weekly],
      [1000, fourWeekly],
      [1083, monthly],
      [13_000, yearly],
    ] as const)
      plans.push((await joinSubscription(harness, pence, interval)).subscription);
    await control.advance({ seconds: 365 * daySeconds + 7200 });
    const events = harness.receivedEvents.map(({ created }) => created);
    await harness.takeTypes();
    expect(events).toEqual(events.toSorted((one, other) => one - other));

    const [weeks, fours, months, years] = await Promise.all(plans.map((plan) => everyInvoice(stripe, plan.id)));
    expect([weeks?.length, fours?.length, months?.length, years?.length]).toEqual([53, 14, 13, 2]);
    for (const invoices of [weeks, fours, months, years]) expect(new Set(invoices?.map(({ status }) => status))).toEqual(new Set(["paid"]));
    const starts = (invoices: Stripe.Invoice[] = []) => invoices.map(({ lines }) => lines.data[0]?.period.start ?? 0);
    // Seven days of 24 hours each, across both clock changes.
    expect(
      new Set(
        starts(weeks)
          .slice(1)
          .map((start, index) => start - (starts(weeks)[index] ?? 0)),
      ),
    ).toEqual(new Set([weekSeconds]));
    expect(starts(months).map(formatDay)).toEqual([
      "2027-01-31",
      "2027-02-28",
      "2027-03-31",
      "2027-04-30",
      "2027-05-31",
      "2027-06-30",
      "2027-07-31",
      "2027-08-31",
      "2027-09-30",
      "2027-10-31",
      "2027-11-30",
      "2027-12-31",
      "2028-01-31",
    ]);
    expect(starts(years).map(formatDay)).toEqual(["2027-01-31", "2028-01-31"]);
    const periods = (months ?? []).map(({ lines }) => lines.data[0]?.period);
    expect(periods.slice(1).map((period) => period?.start)).toEqual(periods.slice(0, -1).map((period) => period?.end));
    const numbers = [weeks, fours, months, years].flatMap((invoices) => (invoices ?? []).map(({ number }) => number));
    expect(new Set(numbers).size).toBe(numbers.length);

    // Billing's own share, as movements beside the payments'.
    const shares: Stripe.BalanceTransaction[] = [];
    for await (const movement of stripe.balanceTransactions.list({ type: "stripe_fee", limit: 100 })) shares.push(movement);
    expect(shares).toHaveLength(numbers.length);
    expect(shares.find(({ amount }) => amount === -91)).toMatchObject({ description: expect.stringContaining("Billing"), net: -91 });
  });

  it("moves in bounded steps, and comes to the same", async () => {
    const { stripe, control } = await openHarness();
    const { subscription } = await joinSubscription(harness, 250, weekly);
    let left = 5 * weekSeconds + 7200;
    let steps = 0;
    while (left > 0) {
      ({ left } = await control.advance({ seconds: left, most: 3 }));
      steps++;
    }
    expect(steps).toBeGreaterThan(5);
    expect(await everyInvoice(stripe, subscription.id)).toHaveLength(6);
  });
});

describe("beginning on a chosen day", () => {
  it("takes nothing until a trial's end, which becomes the day of every collection", async () => {
    const { stripe, control } = await openHarness({ clock: clockAt("2027-03-03") });
    const start = at("2027-03-20");
    const request = (data: object) => planSessionParams(250, weekly, { subscription_data: data });
    await expect(stripe.checkout.sessions.create(request({ trial_end: start - 16 * daySeconds }))).rejects.toThrow(/at least 2 days/);
    const session = await stripe.checkout.sessions.create(request({ trial_end: start }));
    expect(session).toMatchObject({ amount_total: 0, payment_status: "unpaid" });
    expect(await (await fetch(session.url ?? "")).text()).toContain("Then £2.50 per week, from 20 March 2027");
    control.completeSession(session.id);
    expect(await harness.takeTypes()).toEqual([
      "customer.created",
      "setup_intent.created",
      "payment_method.attached",
      "setup_intent.succeeded",
      "customer.subscription.created",
      "invoice.created",
      "invoice.finalized",
      "invoice.paid",
      "invoice.payment_succeeded",
      "checkout.session.completed",
    ]);
    const complete = await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription"] });
    expect(complete).toMatchObject({ payment_status: "no_payment_required", subscription: { status: "trialing", trial_end: start } });
    await control.advance({ seconds: 17 * daySeconds + 7200 });
    const types = withoutFees(await harness.takeTypes());
    expect(types.slice(0, 3)).toEqual(["customer.subscription.trial_will_end", "customer.subscription.updated", "invoice.created"]);
    const id = idOf(complete.subscription) ?? "";
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: "active", billing_cycle_anchor: start });
    expect((await everyInvoice(stripe, id)).map(({ amount_paid: sum }) => sum)).toEqual([0, 250]);
  });

  it("counts from an anchor within the first period, with the time until then free or in part", async () => {
    const { stripe, control } = await openHarness({ clock: clockAt("2027-03-03") });
    const anchor = at("2027-03-15");
    const begin = async (data: object) => {
      const session = await stripe.checkout.sessions.create(planSessionParams(3100, monthly, { subscription_data: data }));
      control.completeSession(session.id);
      const complete = await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription"] });
      return { total: session.amount_total, status: complete.payment_status, subscription: complete.subscription as Stripe.Subscription };
    };
    const late = { billing_cycle_anchor: at("2027-04-05"), proration_behavior: "none" };
    await expect(begin(late)).rejects.toThrow(/later than next natural billing date/);
    const free = await begin({ billing_cycle_anchor: anchor, proration_behavior: "none" });
    expect(free).toMatchObject({
      total: 0,
      status: "no_payment_required",
      subscription: { status: "active", billing_cycle_anchor: anchor },
    });
    const part = await begin({ billing_cycle_anchor: anchor });
    // Twelve of February's 28 days to the fifteenth of March.
    expect(part).toMatchObject({ total: Math.round((3100 * 12) / 28), status: "paid" });
    expect(getPeriodEnd(free.subscription)).toBe(anchor);
    await control.advance({ seconds: 12 * daySeconds + 7200 });
    for (const { subscription } of [free, part])
      expect((await everyInvoice(stripe, subscription.id)).at(-1)).toMatchObject({
        amount_paid: 3100,
        billing_reason: "subscription_cycle",
      });
  });
});

describe("a collection's days", () => {
  it("keep the anchor's day, and a shorter month's last", () => {
    const months = { interval: "month", interval_count: 1 };
    expect(formatDay(nextCollection(months, at("2027-01-31"), at("2027-02-28")))).toBe("2027-03-31");
    expect(formatDay(nextCollection(months, at("2028-01-30"), at("2028-01-30")))).toBe("2028-02-29");
    expect(formatDay(lastCollection(months, at("2027-03-31"), at("2027-03-01")))).toBe("2027-02-28");
    expect(formatDay(nextCollection({ interval: "year", interval_count: 1 }, at("2028-02-29"), at("2028-02-29")))).toBe("2029-02-28");
    expect(formatDay(nextCollection({ interval: "month", interval_count: 3 }, at("2027-05-31"), at("2027-01-05")))).toBe("2027-02-28");
    expect([intervalText(months), intervalText({ interval: "week", interval_count: 4 })]).toEqual(["per month", "every 4 weeks"]);
  });
});
