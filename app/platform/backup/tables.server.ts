import type pg from "pg";
import { hasUnfinishedRestore, restoreMarker } from "../database/unfinished-restore.server";

/** A table as a backup knows it. Generated columns are left out: the database makes them again. */
export type BackedUpTable = { schema: string; name: string; columns: string[] };
/** What of a table must be the same again: how many rows, and a digest of them that no order changes. */
export type TableTotals = { schema: string; name: string; rows: string; digest: string };
/** `value`: null where nothing was drawn yet. */
export type SequenceState = { schema: string; name: string; value: string | null };

/** The site's own tables and those of the job queue, whose jobs (emails above all) are not to be lost. */
const schemas = ["public", "graphile_worker"];
/** Migrations are applied again instead of copied; the marker is of the restoring itself. */
const leftOut = ["_prisma_migrations", "migrations", restoreMarker];

export const quote = (...names: string[]): string => names.map((name) => `"${name.replaceAll('"', '""')}"`).join(".");

/** Makes dates, numbers and bytes read the same wherever a session is, and lets one statement last. */
export const sessionSettings = `
  SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0;
  SET TIME ZONE 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex'`;

export async function listTables(client: pg.ClientBase): Promise<BackedUpTable[]> {
  const { rows } = await client.query<BackedUpTable>(
    `SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE n.nspname = ANY($1) AND c.relkind = 'r' AND c.relname <> ALL($2)
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [schemas, leftOut],
  );
  return rows;
}

/** Counts a table's rows and adds up a hash of each: the same rows in any order give the same. */
export async function totalsOf(client: pg.ClientBase, { schema, name, columns }: BackedUpTable): Promise<TableTotals> {
  const { rows } = await client.query<{ rows: string; digest: string }>(
    `SELECT count(*)::text AS rows,
       coalesce(sum(('x' || left(md5(row(${columns.map((column) => quote(column)).join(", ")})::text), 16))::bit(64)::bigint::numeric), 0)::text AS digest
     FROM ${quote(schema, name)}`,
  );
  const [totals] = rows;
  if (!totals) throw new Error(`no totals of ${schema}.${name}`);
  return { schema, name, ...totals };
}

export async function listSequences(client: pg.ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<SequenceState>(
    `SELECT schemaname AS schema, sequencename AS name, last_value::text AS value
     FROM pg_sequences WHERE schemaname = ANY($1) ORDER BY 1, 2`,
    [schemas],
  );
  return rows;
}

/** The names of tables whose rows differ between two places, as a person reads them. */
export function differences(one: readonly TableTotals[], other: readonly TableTotals[]): string[] {
  const totalsByName = (all: readonly TableTotals[]) => new Map(all.map((table) => [`${table.schema}.${table.name}`, table]));
  const [before, after] = [totalsByName(one), totalsByName(other)];
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => {
    const [a, b] = [before.get(name), after.get(name)];
    return !a || !b || a.rows !== b.rows || a.digest !== b.digest;
  });
}

/** Whether there is nothing in the place that a restore could overwrite. What an earlier one left that was cut off is nothing. */
export async function isRestorable(client: pg.ClientBase): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM pg_tables WHERE schemaname = 'public'");
  return rowCount === 0 || (await hasUnfinishedRestore(client));
}
