import { readEvent } from "~/platform/payments/events/read-event.server";
import { storeEvent } from "~/platform/payments/events/store-events.server";
import { jobFor } from "./stripe-events";

/** Takes in a webhook: verified, then event and work are committed together, then answered. */
export async function handleStripeWebhook(
  rawBody: Buffer,
  signature: string | null,
): Promise<{ status: 200 | 400 | 401; message: string }> {
  if (!signature) return { status: 401, message: "Not signed: an event carries Stripe's signature" };
  const event = await readEvent(rawBody, signature);
  if (event === "invalid-signature") return { status: 400, message: "The signature is not Stripe's, or it is too old" };
  if (event === "malformed") return { status: 400, message: "The body is not an event" };
  await storeEvent(event, jobFor(event));
  return { status: 200, message: "kept" };
}
