import { createHash } from "node:crypto";
import { seconds, type World } from "../world";
import { invalid, Refusal } from "./refusal";

type Kept = { id: string; asked: string; status: number; body: string; at: number };

const day = 86_400;
const table = (world: World) => world.store.table<Kept>("_answer");
const underWay = new WeakMap<World, Set<string>>();

export type Ticket = {
  /** The first answer to this key, to be given again. */
  replay: { status: number; body: string } | null;
  /** Keeps the first answer for a day. What was refused before anything was done is not kept: it may be put right. */
  keep: (status: number, body: string) => void;
  /** Lets the key be used again. To be called whatever happened. */
  release: () => void;
};

/**
 * Looks up what an Idempotency-Key stands for.
 * @throws Refusal 400 when it was first used for something else; 409 while that is still under way
 */
export function admit(world: World, key: string, asked: { method: string; path: string; body: string }): Ticket {
  if (key.length > 255) throw invalid("Idempotency keys can be at most 255 characters long.");
  const fingerprint = createHash("sha256").update(`${asked.method} ${asked.path}\n${asked.body}`).digest("base64url");
  const busy = underWay.get(world) ?? new Set<string>();
  underWay.set(world, busy);
  const kept = table(world).get(key);
  const first = kept && kept.at > seconds(world) - day ? kept : null;
  if (first && first.asked !== fingerprint) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
    throw new Refusal(400, { type: "idempotency_error", message });
  }
  if (busy.has(key)) {
    const message =
      "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through).";
    throw new Refusal(409, { type: "idempotency_error", code: "idempotency_key_in_use", message });
  }
  busy.add(key);
  return {
    replay: first,
    keep(status, body) {
      if (status < 300 || status === 402) table(world).put({ id: key, asked: fingerprint, status, body, at: seconds(world) });
    },
    release: () => busy.delete(key),
  };
}
