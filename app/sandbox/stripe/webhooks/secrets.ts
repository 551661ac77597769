import type { World } from "../world";

type Secret = { id: string; secret: string };

const table = (world: World) => world.store.table<Secret>("_secret");

/** What an endpoint's webhooks are signed with. Stripe tells it only when the endpoint is made. */
export const secretOf = (world: World, endpoint: string): string => table(world).get(endpoint)?.secret ?? "";

export function keepSecret(world: World, endpoint: string, secret: string): void {
  table(world).put({ id: endpoint, secret });
}
