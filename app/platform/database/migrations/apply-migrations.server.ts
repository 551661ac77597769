import { runMigrations } from "graphile-worker";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { newId } from "../../ids.server";
import { sha256 } from "../../sha256.server";
import { migrationNames, readMigrations, siteFolders, type Migration, type MigrationFolders } from "./migration-files.server";

/** The lock of Prisma's own `migrate` commands: theirs and ours wait for each other. */
const migrationLock = 72_707_369;
const lockEveryMs = 200;

/** Prisma's table, so that `prisma migrate status` and `deploy` agree with what is done here. */
const recordTable = `
  CREATE TABLE IF NOT EXISTS public._prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

export class MigrationFailed extends Error {
  constructor(
    readonly migration: string,
    isLeft: boolean,
    cause: Error,
  ) {
    const left = isLeft ? "and may have left something in the database" : "and was taken back, so nothing of it is in the database";
    super(`The migration ${migration} failed ${left}: ${cause.message}`, { cause });
    this.name = "MigrationFailed";
  }
}

/** Thrown before anything is applied, where the database and the folder tell different stories. */
export class MigrationsRefused extends Error {
  override name = "MigrationsRefused";
}

/**
 * Brings a database up to date: the site's own tables, then those of the job queue. One process at a time does this;
 * others wait and find nothing left to do. Each migration is one transaction together with its record, so a process
 * that dies leaves nothing half-way.
 *
 * A migration that can't run in a transaction, such as `CREATE INDEX CONCURRENTLY`, holds one statement and begins
 * with the line `-- no transaction`. If it fails or is cut off, it stays recorded as unfinished until a person has looked.
 * @returns the names of the migrations that were applied
 * @throws MigrationsRefused if an applied migration was changed or is gone, or one was never finished
 * @throws MigrationFailed naming the one that failed; those before it stay applied
 */
export async function applyMigrations(url: string, folders: MigrationFolders = siteFolders()): Promise<string[]> {
  return await withClient(url, async (client) => {
    await takeLock(client);
    await client.query(recordTable);
    const pending = await checkedPending(client, await readMigrations(folders.migrations));
    for (const migration of pending) await apply(client, migration);
    await applyQueueMigrations(url);
    return pending.map(({ name }) => name);
  });
}

/**
 * Asks again and again, since one that waits inside of PostgreSQL holds a snapshot, and `CREATE INDEX CONCURRENTLY`
 * waits for old snapshots. The lock belongs to the session, so a process that dies gives it back.
 */
async function takeLock(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [migrationLock]);
    if (rows[0]?.taken) return;
    await sleep(lockEveryMs);
  }
}

const checksumOf = (sql: string) => sha256(sql, "hex");

/** Whether this is what was applied; like Prisma, a checkout with other line ends counts as the same. */
const matches = (sql: string, checksum: string): boolean => {
  const unix = sql.replaceAll("\r\n", "\n");
  return [sql, unix, unix.replaceAll("\n", "\r\n")].some((text) => checksumOf(text) === checksum);
};

async function checkedPending(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM public._prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const onDisk = new Map(migrations.map(({ name, sql }) => [name, sql]));
  for (const { name, checksum, finished } of rows) {
    const sql = onDisk.get(name);
    if (!finished)
      throw new MigrationsRefused(
        `The migration ${name} began and was never finished. Look at what it left in the database and undo it, then run: UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '${name}' AND finished_at IS NULL; and \`npm run migrate\` again.`,
      );
    if (sql === undefined)
      throw new MigrationsRefused(
        `The database has had the migration ${name}, which this version of the site does not know: start the version that applied it, or a later one.`,
      );
    if (!matches(sql, checksum))
      throw new MigrationsRefused(
        `The migration ${name} was changed after it was applied: bring its file back as it was, and write a new migration for the change.`,
      );
  }
  const done = new Set(rows.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply(client: pg.Client, { name, sql }: Migration): Promise<void> {
  const isWhole = !/^--\s*no transaction\s*$/.test(sql.split("\n", 1)[0] ?? "");
  const id = newId();
  try {
    if (isWhole) await client.query("BEGIN");
    await client.query("INSERT INTO public._prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)", [
      id,
      checksumOf(sql),
      name,
    ]);
    await client.query(sql);
    const { rowCount } = await client.query(
      `UPDATE public._prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1
       WHERE id = $1 AND (NOT $2 OR xmin = pg_current_xact_id()::xid)`,
      [id, isWhole],
    );
    if (rowCount === 0) throw new Error("it ends the transaction that it runs in");
    if (isWhole) await client.query("COMMIT");
    // What a migration sets for its session is not for the next one.
    await client.query("RESET ALL");
  } catch (error) {
    const isLeft = await client.query("ROLLBACK").then(
      async () => (await client.query("SELECT FROM public._prisma_migrations WHERE id = $1", [id])).rowCount === 1,
      () => !isWhole,
    );
    throw new MigrationFailed(name, isLeft, error as Error);
  }
}

/** graphile-worker keeps its tables in a schema of its own, and migrates them itself. */
async function applyQueueMigrations(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => {});
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
  }
}

/**
 * The migrations of the folder that the database has not seen, oldest first. Cheap: one question to the database and
 * one look into the folder.
 * @param database its address, or a pool that is connected to it
 */
export async function pendingMigrations(database: string | pg.Pool, folder: string = siteFolders().migrations): Promise<string[]> {
  const names = await migrationNames(folder);
  const done = new Set(typeof database === "string" ? await withClient(database, appliedNames) : await appliedNames(database));
  return names.filter((name) => !done.has(name));
}

async function appliedNames(database: Pick<pg.ClientBase, "query">): Promise<string[]> {
  try {
    const { rows } = await database.query<{ migration_name: string }>(
      "SELECT migration_name FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
    );
    return rows.map((row) => row.migration_name);
  } catch (error) {
    const noSuchTable = (error as { code?: string }).code === "42P01";
    if (noSuchTable) return [];
    throw error;
  }
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
