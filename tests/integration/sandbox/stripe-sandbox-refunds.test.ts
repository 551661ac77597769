import { describe, expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { daySeconds, donationSessionParams, harness, useSandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";

useSandboxHarness();

describe("giving back", () => {
  async function paid(card: string, pence = 1000) {
    const session = await harness.stripe.checkout.sessions.create(donationSessionParams(pence));
    harness.control.completeSession(session.id, { card });
    await harness.control.advance({ seconds: 40 });
    await harness.takeTypes();
    return idOf((await harness.stripe.checkout.sessions.retrieve(session.id)).payment_intent) ?? "";
  }

  it("refunds in parts, up to what was paid", async () => {
    const { stripe } = harness;
    const intent = await paid("visa");
    const refund = await stripe.refunds.create({
      payment_intent: intent,
      amount: 400,
      reason: "requested_by_customer",
      metadata: { why: "asked" },
    });
    expect(refund).toMatchObject({ amount: 400, status: "succeeded", reason: "requested_by_customer" });
    expect(await harness.takeTypes()).toEqual(["refund.created", "charge.refunded"]);
    await expect(stripe.refunds.create({ payment_intent: intent, amount: 601 })).rejects.toMatchObject({
      statusCode: 400,
      param: "amount",
    });
    await stripe.refunds.create({ payment_intent: intent });
    const [charge] = (await stripe.charges.list({ expand: ["data.refunds"] })).data;
    expect(charge).toMatchObject({ amount_refunded: 1000, refunded: true });
    expect(charge?.refunds?.data.map((part) => part.amount)).toEqual([600, 400]);
    await expect(stripe.refunds.create({ payment_intent: intent })).rejects.toMatchObject({ code: "charge_already_refunded" });
    await expect(stripe.refunds.cancel(refund.id)).rejects.toThrow(/can be canceled/);
    const movements = (await stripe.balanceTransactions.list({ type: "refund" })).data;
    expect(movements.map((movement) => movement.net)).toEqual([-600, -400]);
  });

  it("takes a failed refund back", async () => {
    const { stripe, control } = harness;
    const intent = await paid("refundsFail");
    await stripe.refunds.create({ payment_intent: intent });
    await control.advance({ seconds: 2 * daySeconds });
    expect(await harness.takeTypes()).toEqual([
      "refund.created",
      "charge.refunded",
      "refund.updated",
      "refund.failed",
      "charge.refund.updated",
    ]);
    const [charge] = (await stripe.charges.list()).data;
    expect(charge).toMatchObject({ amount_refunded: 0, refunded: false });
    expect((await stripe.refunds.list({ payment_intent: intent })).data[0]).toMatchObject({
      status: "failed",
      failure_reason: "lost_or_stolen_card",
    });
  });

  it("gives a Direct Debit back days later", async () => {
    const { stripe, control } = harness;
    const session = await stripe.checkout.sessions.create(donationSessionParams(2500));
    control.completeSession(session.id, { bacs: "pays" });
    await control.advance({ seconds: 7 * daySeconds });
    const intent = idOf((await stripe.checkout.sessions.retrieve(session.id)).payment_intent) ?? "";
    expect(await stripe.refunds.create({ payment_intent: intent })).toMatchObject({ status: "pending" });
    await harness.takeTypes();
    await control.advance({ seconds: 4 * daySeconds });
    expect(await harness.takeTypes()).toEqual(["refund.updated"]);
  });

  it("opens disputes that can be won or lost", async () => {
    const { stripe, control } = harness;
    const first = await paid("visa");
    const dispute = control.openDispute(first);
    expect(await harness.takeTypes()).toEqual(["charge.dispute.created", "charge.dispute.funds_withdrawn"]);
    expect(dispute).toMatchObject({ status: "needs_response", amount: 1000, balance_transactions: [{ net: -3000 }] });
    await expect(stripe.refunds.create({ payment_intent: first })).rejects.toMatchObject({ code: "charge_disputed" });
    await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: "winning_evidence" } });
    await control.advance({ seconds: 2 * daySeconds });
    expect(await harness.takeTypes()).toEqual(["charge.dispute.updated", "charge.dispute.funds_reinstated", "charge.dispute.closed"]);
    expect((await stripe.disputes.retrieve(dispute.id)).status).toBe("won");

    const second = control.openDispute(await paid("visa"));
    await harness.takeTypes();
    expect(control.closeDispute(second.id, "lost").status).toBe("lost");
    expect(await harness.takeTypes()).toEqual(["charge.dispute.closed"]);
  });

  it("disputes by itself what card 0259 paid", async () => {
    await paid("disputed");
    await harness.control.advance({ seconds: 120 });
    expect(await harness.takeTypes()).toEqual(["charge.dispute.created", "charge.dispute.funds_withdrawn"]);
  });
});
