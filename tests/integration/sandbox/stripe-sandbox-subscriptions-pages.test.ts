import { parse } from "node-html-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { daySeconds, startHarness, type SandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";
import { fourWeekly, joinSubscription, planSessionParams, weekSeconds, weekly } from "tests/support/sandbox/stripe-sandbox-subscriptions";

let harness: SandboxHarness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(async () => {
  const violations = harness.control.violations();
  await harness.close();
  expect(violations).toEqual([]);
});

const person = { email: "robin@example.org", name: "Robin Example", expiry: "12 / 34", cvc: "123", method: "card" };
const validCard = { ...person, number: "4242 4242 4242 4242" };
const account = {
  method: "bacs_debit",
  email: "robin@example.org",
  sort_code: "10-88-00",
  account_number: "00012345",
  account_name: "Robin",
  line1: "1 Lamp Street",
  postal_code: "LS1 1AA",
};

/** Sends a form as a browser without JavaScript does. */
const send = (url: string, form: Record<string, string>) =>
  fetch(url, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
const fetchPage = async (url: string) => parse(await (await fetch(url)).text());

async function createPlanSession(more: Parameters<typeof planSessionParams>[2] = {}) {
  const session = await harness.stripe.checkout.sessions.create(planSessionParams(1000, fourWeekly, more));
  return { url: session.url ?? "", again: () => harness.stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription"] }) };
}

describe("the hosted page of a plan", () => {
  it("says how much and how often, and what the holder of an account agrees to", async () => {
    const page = await fetchPage((await createPlanSession({ submit_type: "donate" })).url);
    expect(page.querySelector(".total")?.text).toBe("£10.00 every 4 weeks");
    expect(page.querySelector("button.main")?.text).toBe("Donate £10.00 every 4 weeks");
    expect(page.querySelector(".by-bacs .soft")?.text).toContain("£10.00 every 4 weeks until you cancel");
    expect(page.querySelector(".by-bacs .soft")?.text).toContain("Direct Debit Guarantee");
    expect(page.querySelectorAll("script")).toEqual([]);
    expect((await fetchPage((await createPlanSession()).url)).querySelector("button.main")?.text).toBe("Subscribe");
  });

  it("takes a card after a decline and 3-D Secure, and a bank account", async () => {
    const { url, again } = await createPlanSession();
    const refused = await send(url, { ...person, number: "4000 0000 0000 0002" });
    expect(refused.status).toBe(402);
    expect(parse(await refused.text()).querySelector("[role=alert]")?.text).toContain("Your card was declined");
    const asked = await send(url, { ...person, number: "4000002500003155" });
    const challenge = new URL(asked.headers.get("location") ?? "", url).href;
    expect(await (await fetch(challenge)).text()).toContain("£10.00");
    expect((await send(challenge, { answer: "fail" })).headers.get("location")).toContain("?problem");
    await send(url, { ...person, number: "4000002500003155" });
    expect((await send(challenge, { answer: "authorise" })).headers.get("location")).toContain("/sponsor/thank-you");
    expect(await again()).toMatchObject({ payment_status: "paid", subscription: { status: "active" } });
    expect(await (await fetch(url)).text()).toContain("You have paid already");

    const debit = await createPlanSession();
    expect((await send(debit.url, account)).headers.get("location")).toContain("/sponsor/thank-you");
    expect(await debit.again()).toMatchObject({ payment_status: "unpaid", subscription: { status: "active" } });
  });

  it("keeps a new card in a setup session, and takes nothing", async () => {
    const { subscription } = await joinSubscription(harness, 250, weekly);
    const request = {
      mode: "setup",
      currency: "gbp",
      customer: idOf(subscription.customer) ?? "",
      success_url: "http://127.0.0.1:3000/supporter",
    } as const;
    const session = await harness.stripe.checkout.sessions.create(request);
    const url = session.url ?? "";
    const page = await fetchPage(url);
    expect(page.querySelector("button.main")?.text).toBe("Save");
    expect(page.querySelector(".total")).toBeNull();
    expect(page.querySelector("#email")).toBeNull();
    const refused = await send(url, { ...person, number: "4000 0000 0000 0002" });
    expect([refused.status, parse(await refused.text()).querySelector("[role=alert]")?.text]).toEqual([
      402,
      expect.stringContaining("declined"),
    ]);
    const asked = await send(url, { ...person, number: "4000002500003155" });
    const challenge = new URL(asked.headers.get("location") ?? "", url).href;
    expect(await (await fetch(challenge)).text()).toContain("keep your card");
    expect((await send(challenge, { answer: "authorise" })).headers.get("location")).toBe("http://127.0.0.1:3000/supporter");
    expect((await harness.stripe.checkout.sessions.retrieve(session.id)).status).toBe("complete");
    expect(await (await fetch(url)).text()).toContain("nothing was taken");
  });
});

describe("the portal", () => {
  async function visit(flow?: {
    type: "payment_method_update";
    after_completion?: { type: "redirect"; redirect: { return_url: string } };
  }) {
    const { subscription } = await joinSubscription(harness, 250, weekly);
    const customer = idOf(subscription.customer) ?? "";
    const session = await harness.stripe.billingPortal.sessions.create({
      customer,
      return_url: "http://127.0.0.1:3000/supporter",
      ...(flow && { flow_data: flow }),
    });
    const usual = async () => {
      const found = await harness.stripe.customers.retrieve(customer, { expand: ["invoice_settings.default_payment_method"] });
      const method = found.deleted ? null : found.invoice_settings.default_payment_method;
      return typeof method === "string" ? null : (method?.card?.last4 ?? method?.bacs_debit?.last4 ?? null);
    };
    return { session, usual };
  }

  it("shows what is given, and takes a new card as the usual one", async () => {
    const { session, usual } = await visit({
      type: "payment_method_update",
      after_completion: { type: "redirect", redirect: { return_url: "http://127.0.0.1:3000/supporter?card=new" } },
    });
    const page = await fetchPage(session.url);
    expect(page.querySelector(".lines")?.text).toContain("£2.50 per week");
    expect(page.querySelector("section a")?.getAttribute("href")).toBe("http://127.0.0.1:3000/supporter");
    expect(page.querySelectorAll("script")).toEqual([]);
    await harness.takeTypes();
    expect((await send(session.url, { ...validCard, number: "5555" })).status).toBe(400);
    expect((await send(session.url, { ...person, number: "4000 0000 0000 0002" })).status).toBe(402);
    const kept = await send(session.url, { ...validCard, number: "5555 5555 5555 4444" });
    expect(kept.headers.get("location")).toBe("http://127.0.0.1:3000/supporter?card=new");
    expect(await usual()).toBe("4444");
    expect((await harness.takeTypes()).slice(-4)).toEqual([
      "setup_intent.created",
      "payment_method.attached",
      "setup_intent.succeeded",
      "customer.updated",
    ]);
  });

  it("goes through 3-D Secure, takes a bank account, and closes after an hour", async () => {
    const { session, usual } = await visit();
    const asked = await send(session.url, { ...person, number: "4000002500003155" });
    const challenge = new URL(asked.headers.get("location") ?? "", session.url).href;
    const back = (await send(challenge, { answer: "authorise" })).headers.get("location") ?? "";
    expect((await fetchPage(new URL(back, session.url).href)).querySelector("[role=status]")?.text).toContain("was updated");
    expect(await usual()).toBe("3155");
    expect((await send(session.url, account)).status).toBe(303);
    expect(await usual()).toBe("2345");
    await harness.control.advance({ seconds: 3700 });
    expect((await fetch(session.url)).status).toBe(410);
    expect((await fetch(`${harness.sandbox.url}/p/session/bps_none`)).status).toBe(404);
  });
});

describe("the control page", () => {
  const press = (action: string, more: Record<string, string> = {}) => send(`${harness.sandbox.url}/`, { action, ...more });

  it("shows plans and invoices, and what happened since the clock was moved", async () => {
    const { subscription } = await joinSubscription(harness, 250, weekly);
    expect((await press("failNext", { id: subscription.id })).status).toBe(303);
    const before = await fetchPage(harness.sandbox.url);
    expect(before.querySelectorAll("form input[name=seconds]").map((input) => input.getAttribute("value"))).toEqual([
      "3600",
      "86400",
      "604800",
      "2592000",
    ]);
    await press("advance", { seconds: String(weekSeconds + 7200) });
    const page = await fetchPage(harness.sandbox.url);
    expect(page.text).toContain("£2.50 per week");
    expect(page.text).toContain("past_due");
    const region = (name: string) => page.querySelector(`[aria-label="${name}"]`)?.text ?? "";
    expect(region("Subscriptions")).toContain("by card …4242");
    expect(region("Invoices")).toContain("next attempt");
    expect(region("What happened since the clock was last moved")).toContain("invoice.payment_failed");
    expect(page.querySelectorAll("script")).toEqual([]);
    await press("expireCard", { id: subscription.id });
    const paidBy = await harness.stripe.paymentMethods.retrieve(idOf(subscription.default_payment_method) ?? "");
    expect((paidBy.card?.exp_year ?? 0) * 12 + (paidBy.card?.exp_month ?? 0)).toBeLessThan(
      harness.control.now().getUTCFullYear() * 12 + harness.control.now().getUTCMonth() + 1,
    );
  });

  it("does the same over HTTP", async () => {
    const { subscription } = await joinSubscription(harness, 1000, fourWeekly, { bacs: "pays" });
    const post = async (path: string, body: object = {}) => {
      const response = await fetch(`${harness.sandbox.url}/_sandbox${path}`, { method: "POST", body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    expect((await post(`/subscriptions/${subscription.id}/fail-next`, { times: 2 })).status).toBe(200);
    expect((await post(`/mandates/${subscription.id}/revoke`)).body).toMatchObject({ status: "inactive" });
    expect((await post(`/cards/${subscription.id}/expire`)).body).toMatchObject({ refused: "Only a card expires." });
    const moved = await post("/clock/advance", { seconds: daySeconds, most: 1 });
    expect(moved.body).toMatchObject({ left: expect.any(Number) });
    const happened = await (await fetch(`${harness.sandbox.url}/_sandbox/events`)).json();
    expect(Array.isArray(happened)).toBe(true);
    expect(await (await fetch(`${harness.sandbox.url}/_sandbox/late-retries`)).json()).toEqual([]);
  });
});
