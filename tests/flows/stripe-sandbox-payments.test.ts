import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { day, giftOf, openDesk, type Desk } from "./stripe-sandbox-desk";

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

describe("paying once by card", () => {
  it("tells the whole story, and the fee a moment later", async () => {
    const { stripe, control } = desk;
    const session = await stripe.checkout.sessions.create(
      giftOf(1000, { client_reference_id: "gift_1", payment_intent_data: { metadata: { gift: "1" }, receipt_email: "robin@example.org" } }),
    );
    expect(session).toMatchObject({ status: "open", payment_status: "unpaid", amount_total: 1000, payment_intent: null, customer: null });
    const done = control.completeSession(session.id, { card: "visa", name: "Robin Example" });
    expect(done).toEqual({ outcome: "succeeded", status: "complete", goesTo: `http://127.0.0.1:3000/thank-you/1?session=${session.id}` });
    expect(await desk.takeTypes()).toEqual([
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

    await control.advance({ seconds: 10 });
    expect(await desk.takeTypes()).toEqual(["charge.updated"]);
    const [charge] = (await stripe.charges.list({ expand: ["data.balance_transaction"] })).data;
    expect(charge).toMatchObject({ amount: 1000, balance_transaction: { amount: 1000, fee: 35, net: 965 } });
  });
});
