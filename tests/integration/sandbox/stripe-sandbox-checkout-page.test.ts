import { parse } from "node-html-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { idOf } from "~/sandbox/stripe/records";
import { daySeconds, donationSessionParams, startHarness, type SandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";

let harness: SandboxHarness;

beforeAll(async () => {
  harness = await startHarness({ merchant: "Lamps <& Co>" });
});
afterAll(async () => {
  const violations = harness.control.violations();
  await harness.close();
  expect(violations).toEqual([]);
});

const person = { email: "robin@example.org", name: "Robin Example", expiry: "12 / 34", cvc: "123", method: "card" };
const validCard = { ...person, number: "4242 4242 4242 4242" };

/** Sends a form as a browser without JavaScript does. */
const send = (url: string, form: Record<string, string>) =>
  fetch(url, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });

async function createDonationSession(more: Parameters<typeof donationSessionParams>[1] = {}) {
  const session = await harness.stripe.checkout.sessions.create(donationSessionParams(1000, more));
  return { session, url: session.url ?? "", again: () => harness.stripe.checkout.sessions.retrieve(session.id) };
}

describe("the hosted page", () => {
  it("says what is paid, to whom, and that nothing is real; every field has its label", async () => {
    const { url } = await createDonationSession({
      line_items: [1000, 36].map((pence) => ({
        price_data: { currency: "gbp", unit_amount: pence, product_data: { name: `<b>${pence}</b>` } },
        quantity: 1,
      })),
    });
    const response = await fetch(url);
    const page = parse(await response.text());
    expect(page.querySelector("h1")?.text).toContain("Donate to Lamps");
    expect(page.querySelector("h1")?.innerHTML).not.toContain("<&");
    expect(page.querySelector(".total")?.text).toBe("£10.36");
    expect(page.querySelectorAll(".lines li")).toHaveLength(2);
    expect(page.querySelector(".lines b")).toBeNull();
    expect(page.querySelector(".notice")?.text).toContain("nothing is real");
    expect(page.querySelector("button.main")?.text).toBe("Donate £10.36");
    expect(page.querySelector("section a")?.getAttribute("href")).toBe("http://127.0.0.1:3000/donate");
    expect(page.querySelectorAll("script")).toEqual([]);
    const inputs = page.querySelectorAll("form#pay input:not([type=hidden])").map((input) => input.id);
    const labels = page.querySelectorAll("form#pay label").map((label) => label.getAttribute("for"));
    expect(new Set(labels)).toEqual(new Set(inputs));
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("shows only the ways to pay that the session allows, and asks no address that it has", async () => {
    const { url } = await createDonationSession({ allowed_payment_method_types: ["card"], customer_email: "known@example.org" });
    const page = parse(await (await fetch(url)).text());
    expect(page.querySelector("#sort_code")).toBeNull();
    expect(page.querySelector("#email")).toBeNull();
    expect(page.text).toContain("known@example.org");
  });

  it("pays by card and sends the payer back; a second click does not pay twice", async () => {
    const { url, session, again } = await createDonationSession();
    const [first, second] = await Promise.all([send(url, validCard), send(url, validCard)]);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(first.headers.get("location")).toBe(`http://127.0.0.1:3000/thank-you/1?session=${session.id}`);
    const paid = await again();
    expect(paid).toMatchObject({ payment_status: "paid", customer_details: { email: "robin@example.org", name: "Robin Example" } });
    expect((await harness.stripe.charges.list({ payment_intent: idOf(paid.payment_intent) ?? "" })).data).toHaveLength(1);
    expect(await (await fetch(url)).text()).toContain("You have paid already");
  });

  it("shows a decline above the form, which stays filled in", async () => {
    const { url, again } = await createDonationSession();
    const response = await send(url, { ...person, number: "4000 0000 0000 9995" });
    const page = parse(await response.text());
    expect(response.status).toBe(402);
    expect(page.querySelector("[role=alert]")?.text).toContain("insufficient funds");
    expect(page.querySelector("#email")?.getAttribute("value")).toBe("robin@example.org");
    expect(page.querySelector("title")?.text).toMatch(/^Error: /);
    expect((await again()).status).toBe("open");
  });

  it("names each mistake at its field, and pays nothing", async () => {
    const { url, again } = await createDonationSession();
    const response = await send(url, {
      method: "card",
      number: "4242 4242 4242 4241",
      expiry: "01/20",
      cvc: "1",
      email: "robin",
      name: "",
    });
    const page = parse(await response.text());
    expect(response.status).toBe(400);
    for (const field of ["email", "number", "expiry", "cvc", "name"]) {
      expect(page.querySelector(`#${field}`)?.getAttribute("aria-describedby")).toBe(`${field}-error`);
      expect(page.querySelector(`.errors a[href="#${field}"]`)?.text).toBe(page.querySelector(`#${field}-error`)?.text);
    }
    expect((await again()).payment_intent).toBeNull();
    expect((await send(url, { email: "robin@example.org" })).status).toBe(400);
  });

  it("fills a test card in at the press of a button", async () => {
    const { url } = await createDonationSession();
    const filled = parse(await (await send(url, { preset: "authenticates", email: "kept@example.org" })).text());
    const value = (id: string) => filled.querySelector(`#${id}`)?.getAttribute("value");
    expect([value("number"), value("expiry"), value("email")]).toEqual(["4000 0025 0000 3155", "12 / 34", "kept@example.org"]);
  });

  it("takes the payer through 3-D Secure, whether they pass or fail", async () => {
    const { url, again } = await createDonationSession();
    const asked = await send(url, { ...person, number: "4000002500003155" });
    const challenge = new URL(asked.headers.get("location") ?? "", url).href;
    expect(challenge).toContain("/3d-secure/");
    expect(await (await fetch(challenge)).text()).toContain("£10.00");
    const failed = await send(challenge, { answer: "fail" });
    const back = parse(await (await fetch(new URL(failed.headers.get("location") ?? "", url))).text());
    expect(back.querySelector("[role=alert]")?.text).toContain("unable to authenticate");
    expect(back.querySelector("#email")?.getAttribute("value")).toBe("robin@example.org");
    await send(url, { ...person, number: "4000002500003155" });
    expect((await send(challenge, { answer: "authorise" })).headers.get("location")).toContain("/thank-you/1");
    expect((await again()).payment_status).toBe("paid");
  });

  it.each([
    ["00012345", "paid"],
    ["22222227", "unpaid"],
  ])("takes a Direct Debit from %s, which is %s days later", async (account, ending) => {
    const { url, again } = await createDonationSession();
    const form = {
      method: "bacs_debit",
      email: "robin@example.org",
      sort_code: "10-88-00",
      account_number: account,
      account_name: "Robin",
      line1: "1 Lamp Street",
      postal_code: "LS1 1AA",
    };
    expect((await send(url, { ...form, account_number: "12345678" })).status).toBe(400);
    expect((await send(url, form)).headers.get("location")).toContain("/thank-you/1");
    expect(await again()).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
      customer_details: { address: { line1: "1 Lamp Street" } },
    });
    await harness.control.advance({ seconds: 7 * daySeconds });
    expect((await again()).payment_status).toBe(ending);
  });

  it("says in a sentence that a session has expired, or never was", async () => {
    const { url, session } = await createDonationSession();
    await harness.stripe.checkout.sessions.expire(session.id);
    for (const response of [await fetch(url), await send(url, validCard)]) {
      expect(response.status).toBe(410);
      expect(await response.text()).toContain("has expired");
    }
    expect((await fetch(`${harness.sandbox.url}/c/pay/cs_none`)).status).toBe(404);
  });

  it("is not for pages from elsewhere", async () => {
    const { url, again } = await createDonationSession();
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(validCard),
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect(response.status).toBe(403);
    expect((await again()).status).toBe("open");
  });
});

describe("the control page", () => {
  const press = (action: string, more: Record<string, string> = {}) => send(`${harness.sandbox.url}/`, { action, ...more });

  it("shows what there is and does what its buttons say", async () => {
    const { session, again } = await createDonationSession();
    expect((await press("complete", { id: session.id })).status).toBe(303);
    const intent = idOf((await again()).payment_intent) ?? "";
    const [charge] = (await harness.stripe.charges.list({ payment_intent: intent })).data;
    const id = charge?.id ?? "";
    const before = harness.control.now().getTime();
    await press("advance", { seconds: "3600" });
    expect(harness.control.now().getTime() - before).toBeGreaterThanOrEqual(3_600_000);
    await press("refund", { id, pounds: "2.50" });
    expect((await harness.stripe.charges.retrieve(id)).amount_refunded).toBe(250);
    expect((await press("refund", { id, pounds: "two" })).status).toBe(400);
    await press("dispute", { id });
    const [dispute] = (await harness.stripe.disputes.list({ charge: id })).data;
    await press("win", { id: dispute?.id ?? "" });
    expect((await harness.stripe.disputes.retrieve(dispute?.id ?? "")).status).toBe("won");
    await press("chaos", { drop: "0.3", delayUpTo: "20" });
    expect(harness.control.chaos()).toMatchObject({ drop: 0.3, delayUpTo: 20, duplicate: 0 });
    await press("chaos", { drop: "0", delayUpTo: "0" });

    const page = parse(await (await fetch(harness.sandbox.url)).text());
    expect(page.text).toContain("£2.50 given back");
    expect(page.text).toContain("charge.dispute.closed");
    expect(page.text).toContain("None: every request");
    expect(page.querySelectorAll("script")).toEqual([]);
  });
});
