import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, inject } from "vitest";
import { connectDatabase, disconnectDatabase, pool } from "~/platform/database/db.server";
import { inDatabase } from "~/platform/database/migrations/adapter.server";
import { applyMigrations } from "~/platform/database/migrations/apply-migrations.server";
import { siteFolders } from "~/platform/database/migrations/migration-files.server";

/** The address of this test file's own database, once its tests run. */
export let databaseUrl: string;

/**
 * Gives a test file a database of its own, migrated and empty, with `db` and `pool` connected to it. Call it at the
 * top of the file. Before each test it is emptied; where tests build on each other, say `{ keepRows: true }`.
 */
export function useDatabase({ keepRows = false } = {}): void {
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await cloneDatabase();
    databaseUrl = database.url;
    drop = database.drop;
    connectDatabase(database.url);
  });
  if (!keepRows) beforeEach(deleteAllRows);
  afterAll(async () => {
    await disconnectDatabase();
    await drop();
  });
}

type TestDatabase = { url: string; drop: () => Promise<void> };

/** Makes one more migrated, empty database, for tests that need a second one. */
export const cloneDatabase = (): Promise<TestDatabase> => createDatabase("postgres");

/** Makes a database without any table, for tests that migrate it themselves. */
export const emptyDatabase = (): Promise<TestDatabase> => createDatabase("template0");

async function createDatabase(source: string): Promise<TestDatabase> {
  const template = inject("templateDatabase");
  const name = `flow_${randomBytes(6).toString("hex")}`;
  await runAsAdmin(template, `CREATE DATABASE ${name} TEMPLATE ${source}`);
  return {
    url: inDatabase(template, name),
    drop: () => runAsAdmin(template, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** What migrations put into tables, so that it is never missing. */
const rowsFromMigrations: Record<string, string> = { "public.fund": "id NOT IN ('general-fund', 'rooms-fund')" };

/** Deletes all rows but those that a migration brings, and all jobs. Guards of the tables (triggers, references) do not stand in its way. */
export async function deleteAllRows(): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE (schemaname = 'public' AND tablename <> '_prisma_migrations')
        OR (schemaname = 'graphile_worker' AND tablename IN ('_private_jobs', '_private_job_queues', '_private_known_crontabs'))`,
  );
  const deletions = rows.map(({ name }) => `DELETE FROM ${name} WHERE ${rowsFromMigrations[name] ?? "true"};`).join("\n");
  await pool.query(`BEGIN; SET LOCAL session_replication_role = replica; ${deletions} COMMIT`);
}

/** A template can't be cloned from within, so this speaks from the server's other database. */
async function runAsAdmin(template: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inDatabase(template, "template1") });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Makes a database as it was before a migration, for tests of what the migration does with rows.
 * @returns a client of it, `finish` to apply all the migrations that are left, and `drop`
 */
export async function databaseBefore(
  migration: string,
): Promise<{ client: pg.Client; finish: () => Promise<unknown>; drop: () => Promise<void> }> {
  const { url, drop } = await emptyDatabase();
  const migrations = mkdtempSync(join(tmpdir(), "roomlight-migrations-"));
  for (const name of readdirSync(siteFolders().migrations))
    if (name < migration || name.endsWith(".toml"))
      cpSync(join(siteFolders().migrations, name), join(migrations, name), { recursive: true });
  await applyMigrations(url, { ...siteFolders(), migrations });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    client,
    finish: () => applyMigrations(url, siteFolders()),
    async drop() {
      await client.end();
      await drop();
      rmSync(migrations, { recursive: true, force: true });
    },
  };
}
