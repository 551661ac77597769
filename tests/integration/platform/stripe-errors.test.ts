import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { config } from "~/platform/config/config.server";
import { createDonationCheckout, type DonationCheckoutParams } from "~/platform/payments/donation-checkout.server";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { pence } from "~/platform/money";

/** Faults of Stripe's own address, which no sandbox stands at: the client must tell "not now" from "no". */
const endpointUrl = "https://api.stripe.com/v1/checkout/sessions";
const stripe = setupServer();
const { apiUrl } = config.stripe;
beforeAll(() => {
  config.stripe.apiUrl = null;
  stripe.listen({ onUnhandledRequest: "error" });
});
afterEach(() => stripe.resetHandlers());
afterAll(() => {
  stripe.close();
  config.stripe.apiUrl = apiUrl;
});

const page: DonationCheckoutParams = {
  clientReferenceId: "gift-1",
  lineItems: [{ name: "Donation", pence: pence(1000) }],
  email: "ada@example.org",
  metadata: { reference: "gift-1" },
  description: "Donation RL-1",
  successUrl: "https://example.org/thank-you/x",
  cancelUrl: "https://example.org/donate",
};
const getFailure = (answer: () => Response) => {
  stripe.use(http.post(endpointUrl, answer));
  return createDonationCheckout(page, "donation-page/gift-1").then(
    () => null,
    (error: unknown) => error,
  );
};
const errorResponse = (status: number, error: object) => () =>
  HttpResponse.json({ error }, { status, headers: { "stripe-should-retry": "false" } });

it.each([
  ["a dropped connection", () => HttpResponse.error()],
  ["an answer of 500", errorResponse(500, { type: "api_error", message: "Something went wrong" })],
  ["too many requests", errorResponse(429, { type: "invalid_request_error", code: "rate_limit", message: "Too many" })],
  ["the same key still in flight", errorResponse(409, { type: "idempotency_error", message: "In flight" })],
])("is an outage: %s", async (_, answer) => {
  expect(isStripeUnavailable(await getFailure(answer))).toBe(true);
});

it.each([
  ["a refusal of what was asked", errorResponse(400, { type: "invalid_request_error", message: "No such thing", param: "mode" })],
  ["a wrong key", errorResponse(401, { type: "invalid_request_error", message: "Invalid API Key" })],
])("is no outage: %s", async (_, answer) => {
  const failure = await getFailure(answer);
  expect(failure).toBeInstanceOf(Error);
  expect(isStripeUnavailable(failure)).toBe(false);
});

it("sends the key of our own row, at every try", async () => {
  const keys: (string | null)[] = [];
  let tries = 0;
  stripe.use(
    http.post(endpointUrl, ({ request }) => {
      keys.push(request.headers.get("idempotency-key"));
      tries += 1;
      if (tries < 3) return HttpResponse.error();
      return HttpResponse.json({ id: "cs_1", object: "checkout.session", url: "https://checkout.stripe.com/c/pay/cs_1" });
    }),
  );
  expect(await createDonationCheckout(page, "donation-page/gift-1")).toEqual({ id: "cs_1", url: "https://checkout.stripe.com/c/pay/cs_1" });
  expect(keys).toEqual(["donation-page/gift-1", "donation-page/gift-1", "donation-page/gift-1"]);
});
