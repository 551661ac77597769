import { describe, expect, it } from "vitest";
import { startHarness, daySeconds, donationSessionParams, type SandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";

async function withSandbox(run: (harness: SandboxHarness) => Promise<void>): Promise<void> {
  const harness = await startHarness({ payouts: "daily" });
  try {
    await run(harness);
    expect(harness.control.violations()).toEqual([]);
  } finally {
    await harness.close();
  }
}

async function pay({ stripe, control }: SandboxHarness, pence: number): Promise<void> {
  const { id } = await stripe.checkout.sessions.create(donationSessionParams(pence));
  control.completeSession(id, { card: "visa" });
  await control.advance({ seconds: 60 });
}

const payoutEvents = async (harness: SandboxHarness) => (await harness.takeTypes()).filter((type) => type.startsWith("payout."));

describe("payouts", () => {
  it("brings what is available to the bank each day, and says what it is made of", () =>
    withSandbox(async (harness) => {
      const { stripe, control } = harness;
      await pay(harness, 1000);
      await pay(harness, 2500);
      await control.advance({ seconds: 6 * daySeconds });
      expect((await stripe.payouts.list()).data).toEqual([]);
      await control.advance({ seconds: 4 * daySeconds });
      const [payout, ...others] = (await stripe.payouts.list()).data;
      expect(others).toEqual([]);
      // 1.5% and 20p of each.
      expect(payout).toMatchObject({ amount: 1000 - 35 + 2500 - 58, status: "paid", automatic: true, reconciliation_status: "completed" });
      const lines = (await stripe.balanceTransactions.list({ payout: payout?.id ?? "", expand: ["data.source"] })).data;
      expect(lines.map(({ type, net }) => [type, net])).toEqual([
        ["payout", -(payout?.amount ?? 0)],
        ["charge", 2442],
        ["charge", 965],
      ]);
      expect(await payoutEvents(harness)).toEqual(["payout.created", "payout.paid", "payout.reconciliation_completed"]);
      await expect(stripe.payouts.retrieve("po_unknown")).rejects.toMatchObject({ statusCode: 404 });
    }));

  it("pays what came back from the bank once more", () =>
    withSandbox(async (harness) => {
      const { stripe, control } = harness;
      await pay(harness, 1000);
      await control.advance({ seconds: 10 * daySeconds });
      const [first] = (await stripe.payouts.list()).data;
      control.failPayout(first?.id ?? "");
      expect(await stripe.payouts.retrieve(first?.id ?? "")).toMatchObject({ status: "failed", failure_code: "account_closed" });
      await control.advance({ seconds: 2 * daySeconds });
      const [second] = (await stripe.payouts.list()).data;
      expect(second).toMatchObject({ amount: 965, status: "paid" });
      const lines = (await stripe.balanceTransactions.list({ payout: second?.id ?? "" })).data;
      expect(lines.map(({ type, net }) => [type, net])).toEqual([
        ["payout", -965],
        ["payout_failure", 965],
      ]);
      expect(await payoutEvents(harness)).toContain("payout.failed");
    }));

  it("waits while it is owed to Stripe, and takes off what was paid by hand, of which it gives no lines", () =>
    withSandbox(async (harness) => {
      const { stripe, control } = harness;
      control.adjustBalance({ pence: -500, description: "A correction" });
      await control.advance({ seconds: 9 * daySeconds });
      expect((await stripe.payouts.list()).data).toEqual([]);
      await pay(harness, 3000);
      const byHand = control.payOut(700);
      await expect(stripe.balanceTransactions.list({ payout: byHand?.id ?? "" })).rejects.toMatchObject({ statusCode: 400 });
      await control.advance({ seconds: 10 * daySeconds });
      const [automatic] = (await stripe.payouts.list()).data;
      // What was given less its fee, the correction and what went before.
      expect(automatic).toMatchObject({ automatic: true, amount: 3000 - 65 - 500 - 700 });
    }));
});
