import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { StripeEventSummary } from "~/platform/payments/events/read-event.server";
import { jobFor, stripeEventTypes } from "~/webhooks/stripe-events";

/** What the pretend Stripe tells of and the site needs not to know: each says nothing that a listed event does not say as well, or is nothing of ours. */
const unlisted = [
  "billing_portal.session.created",
  // The payment's own event says the same.
  "charge.pending",
  "customer.created",
  "customer.subscription.trial_will_end",
  // Registered, it lets Stripe wait for our answer before it collects.
  "invoice.created",
  // Older or finer than `invoice.paid`.
  "invoice.payment_succeeded",
  "invoice_payment.paid",
  "payment_intent.created",
  "payment_intent.requires_action",
  // It is a plan's only once the subscription names it.
  "payment_method.attached",
  // Nothing of it is known yet.
  "payout.created",
  "price.created",
  "product.created",
  "setup_intent.created",
  "setup_intent.requires_action",
  "setup_intent.setup_failed",
  "setup_intent.succeeded",
];
/** What Stripe tells of and the pretend Stripe never has reason to. */
const onlyStripe = ["invoice.payment_action_required", "payment_method.automatically_updated", "payout.canceled"];

const readText = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");

const inReadme = (readText("README.md").split("<!-- stripe-events -->\n```\n")[1] ?? "").split("\n```")[0]?.split("\n");

/** Every type that the sandbox's source emits by name. */
function emittedTypes(): string[] {
  const files = readdirSync(new URL("../../../app/sandbox/stripe", import.meta.url), { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => file.endsWith(".ts")).map((file) => readText(`app/sandbox/stripe/${file}`));
  const calls = sources.flatMap((source) => [...source.matchAll(/\bemit\(\s*world,\s*([^,]+),/g)].map(([, type = ""]) => type));
  const names = calls.flatMap((type) => /^"([a-z_.]+)"$/.exec(type)?.[1] ?? []);
  // Nothing is emitted under a name that is put together, which would escape this list.
  expect(calls.length).toBe(names.length);
  return [...new Set(names)].toSorted();
}

test("README names exactly the events that the site asks Stripe for", () => {
  expect(inReadme).toEqual(stripeEventTypes);
});

test("the pretend Stripe sends what is listed, and all else that it sends is left out on purpose", () => {
  const emitted = emittedTypes();
  expect(emitted.length).toBeGreaterThan(50);
  expect(emitted.filter((type) => !(stripeEventTypes as string[]).includes(type))).toEqual(unlisted);
  expect(stripeEventTypes.filter((type) => !emitted.includes(type))).toEqual(onlyStripe);
});

const event = (type: string): StripeEventSummary => ({
  id: "evt_1",
  type,
  apiVersion: null,
  objectType: type.split(".")[0] ?? null,
  objectId: "id_1",
  createdAt: new Date(0),
  checkoutSessionId: "cs_1",
  paymentIntentId: "pi_1",
  subscriptionId: "sub_1",
  customerId: "cus_1",
  mode: null,
  clientReferenceId: null,
});

test("each listed event asks for work, and no other does, whatever its name", () => {
  expect(stripeEventTypes.filter((type) => jobFor(event(type)) === null)).toEqual([]);
  for (const type of [...unlisted, "moon.landed", "", "constructor", "toString", "__proto__", "charge.succeeded "])
    expect(jobFor(event(type))).toBeNull();
});
