import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { usualBilling } from "~/sandbox/stripe/settings";
import { startStripeSandbox } from "~/sandbox/stripe/server";
import { createClient, daySeconds, startHarness, type SandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";
import { fourWeekly, joinSubscription, weekSeconds, weekly } from "tests/support/sandbox/stripe-sandbox-subscriptions";

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

describe("a failed collection", () => {
  it("is shown where its retries run past the next collection", async () => {
    const { control } = await openHarness({
      billing: { ...usualBilling, retryDays: { card: [10, 20], bacs: [] }, afterRetries: "past_due" },
    });
    const { subscription } = await joinSubscription(harness, 250, weekly, { card: "declinesLater" });
    await control.advance({ seconds: weekSeconds + 7200 });
    expect(control.lateRetries()).toHaveLength(1);
    expect(await (await fetch(harness.sandbox.url)).text()).toContain("Its retries run past the next collection");
    await control.advance({ seconds: 10 * weekSeconds });
    expect(await harness.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "past_due" });
  });

  it("may leave the subscription unpaid, with drafts that nobody collects, until it is paid", async () => {
    const { stripe, control } = await openHarness({ billing: { ...usualBilling, afterRetries: "unpaid" } });
    const { subscription } = await joinSubscription(harness, 250, weekly, { card: "declinesLater" });
    await control.advance({ seconds: 2 * weekSeconds + 7200 });
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "unpaid" });
    const [draft, open_] = (await stripe.invoices.list({ subscription: subscription.id })).data;
    expect([draft?.status, open_?.status]).toEqual(["draft", "open"]);
    for (const invoice of [open_, draft]) await stripe.invoices.pay(invoice?.id ?? "", { off_session: false });
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "active" });
  });

  it("comes on purpose, by an expired card, and by a mandate that was taken back", async () => {
    const { stripe, control } = await openHarness();
    const plans = {
      once: (await joinSubscription(harness, 250, weekly)).subscription.id,
      card: (await joinSubscription(harness, 300, weekly)).subscription.id,
      debit: (await joinSubscription(harness, 1000, fourWeekly, { bacs: "pays" })).subscription.id,
      debitOnce: (await joinSubscription(harness, 1100, fourWeekly, { bacs: "pays" })).subscription.id,
    };
    await control.advance({ seconds: 6.5 * daySeconds });
    control.failNextRenewal(plans.once);
    control.failNextRenewal(plans.debitOnce);
    control.expireCard(plans.card);
    expect(control.revokeMandate(plans.debit)).toMatchObject({ status: "inactive" });
    expect(() => control.revokeMandate(plans.card)).toThrow(/no mandate/);
    const types = await harness.takeTypes();
    expect(types.slice(-2)).toEqual(["payment_method.updated", "mandate.updated"]);
    const status = async (id: string) => (await stripe.subscriptions.retrieve(id)).status;
    const problem = async (id: string) => {
      const [invoice] = (await stripe.invoices.list({ subscription: id, expand: ["data.payments.data.payment.payment_intent"] })).data;
      const intent = invoice?.payments?.data[0]?.payment.payment_intent as Stripe.PaymentIntent | undefined;
      return intent?.last_payment_error?.code;
    };
    await control.advance({ seconds: daySeconds });
    expect([await status(plans.once), await status(plans.card)]).toEqual(["past_due", "past_due"]);
    expect(await problem(plans.card)).toBe("expired_card");
    await control.advance({ seconds: 1.5 * daySeconds });
    expect([await status(plans.once), await status(plans.card)]).toEqual(["active", "past_due"]);
    await control.advance({ seconds: 20 * daySeconds });
    expect([await status(plans.debit), await problem(plans.debit)]).toEqual(["past_due", "payment_intent_mandate_invalid"]);
    expect(await status(plans.debitOnce)).toBe("active");
    await control.advance({ seconds: 7 * daySeconds });
    expect([await status(plans.debit), await status(plans.debitOnce)]).toEqual(["canceled", "past_due"]);
    await control.advance({ seconds: 11 * daySeconds });
    expect(await status(plans.debitOnce)).toBe("active");
  });

  it("goes on after a restart in the middle of its attempts", async () => {
    const folder = mkdtempSync(path(tmpdir(), "stripe-sandbox-"));
    const stateFile = path(folder, "stripe.jsonl");
    await openHarness({ stateFile });
    const { subscription } = await joinSubscription(harness, 250, weekly, { card: "declinesLater" });
    await harness.control.advance({ seconds: weekSeconds + 1.5 * daySeconds });
    const before = await harness.stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    expect(before).toMatchObject({ status: "past_due", latest_invoice: { attempt_count: 2 } });
    await harness.sandbox.stop();
    const again = await startStripeSandbox({ port: 0, webhook: null, stateFile });
    try {
      const stripe = createClient(again);
      expect(await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] })).toEqual(
        expect.objectContaining({ status: "past_due", latest_invoice: before.latest_invoice }),
      );
      await again.control.advance({ seconds: 5 * daySeconds });
      expect(await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] })).toMatchObject({
        status: "canceled",
        cancellation_details: { reason: "payment_failed" },
        latest_invoice: { attempt_count: 4 },
      });
      expect(again.control.violations()).toEqual([]);
    } finally {
      await again.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
