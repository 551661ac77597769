import pg from "pg";
import { dumpDatabase } from "~/platform/backup/dump-database.server";
import { BackupRefused } from "~/platform/backup/entries.server";
import { loadDatabase } from "~/platform/backup/load-database.server";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { openDatabase } from "~/platform/database/db.server";
import { formatCount } from "~/platform/number-words";

/** `npm run move-database -- postgresql://…`: copies the embedded database of DATA_DIR into an empty one on a server. */
const [target] = process.argv.slice(2);

async function assertNobodyWorks(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'roomlight%' AND pid <> pg_backend_pid()",
  );
  await client.end();
  if (rowCount)
    throw new BackupRefused("The site is running: stop it first, so that nothing is written to the old database while it moves.");
}

try {
  if (!target || !/^postgres(ql)?:\/\//.test(target))
    throw new BackupRefused("Say where to: npm run move-database -- postgresql://user:password@host:5432/roomlight");
  const source = await openDatabase({ databaseUrl: null, dataDir: config.dataDir });
  try {
    await assertNobodyWorks(source.url);
    const { totals } = await loadDatabase(target, dumpDatabase(source.url, now()));
    const rows = totals.tables.reduce((sum, table) => sum + Number(table.rows), 0);
    console.log(`Moved ${formatCount(rows, "row")} in ${formatCount(totals.tables.length, "table")}; each table was compared and is the same.
Now set DATABASE_URL to that address in .env and start the site. The old database stays in DATA_DIR until you remove it.`);
  } finally {
    await source.stop();
  }
} catch (error) {
  console.error(error instanceof BackupRefused ? error.message : error);
  process.exitCode = 1;
}
