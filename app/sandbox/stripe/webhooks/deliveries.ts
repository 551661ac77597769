import type Stripe from "stripe";
import { chance, readChaos, strikes } from "../chaos";
import { find, newId, save } from "../records";
import type { World } from "../world";

/**
 * waiting: will be tried at `dueAt`. delivered: answered with 2xx. dropped: lost on purpose, never tried.
 * abandoned: every attempt failed.
 */
export type DeliveryState = "waiting" | "delivered" | "dropped" | "abandoned";

export type Delivery = {
  id: string;
  event: string;
  type: string;
  endpoint: string;
  state: DeliveryState;
  /** Real milliseconds since 1970. */
  dueAt: number;
  /** What came of each attempt: a status, or why there was none. */
  attempts: string[];
  /** Sent a second time on purpose, or on request. */
  repeat: boolean;
};

const table = (world: World) => world.store.table<Delivery>("_delivery");
/** The ids of those still to be tried, so that a long history need not be searched for them. */
const waitingIds = (world: World) => world.store.table<{ id: string }>("_waiting");

/** Every delivery in the order in which its event happened. */
export const deliveries = (world: World): Delivery[] => table(world).all();

/** Those still to be tried, in the order in which their events happened. */
export function waiting(world: World): Delivery[] {
  return waitingIds(world)
    .all()
    .flatMap(({ id }) => table(world).get(id) ?? []);
}

/** Queues an event for an endpoint, with the faults that are set. */
export function enqueue(world: World, event: Stripe.Event, endpoint: Stripe.WebhookEndpoint, repeat = false): void {
  const { delayUpTo } = readChaos(world);
  const late = delayUpTo > 0 ? chance(world) * delayUpTo : 0;
  const delivery: Delivery = {
    id: newId("delivery"),
    event: event.id,
    type: event.type,
    endpoint: endpoint.id,
    state: !repeat && strikes(world, "drop") ? "dropped" : "waiting",
    dueAt: Date.now() + late,
    attempts: [],
    repeat,
  };
  table(world).put(delivery);
  if (delivery.state === "waiting") waitingIds(world).put({ id: delivery.id });
  if (delivery.state === "waiting" && !repeat && strikes(world, "duplicate")) enqueue(world, event, endpoint, true);
}

/** Notes what came of an attempt, and plans the next one where it failed. */
export function noteAttempt(world: World, delivery: Delivery, result: string, delivered: boolean): void {
  delivery.attempts.push(result);
  const wait = world.settings.retryDelays[delivery.attempts.length - 1];
  if (delivered) delivery.state = "delivered";
  else if (wait === undefined) delivery.state = "abandoned";
  else delivery.dueAt = Date.now() + wait;
  table(world).put(delivery);
  if (delivery.state !== "waiting") waitingIds(world).remove(delivery.id);
  if (!delivered || delivery.repeat) return;
  const event = find(world, "event", delivery.event);
  if (event && event.pending_webhooks > 0) {
    event.pending_webhooks -= 1;
    save(world, event);
  }
}
