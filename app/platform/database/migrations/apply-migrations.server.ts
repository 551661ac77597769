import { runMigrations } from "graphile-worker";
import pg from "pg";
import { migrationNames, readMigrations, readSchema, siteFolders, type MigrationFolders } from "./migration-files.server";
import { openEngine, type OpenEngine } from "./schema-engine.server";

/** Any number will do, as long as nothing else uses it. */
const migrationLock = 720_041_997;

export class MigrationFailed extends Error {
  constructor(
    readonly migration: string,
    cause: Error,
  ) {
    super(`The migration ${migration} failed and was taken back, so nothing of it is in the database: ${cause.message}`, { cause });
    this.name = "MigrationFailed";
  }
}

/**
 * Brings a database up to date: the site's own tables, then those of the job queue. One process at a time does this;
 * others wait and find nothing left to do. Each migration is one transaction together with its record.
 * @returns the names of the migrations that were applied
 * @throws MigrationFailed naming the one that failed; those before it stay applied
 */
export async function applyMigrations(url: string, folders: MigrationFolders = siteFolders()): Promise<string[]> {
  return await oneAtATime(url, async () => {
    const applied = await applySiteMigrations(url, folders);
    await applyQueueMigrations(url);
    return applied;
  });
}

async function applySiteMigrations(url: string, folders: MigrationFolders): Promise<string[]> {
  const pending = await pendingMigrations(url, folders.migrations);
  if (pending.length === 0) return [];
  const list = await readMigrations(folders.migrations);
  const engine = await openEngine(url, await readSchema(folders.schema));
  try {
    const applied: string[] = [];
    for (const name of pending) {
      const upToHere = list.migrationDirectories.filter(({ path }) => path <= name);
      await applyInTransaction(engine, name, () => engine.apply({ ...list, migrationDirectories: upToHere }));
      applied.push(name);
    }
    return applied;
  } finally {
    await engine.close();
  }
}

async function applyInTransaction(engine: OpenEngine, name: string, apply: () => Promise<string[]>): Promise<void> {
  const { connection } = engine;
  await connection.run("BEGIN");
  try {
    const applied = await apply();
    if (!applied.includes(name)) throw new Error("Prisma's schema engine passed over it");
    await connection.run("COMMIT");
  } catch (error) {
    await connection.run("ROLLBACK");
    // Once a script has failed, the engine can only tell that the transaction is lost.
    const cause = connection.takeScriptError() ?? (error instanceof Error ? error : new Error(String(error)));
    throw new MigrationFailed(name, cause);
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

/** The lock belongs to a session, so a process that dies gives it back. */
async function oneAtATime<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  return await withClient(url, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    return await work();
  });
}
