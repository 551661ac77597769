import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { donationSessionParams, startHarness, type SandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";

let harness: SandboxHarness;
let stripe: Stripe;

beforeAll(async () => {
  harness = await startHarness();
  stripe = harness.stripe;
});
afterAll(() => harness.close());

/** Breaches that the requests of a test are meant to be, taken away so that the next test begins with none. */
const takeViolations = () => harness.control.violations().splice(0);

describe("lists", () => {
  it("pages forwards, backwards and by itself", async () => {
    const made = [];
    for (const name of ["a", "b", "c", "d", "e"]) made.push((await stripe.customers.create({ name, email: "pages@example.org" })).id);
    const newest = made.toReversed();
    const first = await stripe.customers.list({ email: "pages@example.org", limit: 2 });
    expect([first.data.map(({ id }) => id), first.has_more]).toEqual([newest.slice(0, 2), true]);
    const last = await stripe.customers.list({ email: "pages@example.org", limit: 3, starting_after: newest[1] });
    expect([last.data.map(({ id }) => id), last.has_more]).toEqual([newest.slice(2), false]);
    const back = await stripe.customers.list({ email: "pages@example.org", limit: 2, ending_before: newest[3] });
    expect([back.data.map(({ id }) => id), back.has_more]).toEqual([newest.slice(1, 3), true]);
    const everyone = await stripe.customers.list({ email: "pages@example.org", limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(everyone.map(({ id }) => id)).toEqual(newest);
  });

  it("filters by time, type and what they belong to", async () => {
    const now = Math.floor(harness.control.now().getTime() / 1000);
    expect((await stripe.events.list({ types: ["customer.created"], created: { gte: now - 60 } })).data.length).toBeGreaterThan(0);
    expect((await stripe.events.list({ created: { gte: now + 1000 } })).data).toEqual([]);
    const [event] = (await stripe.events.list({ type: "customer.*" })).data;
    expect((await stripe.events.retrieve(event?.id ?? "")).type).toBe("customer.created");
  });

  it("searches", async () => {
    const person = await stripe.customers.create({ name: "Sam O'Neil", email: "sam@example.org", metadata: { supporter: "7" } });
    await stripe.customers.create({ name: "Sam", email: "sam@example.org" });
    const found = await stripe.customers.search({ query: `email:"sam@example.org" AND metadata["supporter"]:"7"` });
    expect(found.data.map(({ id }) => id)).toEqual([person.id]);
    expect((await stripe.customers.search({ query: "name~'neil' AND -metadata['supporter']:null" })).data).toHaveLength(1);
    await expect(stripe.customers.search({ query: "email=sam" })).rejects.toThrow(/parse your search/);
  });
});

describe("customers and payment methods", () => {
  it("merge metadata, and leave a trace when deleted", async () => {
    const customer = await stripe.customers.create({ email: "kim@example.org", metadata: { a: "1", b: "2" } });
    const changed = await stripe.customers.update(customer.id, { metadata: { a: "", c: 3 }, name: "Kim" });
    expect(changed).toMatchObject({ name: "Kim", metadata: { b: "2", c: "3" } });
    expect(changed.metadata).not.toHaveProperty("a");
    expect((await stripe.customers.update(customer.id, { metadata: "" })).metadata).toEqual({});
    await stripe.customers.del(customer.id);
    expect(await stripe.customers.retrieve(customer.id)).toEqual(expect.objectContaining({ id: customer.id, deleted: true }));
    await expect(stripe.customers.update(customer.id, { name: "x" })).rejects.toMatchObject({ code: "resource_missing" });
    expect((await stripe.customers.list({ email: "kim@example.org" })).data).toEqual([]);
  });

  it("are attached, listed and detached; a declined card is not attached", async () => {
    const customer = await stripe.customers.create({ email: "lee@example.org" });
    const card = await stripe.paymentMethods.create({ type: "card", card: { token: "tok_visa" } });
    await stripe.paymentMethods.attach(card.id, { customer: customer.id });
    expect((await stripe.customers.listPaymentMethods(customer.id)).data.map(({ id }) => id)).toEqual([card.id]);
    expect((await stripe.paymentMethods.detach(card.id)).customer).toBeNull();
    await expect(stripe.paymentMethods.attach("pm_card_chargeDeclined", { customer: customer.id })).rejects.toMatchObject({
      code: "card_declined",
    });
    const account = await stripe.paymentMethods.create({
      type: "bacs_debit",
      bacs_debit: { sort_code: "108800", account_number: "00012345" },
      billing_details: { name: "Lee" },
    });
    expect(account).toMatchObject({ bacs_debit: { last4: "2345" }, billing_details: { name: "Lee" } });
  });

  it("pay by an intent of their own", async () => {
    const intent = await stripe.paymentIntents.create({ amount: 700, currency: "gbp", allowed_payment_method_types: ["card"] });
    await expect(stripe.paymentIntents.confirm(intent.id)).rejects.toThrow(/missing a payment method/);
    const asked = await stripe.paymentIntents.confirm(intent.id, {
      payment_method: "pm_card_authenticationRequired",
      return_url: "http://127.0.0.1:3000/back",
    });
    expect(asked).toMatchObject({ status: "requires_action", next_action: { type: "redirect_to_url" } });
    const answered = await fetch(asked.next_action?.redirect_to_url?.url ?? "", {
      method: "POST",
      body: new URLSearchParams({ answer: "authorise" }),
      redirect: "manual",
    });
    expect(answered.headers.get("location")).toContain("redirect_status=succeeded");
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("succeeded");
    await expect(stripe.paymentIntents.cancel(intent.id)).rejects.toMatchObject({ code: "payment_intent_unexpected_state" });
    const other = await stripe.paymentIntents.create({ amount: 700, currency: "gbp" });
    expect(await stripe.paymentIntents.update(other.id, { amount: 800, metadata: { a: "b" } })).toMatchObject({
      amount: 800,
      metadata: { a: "b" },
    });
    expect((await stripe.paymentIntents.cancel(other.id, { cancellation_reason: "abandoned" })).status).toBe("canceled");
    expect((await stripe.paymentIntents.search({ query: "status:'canceled'" })).data.map(({ id }) => id)).toContain(other.id);
  });
});

describe("prices, lines and endpoints", () => {
  it("a session of several lines tells them when asked", async () => {
    const product = await stripe.products.create({ name: "A night in a safe room" });
    const price = await stripe.prices.create({ product: product.id, currency: "gbp", unit_amount: 1500 });
    expect((await stripe.prices.list({ product: product.id })).data).toHaveLength(1);
    const data = { price_data: { currency: "gbp", unit_amount: 36, product_data: { name: "The card fee" } }, quantity: 1 };
    const session = await stripe.checkout.sessions.create(
      donationSessionParams(1, { line_items: [{ price: price.id, quantity: 2 }, data], expand: ["line_items"] }),
    );
    expect(session.amount_total).toBe(3036);
    expect(session.line_items?.data.map((line) => [line.description, line.amount_total])).toEqual([
      ["A night in a safe room", 3000],
      ["The card fee", 36],
    ]);
    const lines = await stripe.checkout.sessions.listLineItems(session.id, { limit: 1 });
    expect([lines.data[0]?.amount_total, lines.has_more]).toEqual([3000, true]);
    const recurring = await stripe.prices.create({
      product: product.id,
      currency: "gbp",
      unit_amount: 250,
      recurring: { interval: "week" },
    });
    await expect(
      stripe.checkout.sessions.create(donationSessionParams(1, { line_items: [{ price: recurring.id, quantity: 1 }] })),
    ).rejects.toThrow(/recurring price/);
  });

  it("an endpoint hears what it asked for only, signed by its own secret", async () => {
    const heard: string[] = [];
    const { createServer } = await import("node:http");
    let secret = "";
    const receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        heard.push(stripe.webhooks.constructEvent(body, String(request.headers["stripe-signature"]), secret).type);
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const address = receiver.address();
    const port = typeof address === "object" ? address?.port : 0;
    const endpoint = await stripe.webhookEndpoints.create({ url: `http://127.0.0.1:${port}/`, enabled_events: ["product.created"] });
    secret = endpoint.secret ?? "";
    await stripe.customers.create({ name: "Unheard" });
    await stripe.products.create({ name: "Heard" });
    await harness.control.idle();
    expect(heard).toEqual(["product.created"]);
    expect(await stripe.webhookEndpoints.retrieve(endpoint.id)).not.toHaveProperty("secret");
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
    await stripe.products.create({ name: "Unheard" });
    await stripe.webhookEndpoints.del(endpoint.id);
    await harness.control.idle();
    expect(heard).toHaveLength(1);
    expect((await stripe.webhookEndpoints.list()).data.map(({ id }) => id)).toEqual(["we_sandbox"]);
    await new Promise((resolve) => receiver.close(resolve));
  });

  it("leaves no breach of the contract behind", () => {
    expect(takeViolations()).toEqual([]);
  });
});
