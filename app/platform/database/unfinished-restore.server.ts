import type pg from "pg";

/** Stands in a database from the beginning of a restore until its rows are in, so that no site starts on half of them. */
export const restoreMarker = "unfinished_restore";

type Asks = Pick<pg.ClientBase, "query"> | Pick<pg.Pool, "query">;

export async function hasUnfinishedRestore(client: Asks): Promise<boolean> {
  const ask = client.query.bind(client) as (sql: string, values: unknown[]) => Promise<pg.QueryResult<{ found: boolean }>>;
  const { rows } = await ask("SELECT to_regclass($1) IS NOT NULL AS found", [`public.${restoreMarker}`]);
  return rows[0]?.found === true;
}

export async function markUnfinished(client: pg.ClientBase): Promise<void> {
  await client.query(`CREATE TABLE IF NOT EXISTS public.${restoreMarker} (began_at timestamptz NOT NULL DEFAULT now())`);
}

export async function markFinished(client: pg.ClientBase): Promise<void> {
  await client.query(`DROP TABLE public.${restoreMarker}`);
}
