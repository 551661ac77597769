import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { runInChild } from "tests/support/child-process";
import { emptyDatabase } from "tests/support/database";
import { applyMigrations, MigrationFailed, pendingMigrations } from "~/platform/database/migrations/apply-migrations.server";
import { createMigration, createMigrationOn } from "~/platform/database/migrations/create-migration.server";
import { readMigrations, readSchema, siteFolders } from "~/platform/database/migrations/migration-files.server";
import { withEngine } from "~/platform/database/migrations/schema-engine.server";

let root: string;
let folders: { schema: string; migrations: string };
let database: { url: string; drop: () => Promise<void> };

const writeFile = (...path: string[]) => ({
  with(content: string) {
    mkdirSync(join(root, ...path.slice(0, -1)), { recursive: true });
    writeFileSync(join(root, ...path), content);
  },
});
const migration = (name: string, sql: string) => writeFile("migrations", name, "migration.sql").with(sql);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "roomlight-folders-"));
  folders = { schema: join(root, "schema"), migrations: join(root, "migrations") };
  database = await emptyDatabase();
  writeFile("schema", "base.prisma").with('datasource db {\n  provider = "postgresql"\n}\n');
  writeFile("schema", "room.prisma").with("model Room {\n  id Int @id\n  name String\n}\n");
  writeFile("migrations", "migration_lock.toml").with('provider = "postgresql"\n');
  migration("20260101000000_rooms", 'CREATE TABLE "Room" ("id" INTEGER PRIMARY KEY, "name" TEXT NOT NULL);');
});

afterEach(async () => {
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const tables = async () =>
  (await query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).map((row) => row.tablename);

it("applies what is pending, once, with Prisma's own record and the queue's tables", async () => {
  expect(await pendingMigrations(database.url, folders.migrations)).toEqual(["20260101000000_rooms"]);
  expect(await applyMigrations(database.url, folders)).toEqual(["20260101000000_rooms"]);
  expect(await tables()).toEqual(["Room", "_prisma_migrations"]);
  expect(await query("SELECT migration_name, applied_steps_count, finished_at IS NOT NULL AS finished FROM _prisma_migrations")).toEqual([
    { migration_name: "20260101000000_rooms", applied_steps_count: 1, finished: true },
  ]);
  expect(await query("SELECT count(*)::int FROM graphile_worker.jobs")).toEqual([{ count: 0 }]);

  expect(await applyMigrations(database.url, folders)).toEqual([]);
  expect(await pendingMigrations(database.url, folders.migrations)).toEqual([]);
  expect(await query("SELECT count(*)::int FROM _prisma_migrations")).toEqual([{ count: 1 }]);
});

it("applies a migration once when several processes start at once", async () => {
  const results = await Promise.all([1, 2, 3].map(() => applyMigrations(database.url, folders)));
  expect(results.flat()).toEqual(["20260101000000_rooms"]);
  expect(await query("SELECT count(*)::int FROM _prisma_migrations")).toEqual([{ count: 1 }]);
});

it("runs function bodies and semicolons in text as they are written", async () => {
  migration(
    "20260102000000_guard",
    `CREATE FUNCTION lit() RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 'a;b'; END $$;
     INSERT INTO "Room" VALUES (1, 'one; two');`,
  );
  await applyMigrations(database.url, folders);
  expect(await query('SELECT lit(), name FROM "Room"')).toEqual([{ lit: "a;b", name: "one; two" }]);
});

it("takes a failing migration back whole, keeps those before it, and goes on once it is mended", async () => {
  migration("20260102000000_half", 'CREATE TABLE "Half" ("id" INTEGER); INSERT INTO "Room" ("id") VALUES (1);');
  migration("20260103000000_later", 'CREATE TABLE "Later" ("id" INTEGER);');

  const failure = await applyMigrations(database.url, folders).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MigrationFailed);
  expect((failure as MigrationFailed).message).toMatch(
    /^The migration 20260102000000_half failed and was taken back.*null value in column "name"/,
  );
  expect(await tables()).toEqual(["Room", "_prisma_migrations"]);
  expect(await pendingMigrations(database.url, folders.migrations)).toEqual(["20260102000000_half", "20260103000000_later"]);

  migration("20260102000000_half", 'CREATE TABLE "Half" ("id" INTEGER);');
  expect(await applyMigrations(database.url, folders)).toEqual(["20260102000000_half", "20260103000000_later"]);
  expect(await tables()).toEqual(["Half", "Later", "Room", "_prisma_migrations"]);
});

const unfinished = async () =>
  await query("SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL");

it("says so if a migration ends its own transaction and fails, and goes no further until a person has looked", async () => {
  migration("20260102000000_breaks_out", 'CREATE TABLE "Half" ("id" INTEGER); COMMIT; CREATE TABLE "Half" ("id" INTEGER);');
  await expect(applyMigrations(database.url, folders)).rejects.toThrow(
    /breaks_out failed and may have left something.*"Half" already exists/,
  );
  expect(await unfinished()).toEqual([{ migration_name: "20260102000000_breaks_out" }]);
  migration("20260102000000_breaks_out", 'CREATE TABLE "Other" ("id" INTEGER);');
  await expect(applyMigrations(database.url, folders)).rejects.toThrow(/began and was never finished/);
  await query('DROP TABLE "Half"');
  await query(
    "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '20260102000000_breaks_out' AND finished_at IS NULL",
  );
  expect(await applyMigrations(database.url, folders)).toEqual(["20260102000000_breaks_out"]);

  migration("20260103000000_ends_early", 'CREATE TABLE "Early" ("id" INTEGER); COMMIT;');
  await expect(applyMigrations(database.url, folders)).rejects.toThrow(
    /ends_early failed and may have left something.*it ends the transaction/,
  );
});

it("runs what can't be in a transaction alone, while others wait", async () => {
  migration("20260102000000_index", '-- no transaction\nCREATE INDEX CONCURRENTLY "Room_name" ON "Room" ("name");\n');
  const results = await Promise.all([1, 2, 3].map(() => applyMigrations(database.url, folders)));
  expect(results.flat()).toEqual(["20260101000000_rooms", "20260102000000_index"]);

  await query(`INSERT INTO "Room" VALUES (1, 'one'), (2, 'one')`);
  migration("20260103000000_unique", '-- no transaction\nCREATE UNIQUE INDEX CONCURRENTLY "Room_unique" ON "Room" ("name");\n');
  await expect(applyMigrations(database.url, folders)).rejects.toThrow(
    /unique failed and may have left something.*could not create unique index/,
  );
  await expect(applyMigrations(database.url, folders)).rejects.toThrow(/20260103000000_unique began and was never finished/);
});

it("refuses a migration that was changed after it was applied, and one that is gone; other line ends are no change", async () => {
  const sql = readFileSync(join(folders.migrations, "20260101000000_rooms", "migration.sql"), "utf8");
  migration("20260101000000_rooms", `${sql}\n`);
  await applyMigrations(database.url, folders);
  migration("20260101000000_rooms", `${sql}\r\n`);
  expect(await applyMigrations(database.url, folders)).toEqual([]);

  migration("20260102000000_next", 'CREATE TABLE "Next" ("id" INTEGER);');
  migration("20260101000000_rooms", `${sql} -- better`);
  await expect(applyMigrations(database.url, folders)).rejects.toThrow(/20260101000000_rooms was changed after it was applied/);
  rmSync(join(folders.migrations, "20260101000000_rooms"), { recursive: true });
  await expect(applyMigrations(database.url, folders)).rejects.toThrow(/has had the migration 20260101000000_rooms, which this version/);
  expect(await tables()).toEqual(["Room", "_prisma_migrations"]);
});

it("leaves nothing half-way when the process is killed in the middle", async () => {
  migration("20260102000000_slow", 'CREATE TABLE "Slow" ("id" INTEGER); SELECT pg_sleep(2); INSERT INTO "Slow" VALUES (1);');
  const child = runInChild(
    `import { applyMigrations } from "./app/platform/database/migrations/apply-migrations.server.ts";
     console.log("begins");
     await applyMigrations(process.argv[1], { schema: "", migrations: process.argv[2] });
     console.log("done");`,
    database.url,
    folders.migrations,
  );
  await child.waitForLine(/begins/);
  for (let turn = 0; turn < 1000; turn++) {
    const [row] = await query(
      "SELECT count(*)::int AS sleeping FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
    );
    if (row?.sleeping === 1) break;
    await sleep(20);
  }
  await child.kill();
  expect(child.lines).toEqual(["begins"]);
  expect(await tables()).toEqual(["Room", "_prisma_migrations"]);
  expect(await unfinished()).toEqual([]);
  // Waits for the lock of the dead process's session, which ends with its statement.
  expect(await applyMigrations(database.url, folders)).toEqual(["20260102000000_slow"]);
  expect(await query('SELECT id FROM "Slow"')).toEqual([{ id: 1 }]);
});

it("leaves a record that Prisma's own engine agrees with: nothing pending, changed or failed, and applied no second time", async () => {
  migration("20260102000000_index", '-- no transaction\nCREATE INDEX CONCURRENTLY "Room_name_idx" ON "Room" ("name");\n');
  writeFile("schema", "room.prisma").with("model Room {\n  id Int @id\n  name String\n  @@index([name])\n}\n");
  await applyMigrations(database.url, folders);
  const migrationDirectories = (await readMigrations(folders.migrations)).map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
  }));
  const migrationsList = {
    baseDir: folders.migrations,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories,
  };
  const filters = { externalTables: [], externalEnums: [] };
  const diagnosis = await withEngine(database.url, await readSchema(folders.schema), async (engine) => {
    // What `prisma migrate deploy` and `prisma migrate status` ask.
    expect(await engine.applyMigrations({ migrationsList, filters })).toEqual({ appliedMigrationNames: [] });
    return await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters });
  });
  expect(diagnosis).toEqual({ editedMigrationNames: [], failedMigrationNames: [], hasMigrationsTable: true, history: null });
  expect(await createMigrationOn(database.url, "nothing", folders)).toBeNull();
});

it("writes the next migration from a schema of several files, and nothing when there is nothing new", async () => {
  expect(await createMigrationOn(database.url, "nothing", folders)).toBeNull();
  expect(readdirSync(folders.migrations).toSorted()).toEqual(["20260101000000_rooms", "migration_lock.toml"]);

  writeFile("schema", "guest.prisma").with("model Guest {\n  id Int @id\n  since DateTime @db.Timestamptz(3)\n}\n");
  const file = await createMigrationOn(database.url, "guests", folders);
  expect(file).toMatch(/\d{14}_guests\/migration\.sql$/);
  expect(readFileSync(file ?? "", "utf8")).toContain('CREATE TABLE "Guest"');
  await applyMigrations(database.url, folders);
  expect(await tables()).toEqual(["Guest", "Room", "_prisma_migrations"]);
});

it("leads, with the site's own migrations, to the site's own schema", async () => {
  const site = siteFolders();
  expect(existsSync(site.migrations)).toBe(true);
  const copy = { schema: site.schema, migrations: join(root, "site-migrations") };
  cpSync(site.migrations, copy.migrations, { recursive: true });
  const missing = await createMigration("missing", copy);
  expect(missing && readFileSync(missing, "utf8")).toBeNull();
  expect(await pendingMigrations(inject("templateDatabase"))).toEqual([]);
});
