import type Stripe from "stripe";
import type { MovableClock } from "../clock";
import type { Contract } from "./contract";
import type { Settings } from "./settings";
import type { Store } from "./store";

/** Something that was not as the contract says: in a request, an answer or an event. */
export type Violation = { at: string; where: string; breaches: string[] };

/** Everything one sandbox is made of, handed to whatever happens in it. */
export type World = {
  /** The sandbox's own address, without a slash at the end. */
  url: string;
  contract: Contract;
  clock: MovableClock;
  store: Store;
  settings: Settings;
  parts: Part[];
  violations: Violation[];
  /** The request that is being answered, which the events it causes name. */
  cause: { request: string; key: string | null } | null;
  /** To be called when something was done: keeps it on disk, sends its webhooks, sets the alarm for what is planned. */
  done: () => void;
};

export type Outcome = "succeeded" | "failed" | "processing" | "requires_action";

export type Route = {
  method: "GET" | "POST" | "DELETE";
  /** As the contract writes it, such as /v1/customers/{id}. */
  path: string;
  /** @param request its parameters, read and held to the contract, and the ids in its path */
  answer: (world: World, request: { params: unknown; ids: string[] }) => object;
};

/** What one file adds to the sandbox. Everything is found through the table in `parts-table.ts`. */
export type Part = {
  routes?: Route[];
  /** What is to happen at a time, by name. The names are kept on disk: renaming one loses what was planned under it. */
  tasks?: Record<string, (world: World, about: string) => void>;
  /** Called after a payment intent reached an outcome, at once or days later. */
  onPayment?: (world: World, payment: Stripe.PaymentIntent, outcome: Outcome) => void;
  /** Lists that are given only when asked for by `expand`: the object's kind, then the property. */
  includes?: Record<string, Record<string, (world: World, id: string) => object>>;
};

/** Seconds since 1970 by the sandbox's clock, as Stripe writes time. */
export const seconds = (world: World): number => Math.floor(world.clock.now().getTime() / 1000);

/** Notes a breach of the contract, and says so where the sandbox runs. */
export function noteViolation(world: World, where: string, breaches: string[]): void {
  world.violations.push({ at: world.clock.now().toISOString(), where, breaches });
  console.warn(`stripe sandbox: ${where} is not as the contract says: ${breaches.slice(0, 5).join("; ")}`);
}
