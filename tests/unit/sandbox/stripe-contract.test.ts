import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  checkAnswer,
  checkEvent,
  emptyObject,
  findEndpoint,
  loadContract,
  readRequest,
  type Breach,
  type Contract,
} from "~/sandbox/stripe/contract/index";

let contract: Contract;
let stripe: Stripe;
let lastRequest: { params: Record<string, unknown>; breaches: Breach[] } | null;
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    const address = new URL(request.url ?? "", "http://stripe");
    const endpoint = findEndpoint(contract, request.method ?? "", address.pathname);
    lastRequest = endpoint && readRequest(contract, endpoint, request.method === "POST" ? body : address.search.slice(1));
    response.writeHead(200, { "content-type": "application/json" }).end('{"id":"x","object":"x"}');
  });
});

beforeAll(async () => {
  contract = await loadContract();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stripe = new Stripe("sk_test_for_these_tests", {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    protocol: "http",
    telemetry: false,
  });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const lineItem = {
  price_data: {
    currency: "gbp",
    unit_amount: 250,
    recurring: { interval: "week", interval_count: 1 },
    product_data: { name: "Sponsor a room" },
  },
  quantity: 1,
};
const weeklySession = {
  mode: "subscription",
  success_url: "https://example.org/thanks?session={CHECKOUT_SESSION_ID}",
  line_items: [lineItem],
  subscription_data: { metadata: { plan: "1" }, billing_mode: { type: "flexible" } },
  allowed_payment_method_types: ["card", "bacs_debit"],
  submit_type: "donate",
  locale: "en-GB",
} satisfies Stripe.Checkout.SessionCreateParams;
const oneOffSession = {
  mode: "payment",
  ui_mode: "hosted_page",
  submit_type: "donate",
  success_url: "https://example.org",
  line_items: [{ price_data: { currency: "gbp", unit_amount: 1000, product_data: { name: "Donation" } }, quantity: 1 }],
  customer_creation: "always",
  metadata: { gift: "007", empty: "" },
  payment_intent_data: { metadata: { gift: 7 }, setup_future_usage: "off_session" },
} satisfies Stripe.Checkout.SessionCreateParams;

/** A request that the types would not let through, as plain JavaScript would send it. */
const asSessionParams = (params: object): Stripe.Checkout.SessionCreateParams => params;
const withPrice = (price: object) =>
  asSessionParams({ ...weeklySession, line_items: [{ ...lineItem, price_data: { ...lineItem.price_data, ...price } }] });

describe("a good request passes", () => {
  it.each<[string, () => Promise<unknown>]>([
    ["a weekly plan's session", () => stripe.checkout.sessions.create(weeklySession)],
    ["a gift's session", () => stripe.checkout.sessions.create(oneOffSession)],
    [
      "a session to change the card",
      () => stripe.checkout.sessions.create({ mode: "setup", currency: "gbp", customer: "cus_1", success_url: "https://example.org" }),
    ],
    ["a pause", () => stripe.subscriptions.pause("sub_1", { type: "subscription", bill_for: { unused_time_from: { type: "none" } } })],
    [
      "a resumption",
      () => stripe.subscriptions.resume("sub_1", { billing_cycle_anchor: { type: "now" }, payment_behavior: "resume_on_payment_success" }),
    ],
    ["the end of a skip", () => stripe.subscriptions.update("sub_1", { pause_collection: "" })],
    ["a range of time", () => stripe.events.list({ types: ["charge.refunded"], created: { gte: 1, lt: 2 } })],
    ["a refund", () => stripe.refunds.create({ payment_intent: "pi_1", amount: 400, reason: "requested_by_customer" })],
    ["metadata taken away", () => stripe.customers.update("cus_1", { metadata: "" })],
  ])("%s", async (_what, ask) => {
    await ask();
    expect(lastRequest?.breaches).toEqual([]);
  });

  it("and is read into numbers, truths and texts", async () => {
    await stripe.checkout.sessions.create(oneOffSession);
    expect(lastRequest?.params).toMatchObject({
      line_items: [{ price_data: { unit_amount: 1000 }, quantity: 1 }],
      metadata: { gift: "007", empty: "" },
    });
    await stripe.subscriptions.update("sub_1", { cancel_at_period_end: true });
    expect(lastRequest?.params).toEqual({ cancel_at_period_end: true });
  });
});

describe("a mistake is caught, at its place", () => {
  it.each<[string, () => Promise<unknown>, Partial<Breach>]>([
    [
      "a parameter that is gone",
      () => stripe.checkout.sessions.create(asSessionParams({ ...weeklySession, payment_method_types: ["card"] })),
      { path: "payment_method_types", why: "unknown" },
    ],
    [
      "a value that was renamed, which the types let through",
      () => stripe.checkout.sessions.create({ ...weeklySession, ui_mode: "hosted" }),
      { path: "ui_mode", why: "choice" },
    ],
    [
      "an interval that is none",
      () => stripe.checkout.sessions.create(withPrice({ recurring: { interval: "fortnight" } })),
      { path: "line_items[0][price_data][recurring][interval]", why: "choice" },
    ],
    [
      "pence in parts",
      () => stripe.checkout.sessions.create(withPrice({ unit_amount: 250.5 })),
      { path: "line_items[0][price_data][unit_amount]", why: "integer" },
    ],
    [
      "pounds in words",
      () => stripe.checkout.sessions.create(withPrice({ unit_amount: "£2.50" })),
      { path: "line_items[0][price_data][unit_amount]", why: "integer" },
    ],
    [
      "no currency",
      () => stripe.checkout.sessions.create(withPrice({ currency: undefined })),
      { path: "line_items[0][price_data][currency]", why: "missing" },
    ],
    [
      "an empty value where there must be one",
      () => stripe.checkout.sessions.create({ ...oneOffSession, customer_email: "" }),
      { path: "customer_email", why: "empty" },
    ],
    [
      "an object for a text",
      () => stripe.checkout.sessions.create(asSessionParams({ ...oneOffSession, success_url: { url: "x" } })),
      { path: "success_url", why: "kind" },
    ],
    [
      "neither true nor false",
      () => stripe.subscriptions.update("sub_1", { cancel_at_period_end: "yes" as unknown as boolean }),
      { path: "cancel_at_period_end", why: "boolean" },
    ],
    [
      "a text for an object",
      () =>
        stripe.subscriptions.resume("sub_1", {
          billing_cycle_anchor: "now" as unknown as Stripe.SubscriptionResumeParams.BillingCycleAnchor,
        }),
      { path: "billing_cycle_anchor", why: "kind" },
    ],
  ])("%s", async (_what, ask, breach) => {
    await ask();
    expect(lastRequest?.breaches[0]).toMatchObject(breach);
  });

  it("and an address that is gone is not found", async () => {
    await stripe.rawRequest("GET", "/v1/invoices/upcoming?subscription=sub_1");
    expect(lastRequest?.breaches).toEqual([{ path: "subscription", why: "unknown" }]);
    expect(findEndpoint(contract, "POST", "/v1/checkouts")).toBeNull();
  });
});

describe("answers and events", () => {
  const endpoint = () => findEndpoint(contract, "GET", "/v1/charges/ch_1") ?? expect.fail("no such endpoint");
  const charge = (): Record<string, unknown> => ({ ...emptyObject(contract, "charge"), id: "ch_1", status: "succeeded" });

  it("pass when whole, with references as ids, as objects or as nothing", () => {
    const customer = { ...emptyObject(contract, "customer"), id: "cus_1" };
    for (const held of [null, "cus_1", customer, { id: "cus_1", object: "customer", deleted: true }]) {
      expect(checkAnswer(contract, endpoint(), 200, { ...charge(), customer: held })).toEqual([]);
    }
  });

  it.each<[string, object, Breach["path"]]>([
    ["a property that Stripe has not", { cost: 5 }, "cost"],
    ["a number as text", { amount: "1000" }, "amount"],
    ["parts of a penny", { amount: 10.5 }, "amount"],
    ["a state that is none", { status: "paid" }, "status"],
    ["nothing where there is always something", { captured: null }, "captured"],
    ["another kind of object", { customer: { object: "charge" } }, "customer"],
    ["a list's worth in one", { refunds: [] }, "refunds"],
    [
      "a mistake deep inside",
      { billing_details: { address: null, email: 5, name: null, phone: null, tax_id: null } },
      "billing_details[email]",
    ],
  ])("are caught with %s", (_what, wrong, path) => {
    const breaches = checkAnswer(contract, endpoint(), 200, { ...charge(), ...wrong });
    expect(breaches.length).toBeGreaterThan(0);
    expect(breaches.every((breach) => breach.path.startsWith(path))).toBe(true);
  });

  it("are caught with any property left out", () => {
    for (const name of Object.keys(charge())) {
      const { [name]: _gone, ...rest } = charge();
      expect(checkAnswer(contract, endpoint(), 200, rest)).toContainEqual({ path: name, why: "missing" });
    }
  });

  it("of events: the type, the version and the object", () => {
    const event = {
      ...emptyObject(contract, "event"),
      type: "charge.succeeded",
      api_version: contract.apiVersion,
      request: null,
      data: { object: charge() },
    };
    expect(checkEvent(contract, event)).toEqual([]);
    expect(checkEvent(contract, { ...event, type: "charge.done" })[0]?.path).toBe("type");
    expect(checkEvent(contract, { ...event, api_version: "2024-06-20" })[0]?.path).toBe("api_version");
    expect(checkEvent(contract, { ...event, data: { object: { ...charge(), object: "refund" } } })[0]?.path).toBe("data[object][object]");
    expect(checkEvent(contract, { ...event, data: {} }).length).toBeGreaterThan(0);
  });

  it("of refusals: Stripe's wording", () => {
    expect(checkAnswer(contract, endpoint(), 404, { error: { type: "invalid_request_error", message: "No such charge" } })).toEqual([]);
    expect(checkAnswer(contract, endpoint(), 404, { message: "No" })).toEqual([{ path: "error", why: "missing" }]);
    expect(checkAnswer(contract, endpoint(), 500, { error: { type: "oops", message: "x" } })[0]?.path).toBe("error[type]");
  });
});
