import { isObject } from "../contract/check-value";
import { copyOf } from "../records";
import type { World } from "../world";
import { invalid } from "./refusal";

const deepest = 4;

/**
 * A copy of an answer in which the references named by `expand` are the objects themselves: payment_intent,
 * payment_intent.latest_charge, data.customer.
 */
export function expand(world: World, answer: object, paths: string[] = []): object {
  const copy = copyOf(answer);
  for (const path of paths) {
    const names = path.split(".");
    if (names.length > deepest + (names[0] === "data" ? 1 : 0)) {
      throw invalid(`You cannot expand more than ${deepest} levels of a property. Property: ${path}`, { param: "expand" });
    }
    expandPath(world, copy, names, path);
  }
  return copy;
}

function expandPath(world: World, parent: object, [name, ...deeper]: string[], path: string): void {
  if (name === undefined || !isObject(parent)) return;
  if (Array.isArray(parent.data) && name === "data") {
    for (const row of parent.data as object[]) expandPath(world, row, deeper, path);
    return;
  }
  if (!(name in parent)) {
    const included = includedList(world, parent, name);
    if (!included) throw invalid(`This property cannot be expanded (${path}).`, { param: "expand[0]" });
    parent[name] = included;
  }
  const value = parent[name];
  const object = typeof value === "string" ? world.store.anywhere(value) : value;
  if (value === null) return;
  if (typeof object !== "object" || object === null) throw invalid(`This property cannot be expanded (${path}).`, { param: "expand[0]" });
  if (typeof value === "string") parent[name] = copyOf(object);
  expandPath(world, parent[name] as object, deeper, path);
}

function includedList(world: World, parent: Record<string, unknown>, name: string): object | undefined {
  for (const part of world.parts) {
    const list = part.includes?.[String(parent.object)]?.[name];
    if (list) return list(world, String(parent.id));
  }
  return undefined;
}
