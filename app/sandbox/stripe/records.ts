import { randomInt } from "node:crypto";
import { missing } from "./api/refusal";
import { emptyObject } from "./contract";
import { prefixes, type Kind, type Objects } from "./objects";
import { seconds, type World } from "./world";

type Living<K extends Kind> = Exclude<Objects[K], { deleted: true }>;

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A new id in Stripe's writing, such as ch_ and 24 random characters. */
export function newId(prefix: string): string {
  return `${prefix}_${Array.from({ length: 24 }, () => alphabet[randomInt(alphabet.length)]).join("")}`;
}

/** A copy that later changes don't reach. */
export const copyOf = <T>(value: T): T => structuredClone(value);

/** Makes an object with every property that Stripe always gives, and keeps it. */
export function make<K extends Kind>(world: World, kind: K, given: Partial<Living<K>>): Living<K> {
  const empty = emptyObject(world.contract, kind);
  const time = "created" in empty ? { created: seconds(world) } : {};
  const object = { ...empty, id: newId(prefixes[kind]), ...time, ...given } as Living<K>;
  return save(world, object);
}

/** Keeps what was changed of an object. */
export function save<T extends object>(world: World, object: T): T {
  const { object: kind } = object as unknown as { object: Kind };
  world.store.table(kind).put(object as T & { id: string });
  return object;
}

/** Changes an object and keeps it. @returns what the changed properties were, as events carry them */
export function change<T extends object>(world: World, object: T, changes: Partial<T>): Partial<T> {
  const previous: Partial<T> = {};
  for (const name of Object.keys(changes) as (keyof T)[]) {
    if (changes[name] === undefined || JSON.stringify(object[name]) === JSON.stringify(changes[name])) continue;
    previous[name] = copyOf(object[name]);
    object[name] = changes[name] as T[keyof T];
  }
  save(world, object);
  return previous;
}

/** The object of this id, deleted ones left out. */
export function find<K extends Kind>(world: World, kind: K, id: string): Living<K> | undefined {
  const object = world.store.table<Objects[K] & { id: string }>(kind).get(id);
  return object && !isDeleted(object) ? (object as unknown as Living<K>) : undefined;
}

/** As find. @throws Refusal as Stripe refuses an unknown id; `param` says which parameter named it */
export function need<K extends Kind>(world: World, kind: K, id: string, param?: string): Living<K> {
  const object = find(world, kind, id);
  if (!object) throw missing(kind, id, param);
  return object;
}

/** All of a kind in the order in which they were made, deleted ones left out. */
export function all<K extends Kind>(world: World, kind: K): Living<K>[] {
  const rows = world.store.table<Objects[K] & { id: string }>(kind).all();
  return rows.filter((object) => !isDeleted(object)) as unknown as Living<K>[];
}

/** The id of a reference, which may have been expanded. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === "string" ? reference : (reference?.id ?? null);
}

export const isDeleted = (object: object): boolean => "deleted" in object && object.deleted === true;

/** Metadata as Stripe merges it: given keys are set, empty ones are removed, and an empty value removes all. */
export function mergeMetadata(
  before: Record<string, string> | null | undefined,
  given: Record<string, string | number | null> | "" | null | undefined,
): Record<string, string> {
  if (given === undefined) return { ...before };
  if (given === "" || given === null) return {};
  const merged: Record<string, string> = { ...before };
  for (const [key, value] of Object.entries(given)) {
    if (value === "" || value === null) delete merged[key];
    else merged[key] = String(value);
  }
  return merged;
}
