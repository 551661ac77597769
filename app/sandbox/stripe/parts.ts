import type Stripe from "stripe";
import type { Route } from "./api/route";
import type { World } from "./world";

export type Outcome = "succeeded" | "failed" | "processing" | "requires_action";

/**
 * What one file adds to the sandbox. Everything is found through the table in `every-part.ts`: a new capability is a
 * new file and a line there.
 */
export type Part = {
  routes?: Route[];
  /** What is to happen at a time, by name. The names are kept on disk: renaming one loses what was planned under it. */
  tasks?: Record<string, (world: World, about: string) => void>;
  /** Called after a payment intent reached an outcome, at once or days later. */
  onPayment?: (world: World, payment: Stripe.PaymentIntent, outcome: Outcome) => void;
  /** Lists that are given only when asked for by `expand`: the object's kind, then the property. */
  includes?: Record<string, Record<string, (world: World, id: string) => object>>;
};
