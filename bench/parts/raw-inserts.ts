import { randomUUID } from "node:crypto";
import pg from "pg";
import { onCleanup } from "./cleanup";

export type RawInserts = (rows: number) => Promise<{ seconds: number }>;

/**
 * The most that this database takes row by row: one statement and one commit each, by `pg`, into a table like that
 * of Stripe's events, over so many connections at once.
 */
export async function rawInserts(url: string, connections: number): Promise<RawInserts> {
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  for (const client of clients) client.on("error", () => {});
  onCleanup(() => Promise.all(clients.map((client) => client.end())));
  await clients[0]?.query("CREATE TABLE IF NOT EXISTS bench_raw (LIKE stripe_event INCLUDING ALL)");
  return async (rows) => {
    const values = Array.from({ length: rows }, () => [
      `evt_${randomUUID()}`,
      "charge.succeeded",
      "2026-01-01",
      "charge",
      `ch_${randomUUID()}`,
      new Date(),
    ]);
    const began = performance.now();
    const insert = async (client: pg.Client) => {
      for (let row = values.pop(); row; row = values.pop()) {
        await client.query({
          name: "raw-insert",
          text: `INSERT INTO bench_raw (id, type, api_version, object, object_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
          values: row,
        });
      }
    };
    await Promise.all(clients.map(insert));
    return { seconds: (performance.now() - began) / 1000 };
  };
}
