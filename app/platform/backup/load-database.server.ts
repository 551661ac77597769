import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { applyMigrations } from "../database/migrations/apply-migrations.server";
import { migrationNames, siteFolders } from "../database/migrations/migration-files.server";
import { markFinished, markUnfinished } from "../database/unfinished-restore.server";
import { bareTables } from "./bare-tables.server";
import {
  BackupRefused,
  contentsName,
  contentsSchema,
  parseEntry,
  pieceName,
  totalsName,
  totalsSchema,
  type Contents,
  type Entry,
  type Totals,
} from "./entries.server";
import { writeRows } from "./rows.server";
import { differences, isRestorable, listTables, quote, sessionSettings, totalsOf, type BackedUpTable } from "./tables.server";

/**
 * Puts a backup into an empty database: its tables as they were, its rows, and then the migrations that came since. The rows
 * come in one transaction that compares counts and digests before it commits: cut off, it leaves a database on which no site
 * starts, and the same command again begins anew.
 * @param entries what dumpDatabase gave
 * @throws BackupRefused where the place is not empty, the backup not whole, or a row not the same
 */
export async function loadDatabase(url: string, entries: AsyncIterable<Entry>): Promise<{ contents: Contents; totals: Totals }> {
  const iterator = entries[Symbol.asyncIterator]();
  const first = await iterator.next();
  const contents = parseEntry(contentsSchema, first.done ? undefined : first.value, contentsName);
  const client = new pg.Client({ connectionString: url, application_name: "roomlight restore" });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(sessionSettings);
    if (!(await isRestorable(client))) {
      throw new BackupRefused(
        "The database is not empty. A backup is restored into an empty one only, so that nothing is overwritten: make a new database, or set DATA_DIR to a new folder.",
      );
    }
    await markUnfinished(client);
    await migrateAsItWas(url, contents.migrations);
    const tables = await matchTables(client, contents);
    const totals = await loadRows(client, tables, iterator);
    await applyMigrations(url);
    return { contents, totals };
  } finally {
    await client.end();
  }
}

/** Applies the migrations that the backup's tables had, and none that came later. */
async function migrateAsItWas(url: string, names: readonly string[]): Promise<void> {
  const folders = siteFolders();
  const known = new Set(await migrationNames(folders.migrations));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new BackupRefused(
      `This backup is of a later version of the site (it has the migration ${unknown.join(", ")}): restore it with that version.`,
    );
  }
  const migrations = await mkdtemp(join(tmpdir(), "roomlight-migrations-"));
  try {
    for (const name of names) await cp(join(folders.migrations, name), join(migrations, name), { recursive: true });
    await applyMigrations(url, { ...folders, migrations });
  } finally {
    await rm(migrations, { recursive: true, force: true });
  }
}

async function matchTables(client: pg.Client, { tables }: Contents): Promise<BackedUpTable[]> {
  const present = new Map((await listTables(client)).map((table) => [`${table.schema}.${table.name}`, table]));
  for (const { schema, name, columns } of tables) {
    const there = new Set(present.get(`${schema}.${name}`)?.columns);
    const missing = columns.filter((column) => !there.has(column));
    if (missing.length > 0)
      throw new BackupRefused(`This backup has columns that this version of the site does not know, in ${name}: ${missing.join(", ")}.`);
  }
  return tables;
}

async function loadRows(client: pg.Client, tables: readonly BackedUpTable[], iterator: AsyncIterator<Entry>): Promise<Totals> {
  await client.query("BEGIN");
  try {
    const all = await listTables(client);
    const names = all.map(({ schema, name }) => quote(schema, name));
    const putBack = await bareTables(client);
    await client.query(`TRUNCATE ${names.join(", ")}`);
    let next = await iterator.next();
    for (const table of tables) {
      const pieces = async function* () {
        for (let nth = 1; !next.done && next.value.name === pieceName(table, nth); nth++) {
          yield next.value.bytes;
          next = await iterator.next();
        }
      };
      await writeRows(client, table, pieces());
    }
    const totals = parseEntry(totalsSchema, next.done ? undefined : next.value, totalsName);
    // Whatever reads the entries looks here whether the file ends as it should.
    await iterator.next();
    for (const { schema, name, value } of totals.sequences) {
      if (value !== null) await client.query("SELECT setval($1::regclass, $2)", [quote(schema, name), value]);
    }
    await putBack();
    const loaded = [];
    for (const table of tables) loaded.push(await totalsOf(client, table));
    const different = differences(totals.tables, loaded);
    if (different.length > 0)
      throw new BackupRefused(`The rows of ${different.join(", ")} are not the same as when the backup was made. Nothing was restored.`);
    await markFinished(client);
    await client.query("COMMIT");
    return totals;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}
