import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, donationSessionParams, startHarness, type SandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";

let harness: SandboxHarness;
let stripe: Stripe;

beforeAll(async () => {
  harness = await startHarness();
  stripe = harness.stripe;
});
afterAll(() => harness.close());

/** Breaches that the requests of a test are meant to be, taken away so that the next test begins with none. */
const takeViolations = () => harness.control.violations().splice(0);

describe("keys", () => {
  it("refuses no key, a wrong one, and above all a live one", async () => {
    const bare = await fetch(`${harness.sandbox.url}/v1/charges`);
    expect([bare.status, ((await bare.json()) as { error: { type: string } }).error.type]).toEqual([401, "invalid_request_error"]);
    await expect(createClient(harness.sandbox, 0, "sk_live_0123456789").charges.list()).rejects.toThrow(/never takes a live key/);
    await expect(createClient(harness.sandbox, 0, "nonsense").charges.list()).rejects.toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    );
    expect((await createClient(harness.sandbox, 0, "rk_test_0123456789").charges.list()).data).toEqual([]);
  });

  it("answers on this machine's own names only", async () => {
    const { hostname, port } = new URL(harness.sandbox.url);
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      request({ hostname, port, path: "/", headers: { host: "evil.example" } }, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });
});

describe("an idempotency key", () => {
  it("gives the first answer again, and makes one session", async () => {
    const before = (await stripe.checkout.sessions.list()).data.length;
    const first = await stripe.checkout.sessions.create(donationSessionParams(1000), { idempotencyKey: "gift-1" });
    const again = await stripe.checkout.sessions.create(donationSessionParams(1000), { idempotencyKey: "gift-1" });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect((await stripe.checkout.sessions.list()).data).toHaveLength(before + 1);
  });

  it("stands for one request only", async () => {
    await stripe.customers.create({ name: "One" }, { idempotencyKey: "person" });
    await expect(stripe.customers.create({ name: "Two" }, { idempotencyKey: "person" })).rejects.toBeInstanceOf(
      Stripe.errors.StripeIdempotencyError,
    );
  });

  it("answers 409 while the first request is under way", async () => {
    harness.control.chaos({ slowReply: 2000 });
    const first = stripe.customers.create({ name: "Slow" }, { idempotencyKey: "slow" });
    await expect.poll(async () => (await stripe.customers.list()).data.some(({ name }) => name === "Slow")).toBe(true);
    await expect(stripe.customers.create({ name: "Slow" }, { idempotencyKey: "slow" })).rejects.toMatchObject({
      statusCode: 409,
      code: "idempotency_key_in_use",
    });
    harness.control.chaos({ slowReply: 0 });
    expect((await first).name).toBe("Slow");
  });

  it("is forgotten after a day", async () => {
    const first = await stripe.customers.create({ name: "Daily" }, { idempotencyKey: "daily" });
    await harness.control.advance({ seconds: 86_400 });
    expect((await stripe.customers.create({ name: "Daily" }, { idempotencyKey: "daily" })).id).not.toBe(first.id);
  });

  it("may be used again after a refusal, but not after a decline", async () => {
    await expect(stripe.checkout.sessions.create(donationSessionParams(29), { idempotencyKey: "mended" })).rejects.toMatchObject({
      code: "amount_too_small",
    });
    expect((await stripe.checkout.sessions.create(donationSessionParams(30), { idempotencyKey: "mended" })).amount_total).toBe(30);
    const pay = (method: string) =>
      stripe.paymentIntents.create(
        { amount: 500, currency: "gbp", confirm: true, payment_method: method, return_url: "http://127.0.0.1/" },
        { idempotencyKey: "declined" },
      );
    await expect(pay("pm_card_chargeDeclined")).rejects.toMatchObject({ code: "card_declined", statusCode: 402 });
    const before = (await stripe.charges.list()).data.length;
    await expect(pay("pm_card_chargeDeclined")).rejects.toMatchObject({ code: "card_declined" });
    expect((await stripe.charges.list()).data).toHaveLength(before);
  });
});

describe("refusals", () => {
  it.each<[string, () => Promise<unknown>, object]>([
    [
      "an unknown object",
      () => stripe.charges.retrieve("ch_none"),
      { statusCode: 404, code: "resource_missing", param: "id", message: "No such charge: 'ch_none'" },
    ],
    [
      "an unknown customer of a session",
      () => stripe.checkout.sessions.create(donationSessionParams(500, { customer: "cus_none" })),
      { statusCode: 400, code: "resource_missing", param: "customer" },
    ],
    ["too little", () => stripe.checkout.sessions.create(donationSessionParams(29)), { code: "amount_too_small" }],
    ["too much", () => stripe.checkout.sessions.create(donationSessionParams(100_000_000)), { code: "amount_too_large" }],
    [
      "no address to return to",
      () => stripe.checkout.sessions.create(donationSessionParams(500, { success_url: undefined })),
      { code: "parameter_missing", param: "success_url" },
    ],
    [
      "a wrong address",
      () => stripe.checkout.sessions.create(donationSessionParams(500, { cancel_url: "/donate" })),
      { code: "url_invalid", param: "cancel_url" },
    ],
    [
      "a wrong email address",
      () => stripe.checkout.sessions.create(donationSessionParams(500, { customer_email: "robin" })),
      { code: "email_invalid", param: "customer_email" },
    ],
    [
      "an early expiry",
      () => stripe.checkout.sessions.create(donationSessionParams(500, { expires_at: 1_700_000_000 })),
      { param: "expires_at" },
    ],
    [
      "what the mode does not take",
      () => stripe.checkout.sessions.create(donationSessionParams(500, { mode: "setup" })),
      { param: "submit_type" },
    ],
    [
      "a parameter not known here",
      () => stripe.checkout.sessions.create(donationSessionParams(500, { allow_promotion_codes: true })),
      { param: "allow_promotion_codes" },
    ],
    [
      "a long suffix",
      () =>
        stripe.checkout.sessions.create(
          donationSessionParams(500, { payment_intent_data: { statement_descriptor_suffix: "x".repeat(23) } }),
        ),
      { param: "payment_intent_data[statement_descriptor_suffix]" },
    ],
    ["an expansion of what is no reference", () => stripe.charges.list({ expand: ["data.amount"] }), { param: "expand[0]" }],
    ["a page too long", () => stripe.charges.list({ limit: 101 }), { param: "limit" }],
  ])("%s", async (_what, ask, refusal) => {
    takeViolations();
    await expect(ask()).rejects.toMatchObject(refusal);
    expect(takeViolations()).toEqual([]);
  });

  it("notes what breaks the contract, and another version of the API", async () => {
    takeViolations();
    await expect(stripe.checkout.sessions.create(donationSessionParams(500, { ui_mode: "hosted" }))).rejects.toMatchObject({
      param: "ui_mode",
    });
    await stripe.charges.list({}, { apiVersion: "2024-06-20" });
    expect(takeViolations().map(({ where }) => where)).toEqual(["request POST /v1/checkout/sessions", "request header stripe-version"]);
  });
});
