import type pg from "pg";

const schemas = "('public'::regnamespace, 'graphile_worker'::regnamespace)";

/**
 * Takes away, in the caller's transaction, what a table checks, keeps up to date or does for each row that is put in. A million rows with random
 * keys go through two dozen indexes that do not fit into memory: making these once after the rows is tenfold quicker. What guards
 * tables that are only added to, and what follows from a row, is for the site: rows of a backup have been through it.
 * Only a superuser could switch the checks of foreign keys off; this needs no more than to own the tables.
 * @returns puts all of it back, the planner's statistics too
 * @throws (what is returned) where rows break a key, or there are two of what there may be one of
 */
export async function bareTables(client: pg.ClientBase): Promise<() => Promise<void>> {
  const triggers = await listTriggers(client);
  for (const { table, name } of triggers) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${name}`);
  const foreignKeys = await listConstraints(client, ["f"]);
  const keys = await listConstraints(client, ["p", "u", "x"]);
  for (const { table, name } of [...foreignKeys, ...keys]) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  // Without the keys, only indexes of no constraint are left.
  const indexes = await listIndexes(client);
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);

  const add = ({ table, name, definition }: Constraint) => client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  return async () => {
    await client.query("SET LOCAL maintenance_work_mem = '128MB'");
    for (const key of keys) await add(key);
    for (const { definition } of indexes) await client.query(definition);
    // Without statistics the checks of foreign keys, and the site's first hours, could go the slow way.
    for (const table of new Set([...keys, ...indexes].map((one) => one.table))) await client.query(`ANALYZE ${table}`);
    for (const key of foreignKeys) await add(key);
    for (const { table, name } of triggers) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER ${name}`);
  };
}

type Constraint = { table: string; name: string; definition: string };

/** @param kinds as pg_constraint has them: f foreign key, p primary key, u unique, x exclusion */
async function listConstraints(client: pg.ClientBase, kinds: readonly string[]): Promise<Constraint[]> {
  const { rows } = await client.query<Constraint>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = ANY($1::"char"[]) AND connamespace IN ${schemas} ORDER BY 1, 2`,
    [kinds],
  );
  return rows;
}

async function listIndexes(client: pg.ClientBase): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT indrelid::regclass::text AS table, indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace IN ${schemas} AND c.relkind = 'r' ORDER BY 1, 2`,
  );
  return rows;
}

async function listTriggers(client: pg.ClientBase): Promise<{ table: string; name: string }[]> {
  const { rows } = await client.query<{ table: string; name: string }>(
    `SELECT tgrelid::regclass::text AS table, quote_ident(tgname) AS name FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
     WHERE NOT tgisinternal AND tgenabled = 'O' AND relnamespace IN ${schemas}`,
  );
  return rows;
}
