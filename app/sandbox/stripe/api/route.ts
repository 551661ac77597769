import type { World } from "../world";

/** What a request asks for: its parameters, read and held to the contract, and the ids in its path. */
type Ask = { params: unknown; ids: string[] };

export type Route = {
  method: "GET" | "POST" | "DELETE";
  /** As the contract writes it, such as /v1/customers/{id}. */
  path: string;
  answer: (world: World, ask: Ask) => object;
};

/** P is the package's own type of the endpoint's parameters; the ids in the path come after them, in order. */
export function route<P = object>(
  method: Route["method"],
  path: string,
  answer: (world: World, params: P, ...ids: [string, string]) => object,
): Route {
  return { method, path, answer: (world, { params, ids }) => answer(world, params as P, ids[0] ?? "", ids[1] ?? "") };
}
