import Stripe from "stripe";
import { config } from "~/platform/config/config.server";
import { toUnixSeconds } from "../expandable";
import { listPages, type PageParams, type Throttle } from "../list-pages.server";
import { stripe } from "../stripe.server";

/** The types of event that the installed version of Stripe's API knows. */
export type StripeEventType = Stripe.Event["type"];

/** What we keep of an event: enough to ask Stripe for the facts, nothing personal. */
export type StripeEventSummary = {
  id: string;
  type: string;
  apiVersion: string | null;
  objectType: string | null;
  objectId: string | null;
  createdAt: Date;
  /** The payment page, payment, plan and customer that it is about, where the event says so. */
  checkoutSessionId: string | null;
  paymentIntentId: string | null;
  subscriptionId: string | null;
  customerId: string | null;
  /** What a payment page is for. */
  mode: string | null;
  /** Our own reference, where the object carries it. */
  clientReferenceId: string | null;
};

const stringOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);
const idFrom = (value: unknown): string | null =>
  stringOrNull(value) ?? (typeof value === "object" && value !== null ? stringOrNull((value as { id?: unknown }).id) : null);

/**
 * Verifies a webhook's raw body and reads it. Stripe's signature, at most five minutes old, is what makes it true.
 * @returns the event; "invalid-signature" for a bad, missing or old signature; "malformed" for anything signed that isn't one
 */
export async function readEvent(
  rawBody: Buffer,
  signature: string | null,
): Promise<StripeEventSummary | "invalid-signature" | "malformed"> {
  const { signature: verifier, DEFAULT_TOLERANCE: toleranceSeconds } = stripe().webhooks;
  if (!verifier) throw new Error("the Stripe client can't verify signatures");
  // Stripe's verifier throws a bug's error, not a refusal, where a signature is not of a digest's length.
  if (!/(^|,)v1=[0-9a-f]{64}(,|$)/.test(signature ?? "")) return "invalid-signature";
  try {
    await verifier.verifyHeaderAsync(rawBody, signature ?? "", config.stripe.webhookSecret, toleranceSeconds);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return "invalid-signature";
    throw error;
  }
  // Stripe's own reading throws at events of its other kind, which carry no object.
  const event = parseJson(rawBody);
  return isEvent(event) ? summariseEvent(event) : "malformed";
}

function parseJson(rawBody: Buffer): unknown {
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

function summariseEvent(event: Stripe.Event): StripeEventSummary {
  const object = (event.data?.object ?? {}) as unknown as Record<string, unknown>;
  const previous = (event.data?.previous_attributes ?? {}) as Record<string, unknown>;
  const objectType = stringOrNull(object["object"]);
  const objectId = stringOrNull(object["id"]);
  return {
    id: event.id,
    type: event.type,
    apiVersion: stringOrNull(event.api_version),
    objectType,
    objectId,
    createdAt: new Date(event.created * 1000),
    checkoutSessionId: objectType === "checkout.session" ? objectId : null,
    paymentIntentId: objectType === "payment_intent" ? objectId : idFrom(object["payment_intent"]),
    subscriptionId:
      objectType === "subscription" ? objectId : (idFrom(object["subscription"]) ?? idFrom(subscriptionDetailsOf(object)["subscription"])),
    // A payment method that was taken away says whose it was only here.
    customerId: objectType === "customer" ? objectId : (idFrom(object["customer"]) ?? idFrom(previous["customer"])),
    mode: stringOrNull(object["mode"]),
    clientReferenceId: clientReferenceIdOf(object) ?? clientReferenceIdOf(subscriptionDetailsOf(object)),
  };
}

/** What an invoice says of the plan that it is for. */
const subscriptionDetailsOf = (object: Record<string, unknown>): Record<string, unknown> =>
  (object["parent"] as { subscription_details?: Record<string, unknown> | null } | null | undefined)?.subscription_details ?? {};

const clientReferenceIdOf = (object: Record<string, unknown>): string | null =>
  stringOrNull((object["metadata"] as Record<string, unknown> | null | undefined)?.["reference"]);

/** Every event since an instant, newest first, in bounded memory: what webhooks should have told us. @param after the event to go on after */
export async function* listEvents(since: Date, after: string | null, throttle: Throttle): AsyncGenerator<StripeEventSummary[]> {
  const fetchPage = (params: PageParams) => stripe().events.list({ created: { gte: toUnixSeconds(since) }, ...params });
  for await (const page of listPages(fetchPage, after, throttle)) yield page.map(summariseEvent);
}
