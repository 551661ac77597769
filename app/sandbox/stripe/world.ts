import type { MovableClock } from "../clock";
import type { Contract } from "./contract";
import type { Part } from "./parts";
import type { Settings } from "./settings";
import type { Store } from "./state/store";

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

/** Seconds since 1970 by the sandbox's clock, as Stripe writes time. */
export const seconds = (world: World): number => Math.floor(world.clock.now().getTime() / 1000);

/** Notes a breach of the contract, and says so where the sandbox runs. */
export function noteViolation(world: World, where: string, breaches: string[]): void {
  world.violations.push({ at: world.clock.now().toISOString(), where, breaches });
  console.warn(`stripe sandbox: ${where} is not as the contract says: ${breaches.slice(0, 5).join("; ")}`);
}
