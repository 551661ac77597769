import type Stripe from "stripe";
import { plan } from "../schedule";
import type { World } from "../world";
import { periodOf } from "./items";

export const renewalTask = "renew a subscription";

/** Plans what happens at the end of a subscription's period. One planned for an earlier end finds nothing to do. */
export function planRenewal(world: World, subscription: Stripe.Subscription): void {
  plan(world, renewalTask, subscription.id, periodOf(subscription).end);
}
