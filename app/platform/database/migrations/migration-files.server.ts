import type { SchemasContainer } from "@prisma/schema-engine-wasm";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** Where the schema and its migrations are. */
export type MigrationFolders = { schema: string; migrations: string };

export type Migration = { name: string; sql: string };

/** Those of this site, from the folder that it is started in. */
export const siteFolders = (): MigrationFolders => ({
  schema: resolve("prisma/schema"),
  migrations: resolve("prisma/migrations"),
});

/** The names of the migrations, oldest first. */
export async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.toSorted((a, b) => (a < b ? -1 : 1));
}

/** The migrations, oldest first. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = await migrationNames(folder);
  return await Promise.all(names.map(async (name) => ({ name, sql: await readFile(join(folder, name, "migration.sql"), "utf8") })));
}

/** The files of the schema as the schema engine takes them. */
export async function readSchema(folder: string): Promise<SchemasContainer> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".prisma")).toSorted();
  const files = await Promise.all(
    names.map(async (name) => ({
      path: join(folder, name),
      content: await readFile(join(folder, name), "utf8"),
    })),
  );
  return { files };
}

/** Writes a new migration, and beside it the file by which Prisma knows the kind of database. */
export async function writeMigration(folder: string, { name, sql }: Migration): Promise<string> {
  const file = join(folder, name, "migration.sql");
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(file, sql);
  await writeFile(join(folder, "migration_lock.toml"), '# Prisma reads this file to know the kind of database.\nprovider = "postgresql"\n');
  return file;
}
