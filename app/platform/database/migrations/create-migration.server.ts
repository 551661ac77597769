import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../embedded-postgres/start-postgres.server";
import { applyMigrations } from "./apply-migrations.server";
import { readSchema, siteFolders, writeMigration, type MigrationFolders } from "./migration-files.server";
import { withEngine } from "./schema-engine.server";

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
  const { exitCode, stdout } = await withEngine(emptyDatabase, schema, (engine) =>
    engine.diff({
      from: { tag: "schemaDatasource", configDir: folders.schema, ...schema },
      to: { tag: "schemaDatamodel", ...schema },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  const isDifferent = exitCode === 2;
  if (!isDifferent) return null;
  if (!stdout) throw new Error("Prisma's schema engine found a difference and gave no SQL for it");
  const moment = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  return await writeMigration(folders.migrations, { name: `${moment}_${name}`, sql: stdout });
}
