import type Stripe from "stripe";
import { idOf } from "../records";
import { makeCustomer } from "../resources/customers";
import type { World } from "../world";
import type { Memory } from "./mode";

/** The session's customer: the one it names, or one made at the first attempt from what the payer entered. */
export function payerOf(world: World, session: Stripe.Checkout.Session, memory: Memory): string | null {
  const given = idOf(session.customer);
  if (given) return given;
  if (!memory.payer) return null;
  const locale = session.locale && session.locale !== "auto" ? [session.locale] : [];
  memory.customer ??= makeCustomer(world, { email: memory.payer.email, name: memory.payer.name, preferred_locales: locale }).id;
  return memory.customer;
}
