import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../embedded-postgres/start-postgres.server";
import { applyMigrations } from "./apply-migrations.server";
import { readMigrations, readSchema, siteFolders, writeMigration, type MigrationFolders } from "./migration-files.server";
import { openEngine } from "./schema-engine.server";

/**
 * Writes the migration that leads from the present migrations to the schema. Works on a server of its own that is
 * thrown away, so it needs no settings and touches no data.
 * @param name what changes, such as `add_receipts`; the moment is put before it
 * @returns the new file; null if the schema holds nothing new
 */
export async function createMigration(name: string, folders: MigrationFolders = siteFolders()): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), "roomlight-migration-"));
  const server = await startPostgres(join(folder, "postgres"), { settings: { fsync: "off" } });
  try {
    return await createMigrationOn(server.url, name, folders);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same, on an empty database that the caller has made and throws away. */
export async function createMigrationOn(emptyDatabase: string, name: string, folders: MigrationFolders): Promise<string | null> {
  await applyMigrations(emptyDatabase, folders);
  const schema = await readSchema(folders.schema);
  const engine = await openEngine(emptyDatabase, schema);
  try {
    const made = await engine.create(name, await readMigrations(folders.migrations), schema);
    return made && (await writeMigration(folders.migrations, made.name, made.sql));
  } finally {
    await engine.close();
  }
}
