import { generateX25519Identity, identityToRecipient } from "age-encryption";
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readBackup, writeBackupFile } from "~/platform/backup/backup-file.server";
import { dumpDatabase } from "~/platform/backup/dump-database.server";
import { BackupRefused, type Entry } from "~/platform/backup/entries.server";
import { loadDatabase } from "~/platform/backup/load-database.server";
import { differences, listTables, totalsOf } from "~/platform/backup/tables.server";
import { now } from "~/platform/clock";
import { connectDatabase, openDatabase, pool } from "~/platform/database/db.server";
import { applyMigrations, MigrationsRefused, pendingMigrations } from "~/platform/database/migrations/apply-migrations.server";
import { databaseBefore, databaseUrl, emptyDatabase } from "tests/support/database";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { buildSiteWorld } from "tests/support/whole-site/site-world";

usePlanHarness();

const folder = mkdtempSync(join(tmpdir(), "roomlight-backup-"));
let identity: string;
let recipient: string;
beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dropLater: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const drop of dropLater.splice(0)) await drop();
});
async function anEmptyPlace(): Promise<string> {
  const { url, drop } = await emptyDatabase();
  dropLater.push(drop);
  return url;
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("SET TIME ZONE 'UTC'");
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
const totalsIn = (url: string) =>
  withClient(url, async (client) => {
    const totals = [];
    for (const table of await listTables(client)) totals.push(await totalsOf(client, table));
    return totals;
  });
const schemaOf = (url: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint
         WHERE connamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace)
       UNION ALL SELECT tgrelid::regclass::text || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
       UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname IN ('public', 'graphile_worker') ORDER BY 1`,
    );
    return rows.map(({ line }) => line);
  });

const readBackupFile = (path: string, key: string) => readBackup(createReadStream(path), key);
const nextFile = () => join(folder, `${readdirSync(folder).length}.backup`);
async function aBackup(): Promise<string> {
  const path = nextFile();
  await writeBackupFile(path, recipient, dumpDatabase(databaseUrl, now()));
  return path;
}

test("a backup of a site with all that a site has comes back row by row, with its keys and guards, and the site goes on there", async () => {
  await buildSiteWorld();
  const path = await aBackup();
  const place = await anEmptyPlace();
  await loadDatabase(place, readBackupFile(path, identity));

  const [before, after] = [await totalsIn(databaseUrl), await totalsIn(place)];
  expect(differences(before, after)).toEqual([]);
  const rows = (totals: typeof before, name: string) => Number(totals.find((table) => table.name === name)?.rows);
  for (const name of ["supporter", "donation", "plan", "consent", "declaration", "audit_entry", "outgoing_email"])
    expect(rows(after, name)).toBeGreaterThan(0);
  expect(await schemaOf(place)).toEqual(await schemaOf(databaseUrl));
  expect(await pendingMigrations(place)).toEqual([]);
  // The planner knows how much is where before anybody comes.
  const known = "SELECT DISTINCT tablename FROM pg_stats WHERE tablename IN ('supporter', 'donation', 'consent') ORDER BY 1";
  expect((await withClient(place, (client) => client.query(known))).rows).toHaveLength(3);

  const asked = "SELECT nextval(pg_get_serial_sequence('graphile_worker._private_jobs', 'id'))";
  await expect(withClient(place, (client) => client.query(asked))).resolves.toBeDefined();
  await expect(withClient(place, (client) => client.query("DELETE FROM consent"))).rejects.toThrow();
  await expect(withClient(place, (client) => client.query("UPDATE donation SET supporter_id = 'nobody'"))).rejects.toThrow(/foreign key/);
});

test("a difference of one letter, one row or one table is seen", async () => {
  await buildSiteWorld();
  const before = await totalsIn(databaseUrl);
  await pool.query("UPDATE supporter SET first_name = first_name || 'e' WHERE id = (SELECT min(id) FROM supporter)");
  expect(differences(before, await totalsIn(databaseUrl))).toEqual(["public.supporter"]);
  expect(differences(before, before.slice(1))).toHaveLength(1);
});

test("the file holds nobody in clear, opens with its own key alone, and can't be read cut off or changed", async () => {
  await buildSiteWorld();
  const path = await aBackup();
  const bytes = readFileSync(path);
  expect(bytes.includes("example.org")).toBe(false);
  expect(statSync(path).mode & 0o077).toBe(0);

  const place = await anEmptyPlace();
  const restore = (file: string, key = identity) => loadDatabase(place, readBackupFile(file, key));
  await expect(restore(path, await generateX25519Identity())).rejects.toThrow(/key does not open/);
  await expect(restore(path, "a pass word")).rejects.toThrow(/no key of a backup/);
  await expect(restore(join(folder, "none"))).rejects.toThrow(/ENOENT/);

  const cut = nextFile();
  for (const size of [bytes.length - 1, Math.floor(bytes.length / 2), 300]) {
    writeFileSync(cut, bytes);
    truncateSync(cut, size);
    await expect(restore(cut)).rejects.toThrow(BackupRefused);
  }
  const changed = Buffer.from(bytes);
  const middle = Math.floor(bytes.length / 2);
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  writeFileSync(cut, changed);
  await expect(restore(cut)).rejects.toThrow(BackupRefused);

  // Nothing came of all these; the whole file is still taken.
  expect(["0", undefined]).toContain((await totalsIn(place)).find(({ name }) => name === "supporter")?.rows);
  await restore(path);
  expect(differences(await totalsIn(databaseUrl), await totalsIn(place))).toEqual([]);
});

test("rows that break a key are refused, though keys are put back only after the rows, and nothing of them stays", async () => {
  await buildSiteWorld();
  const changing = async function* (change: (rows: string) => string, table: string): AsyncGenerator<Entry> {
    for await (const { name, bytes } of dumpDatabase(databaseUrl, now()))
      yield { name, bytes: name.startsWith(`rows/public.${table}/`) ? Buffer.from(change(bytes.toString("utf8"))) : bytes };
  };
  const place = await anEmptyPlace();
  const firstTwice = (rows: string) => rows.slice(0, rows.indexOf("\n") + 1) + rows;
  await expect(loadDatabase(place, changing(firstTwice, "supporter"))).rejects.toThrow(/supporter_\w+/);
  await expect(
    loadDatabase(
      place,
      changing(() => "", "supporter"),
    ),
  ).rejects.toThrow(/foreign key/);
  await expect(
    loadDatabase(
      place,
      changing(() => "", "outgoing_email"),
    ),
  ).rejects.toThrow(/not the same|foreign key/);
  const held = (await totalsIn(place)).filter(({ rows }) => rows !== "0").map(({ name }) => name);
  // The general fund comes with the migrations.
  expect(held).toEqual(["fund"]);
});

test("a backup that breaks off leaves no file, and one that is there is not touched", async () => {
  const path = await aBackup();
  const before = readFileSync(path);
  const breaking = async function* (): AsyncGenerator<Entry> {
    let left = 3;
    for await (const entry of dumpDatabase(databaseUrl, now())) {
      if (left-- === 0) throw new Error("the database went away");
      yield entry;
    }
  };
  await expect(writeBackupFile(path, recipient, breaking())).rejects.toThrow("the database went away");
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(existsSync(`${path}.part`)).toBe(false);
});

test("a restore that is cut off leaves a database on which no site starts, and can be done again; a full one is never touched", async () => {
  await buildSiteWorld();
  const path = await aBackup();
  const place = await anEmptyPlace();
  const breaking = async function* (): AsyncGenerator<Entry> {
    let left = 20;
    for await (const entry of readBackupFile(path, identity)) {
      if (left-- === 0) throw new Error("the power went");
      yield entry;
    }
  };
  await expect(loadDatabase(place, breaking())).rejects.toThrow("the power went");
  await expect(openDatabase({ databaseUrl: place, dataDir: "unused" })).rejects.toThrow(MigrationsRefused);
  connectDatabase(databaseUrl);
  await loadDatabase(place, readBackupFile(path, identity));
  const before = await totalsIn(place);
  await expect(loadDatabase(place, readBackupFile(path, identity))).rejects.toThrow(/not empty/);
  expect(differences(before, await totalsIn(place))).toEqual([]);
});

test("an older site's backup is restored as it was, and then brought up to date; a later one's is refused by name", async () => {
  const [last = ""] = (await pool.query("SELECT max(migration_name) AS name FROM _prisma_migrations")).rows.map(({ name }) => String(name));
  const old = await databaseBefore(last);
  dropLater.push(old.drop);
  await old.client.query(`INSERT INTO supporter (id, email, first_name, last_name) VALUES ('an-old-one', 'old@example.org', 'Ada', 'Old')`);
  const path = nextFile();
  const { rows } = await old.client.query<{ name: string; port: number }>("SELECT current_database() AS name");
  const oldUrl = new URL(databaseUrl);
  oldUrl.pathname = `/${rows[0]?.name}`;
  await writeBackupFile(path, recipient, dumpDatabase(oldUrl.href, now()));
  const place = await anEmptyPlace();
  await loadDatabase(place, readBackupFile(path, identity));
  expect(await pendingMigrations(place)).toEqual([]);
  expect((await withClient(place, (client) => client.query("SELECT id FROM supporter"))).rows).toEqual([{ id: "an-old-one" }]);

  const later = await anEmptyPlace();
  await applyMigrations(later);
  await withClient(later, (client) =>
    client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '20990101000000_later', now())",
    ),
  );
  await expect(loadDatabase(await anEmptyPlace(), dumpDatabase(later, now()))).rejects.toThrow(/20990101000000_later/);
});
