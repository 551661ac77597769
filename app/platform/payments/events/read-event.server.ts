import Stripe from "stripe";
import { config } from "~/platform/config/config.server";
import { stripe } from "../stripe.server";

/** What we keep of an event: enough to ask Stripe for the facts, nothing personal. */
export type PaymentEvent = {
  id: string;
  type: string;
  apiVersion: string | null;
  object: string | null;
  objectId: string | null;
  createdAt: Date;
  /** The payment page, payment, plan and customer that it is about, where the event says so. */
  sessionId: string | null;
  paymentIntent: string | null;
  subscription: string | null;
  customer: string | null;
  /** What a payment page is for. */
  mode: string | null;
  /** Our own reference, where the object carries it. */
  reference: string | null;
};

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const idIn = (value: unknown): string | null =>
  text(value) ?? (typeof value === "object" && value !== null ? text((value as { id?: unknown }).id) : null);

/**
 * Verifies a webhook's raw body and reads it. Stripe's signature, at most five minutes old, is what makes it true.
 * @returns the event; "forged" for a bad, missing or old signature; "not-an-event" for anything signed that isn't one
 */
export async function readEvent(rawBody: Buffer, signature: string | null): Promise<PaymentEvent | "forged" | "not-an-event"> {
  const { signature: seal, DEFAULT_TOLERANCE: seconds } = stripe().webhooks;
  if (!seal) throw new Error("the Stripe client can't verify signatures");
  try {
    await seal.verifyHeaderAsync(rawBody, signature ?? "", config.stripe.webhookSecret, seconds);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return "forged";
    throw error;
  }
  // Stripe's own reading throws at events of its other kind, which carry no object.
  const event = parsed(rawBody);
  return isEvent(event) ? eventOf(event) : "not-an-event";
}

function parsed(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString("utf8"));
  } catch {
    return null;
  }
}

function isEvent(value: unknown): value is Stripe.Event {
  if (typeof value !== "object" || value === null) return false;
  const { id, type, created } = value as { id?: unknown; type?: unknown; created?: unknown };
  return (
    typeof id === "string" && typeof type === "string" && typeof created === "number" && !Number.isNaN(new Date(created * 1000).getTime())
  );
}

function eventOf(event: Stripe.Event): PaymentEvent {
  const object = (event.data?.object ?? {}) as unknown as Record<string, unknown>;
  const kind = text(object["object"]);
  const objectId = text(object["id"]);
  return {
    id: event.id,
    type: event.type,
    apiVersion: text(event.api_version),
    object: kind,
    objectId,
    createdAt: new Date(event.created * 1000),
    sessionId: kind === "checkout.session" ? objectId : null,
    paymentIntent: kind === "payment_intent" ? objectId : idIn(object["payment_intent"]),
    subscription: kind === "subscription" ? objectId : (idIn(object["subscription"]) ?? idIn(parentOf(object)["subscription"])),
    customer: kind === "customer" ? objectId : idIn(object["customer"]),
    mode: text(object["mode"]),
    reference: referenceIn(object) ?? referenceIn(parentOf(object)),
  };
}

/** What an invoice says of the plan that it is for. */
const parentOf = (object: Record<string, unknown>): Record<string, unknown> =>
  (object["parent"] as { subscription_details?: Record<string, unknown> | null } | null | undefined)?.subscription_details ?? {};

const referenceIn = (object: Record<string, unknown>): string | null =>
  text((object["metadata"] as Record<string, unknown> | null | undefined)?.["reference"]);

/** Every event since an instant, newest first, in bounded memory: what webhooks should have told us. */
export async function* eventsSince(since: Date): AsyncGenerator<PaymentEvent> {
  for await (const event of stripe().events.list({ created: { gte: Math.floor(since.getTime() / 1000) }, limit: 100 }))
    yield eventOf(event);
}
