import type { World } from "./world";

/** How often a fault happens: a chance from 0 to 1, or the next so many times. */
export type Fault = number | { next: number };

/** What may go wrong on purpose. Everything is off to begin with. */
export type Chaos = {
  /** Makes the same faults happen at the same places in every run. */
  seed: number;
  /** A webhook arrives twice. */
  duplicate: Fault;
  /** Webhooks arrive in any order. */
  shuffle: Fault;
  /** A webhook arrives up to so many milliseconds late. */
  delayUpTo: number;
  /** A webhook never arrives. */
  drop: Fault;
  /** A POST is carried out, and then answered with 500. */
  errorAfterCommit: Fault;
  /** A POST is carried out, and then the connection breaks. */
  lostReply: Fault;
  /** A request is refused with 429, and nothing is done. */
  tooManyRequests: Fault;
  /** Every answer to a POST is held back for so many milliseconds after it was carried out. */
  slowReply: number;
};

export type FaultName = "duplicate" | "shuffle" | "drop" | "errorAfterCommit" | "lostReply" | "tooManyRequests";

export const calm: Chaos = {
  seed: 1,
  duplicate: 0,
  shuffle: 0,
  delayUpTo: 0,
  drop: 0,
  errorAfterCommit: 0,
  lostReply: 0,
  tooManyRequests: 0,
  slowReply: 0,
};

type Kept = Chaos & { id: "chaos"; drawn: number };

const table = (world: World) => world.store.table<Kept>("_setting");
const kept = (world: World): Kept => table(world).get("chaos") ?? { ...calm, id: "chaos", drawn: 0 };

/** The faults that are set now. */
export function readChaos(world: World): Chaos {
  const { id: _id, drawn: _drawn, ...chaos } = kept(world);
  return chaos;
}

/** Sets some faults and leaves the others. A new seed begins its row of chances afresh. */
export function setChaos(world: World, changes: Partial<Chaos>): Chaos {
  const before = kept(world);
  table(world).put({ ...before, ...changes, drawn: changes.seed === undefined ? before.drawn : 0 });
  return readChaos(world);
}

/** Whether the fault happens this time. A fault set for the next so many times is counted down. */
export function strikes(world: World, name: FaultName): boolean {
  const fault = kept(world)[name];
  if (typeof fault === "number") return fault > 0 && chance(world) < fault;
  if (fault.next <= 0) return false;
  setChaos(world, { [name]: { next: fault.next - 1 } });
  return true;
}

/** The next number from 0 to 1 of the seed's row (mulberry32). */
export function chance(world: World): number {
  const settings = kept(world);
  table(world).put({ ...settings, drawn: settings.drawn + 1 });
  let mixed = (settings.seed + (settings.drawn + 1) * 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
