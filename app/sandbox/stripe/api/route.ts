import type { Route, World } from "../world";

/** P is the package's own type of the endpoint's parameters; the ids in the path come after them, in order. */
export function route<P = object>(
  method: Route["method"],
  path: string,
  answer: (world: World, params: P, ...ids: [string, string]) => object,
): Route {
  return { method, path, answer: (world, { params, ids }) => answer(world, params as P, ids[0] ?? "", ids[1] ?? "") };
}
