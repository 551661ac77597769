import { describe, expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { daySeconds, donationSessionParams, harness, useSandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";

useSandboxHarness();

describe("paying once by card", () => {
  it("tells the whole story, and the fee a moment later", async () => {
    const { stripe, control } = harness;
    const session = await stripe.checkout.sessions.create(
      donationSessionParams(1000, {
        client_reference_id: "gift_1",
        payment_intent_data: { metadata: { gift: "1" }, receipt_email: "robin@example.org" },
      }),
    );
    expect(session).toMatchObject({ status: "open", payment_status: "unpaid", amount_total: 1000, payment_intent: null, customer: null });
    const done = control.completeSession(session.id, { card: "visa", name: "Robin Example" });
    expect(done).toEqual({ outcome: "succeeded", status: "complete", goesTo: `http://127.0.0.1:3000/thank-you/1?session=${session.id}` });
    expect(await harness.takeTypes()).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
    ]);

    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge.balance_transaction"] });
    expect(paid).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      client_reference_id: "gift_1",
      customer_details: { name: "Robin Example" },
      payment_intent: {
        status: "succeeded",
        metadata: { gift: "1" },
        latest_charge: { balance_transaction: null, receipt_email: "robin@example.org" },
      },
    });

    await control.advance({ seconds: 40 });
    expect(await harness.takeTypes()).toEqual(["charge.updated"]);
    const [charge] = (await stripe.charges.list({ expand: ["data.balance_transaction"] })).data;
    expect(charge).toMatchObject({ amount: 1000, balance_transaction: { amount: 1000, fee: 35, net: 965 } });
  });

  it("keeps the session open after a decline, with the same intent at the next try", async () => {
    const { stripe, control } = harness;
    const session = await stripe.checkout.sessions.create(donationSessionParams(1000, { customer_creation: "always" }));
    expect(control.completeSession(session.id, { card: "declined" })).toMatchObject({ outcome: "failed", status: "open" });
    expect(await harness.takeTypes()).toEqual([
      "customer.created",
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
    ]);
    const open = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(open.payment_intent).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "card_declined", decline_code: "generic_decline" },
    });

    expect(control.completeSession(session.id, { card: "4000 0000 0000 9995" }).outcome).toBe("failed");
    expect(control.completeSession(session.id).outcome).toBe("succeeded");
    await harness.takeTypes();
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["customer"] });
    expect(paid).toMatchObject({ payment_status: "paid", customer: { name: "Robin Example", email: "robin@example.org" } });
    expect((await stripe.charges.list({ payment_intent: idOf(paid.payment_intent) ?? "" })).data.map((charge) => charge.status)).toEqual([
      "succeeded",
      "failed",
      "failed",
    ]);
  });

  it("asks for 3-D Secure, and takes both answers", async () => {
    const { stripe, control } = harness;
    const session = await stripe.checkout.sessions.create(donationSessionParams(1000));
    expect(control.completeSession(session.id, { card: "authenticates", challenge: "fail" })).toMatchObject({
      outcome: "failed",
      status: "open",
    });
    expect(await harness.takeTypes()).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "payment_intent.payment_failed",
    ]);
    expect(control.completeSession(session.id, { card: "authenticates", challenge: "pass" }).outcome).toBe("succeeded");
    expect(await harness.takeTypes()).toEqual([
      "payment_intent.requires_action",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
    ]);
  });

  it("never takes a card that is not for testing", async () => {
    const { stripe, control } = harness;
    const session = await stripe.checkout.sessions.create(donationSessionParams(1000));
    expect(control.completeSession(session.id, { card: "4929 1234 5678 9012" }).outcome).toBe("failed");
    await harness.takeTypes();
    const [charge] = (await stripe.charges.list()).data;
    expect(charge).toMatchObject({ failure_code: "card_declined", outcome: { reason: "test_mode_live_card" } });
    expect(JSON.stringify(charge)).not.toContain("9012");
  });

  it("expires a session when its time comes, or when asked", async () => {
    const { stripe, control } = harness;
    const first = await stripe.checkout.sessions.create(donationSessionParams(1000, { expires_at: Math.floor(Date.now() / 1000) + 1800 }));
    const second = await stripe.checkout.sessions.create(donationSessionParams(2000));
    await control.advance({ seconds: 1810 });
    expect(await harness.takeTypes()).toEqual(["checkout.session.expired"]);
    expect(await stripe.checkout.sessions.retrieve(first.id)).toMatchObject({ status: "expired", url: null });
    control.completeSession(second.id, { card: "declined" });
    await harness.takeTypes();
    await stripe.checkout.sessions.expire(second.id);
    expect(await harness.takeTypes()).toEqual(["payment_intent.canceled", "checkout.session.expired"]);
    await expect(stripe.checkout.sessions.expire(second.id)).rejects.toThrow(/status of expired/);
    expect(() => control.completeSession(second.id)).toThrow(/expired/);
  });
});

describe("paying once by Direct Debit", () => {
  async function debit(account: string) {
    const session = await harness.stripe.checkout.sessions.create(donationSessionParams(2500));
    expect(harness.control.completeSession(session.id, { bacs: account }).outcome).toBe("processing");
    return session;
  }

  it("is unpaid until the bank has paid, days later", async () => {
    const { stripe, control } = harness;
    const session = await debit("pays");
    expect(await harness.takeTypes()).toEqual([
      "payment_intent.created",
      "payment_intent.processing",
      "charge.pending",
      "mandate.updated",
      "checkout.session.completed",
    ]);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "complete", payment_status: "unpaid" });

    await control.advance({ seconds: 4 * daySeconds });
    expect(await harness.takeTypes()).toEqual(["mandate.updated"]);
    await control.advance({ seconds: 3 * daySeconds });
    expect(await harness.takeTypes()).toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.async_payment_succeeded",
      "charge.updated",
    ]);
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge.balance_transaction"] });
    expect(paid).toMatchObject({
      payment_status: "paid",
      payment_intent: { latest_charge: { balance_transaction: { fee: 25 }, payment_method_details: { bacs_debit: { last4: "2345" } } } },
    });
    const [charge] = (await stripe.charges.list()).data;
    const mandate = await stripe.mandates.retrieve(charge?.payment_method_details?.bacs_debit?.mandate ?? "");
    expect(mandate).toMatchObject({ status: "active", payment_method_details: { bacs_debit: { network_status: "accepted" } } });
  });

  it("fails days later where the bank refuses", async () => {
    const { stripe, control } = harness;
    const session = await debit("fails");
    await harness.takeTypes();
    await control.advance({ seconds: 7 * daySeconds });
    expect(await harness.takeTypes()).toEqual([
      "mandate.updated",
      "charge.failed",
      "payment_intent.payment_failed",
      "checkout.session.async_payment_failed",
    ]);
    const failed = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(failed).toMatchObject({
      payment_status: "unpaid",
      payment_intent: { status: "requires_payment_method", last_payment_error: { code: "insufficient_funds" } },
    });
  });

  it("can be settled or refused early, and the bank's own day changes nothing after", async () => {
    const { stripe, control } = harness;
    const first = await debit("pays");
    control.failPayment(idOf((await stripe.checkout.sessions.retrieve(first.id)).payment_intent) ?? "", "debit_not_authorized");
    await control.advance({ seconds: 30 * daySeconds });
    const types = await harness.takeTypes();
    expect(types.filter((type) => type.startsWith("checkout.session.async"))).toEqual(["checkout.session.async_payment_failed"]);
    expect(types.filter((type) => type === "mandate.updated")).toHaveLength(2);
  });

  it("is disputed for good", async () => {
    const { stripe, control } = harness;
    await debit("disputes");
    await control.advance({ seconds: 8 * daySeconds });
    const types = await harness.takeTypes();
    expect(types.slice(-4)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "mandate.updated",
      "charge.dispute.closed",
    ]);
    const [dispute] = (await stripe.disputes.list()).data;
    expect(dispute).toMatchObject({ status: "lost", reason: "debit_not_authorized", amount: 2500 });
    await expect(stripe.disputes.close(dispute?.id ?? "")).rejects.toThrow(/already closed/);
    expect(() => control.closeDispute(dispute?.id ?? "", "won")).toThrow(/already closed/);
  });
});
