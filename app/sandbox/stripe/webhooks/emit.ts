import type Stripe from "stripe";
import { checkEvent } from "../contract";
import type { Objects } from "../objects";
import { all, copyOf, make } from "../records";
import { noteViolation, type World } from "../world";
import { enqueue } from "./deliveries";

/**
 * Says that something happened: keeps the event, and queues its delivery to every endpoint that listens to its type.
 * The event carries the object as it is now.
 * @param previous what the changed properties were, for events named `….updated`
 */
export function emit(world: World, type: Stripe.Event["type"], object: Objects[keyof Objects], previous?: object): Stripe.Event {
  const listeners = all(world, "webhook_endpoint").filter((endpoint) => listens(endpoint, type));
  const data = { object: copyOf(object), ...(previous && { previous_attributes: copyOf(previous) }) };
  const event = make(world, "event", {
    type,
    data,
    api_version: world.contract.apiVersion,
    pending_webhooks: listeners.length,
    request: { id: world.cause?.request ?? null, idempotency_key: world.cause?.key ?? null },
  } as Partial<Stripe.Event>);
  const breaches = checkEvent(world.contract, event);
  if (breaches.length > 0)
    noteViolation(
      world,
      `event ${type}`,
      breaches.map((breach) => `${breach.path} ${breach.why}`),
    );
  for (const endpoint of listeners) enqueue(world, event, endpoint);
  return event;
}

function listens(endpoint: Stripe.WebhookEndpoint, type: string): boolean {
  return endpoint.status === "enabled" && endpoint.enabled_events.some((wanted) => wanted === "*" || wanted === type);
}
