import { readBackup } from "~/platform/backup/backup-file.server";
import { StoreFailed } from "~/platform/backup/copy-store.server";
import { BackupRefused } from "~/platform/backup/entries.server";
import { loadDatabase } from "~/platform/backup/load-database.server";
import { openBackup } from "~/platform/backup/open-backup.server";
import { config } from "~/platform/config/config.server";
import { openDatabase } from "~/platform/database/db.server";
import { formatCount } from "~/platform/number-words";
import { readKeyFile } from "~/platform/backup/read-key-file.server";

/** `npm run restore -- FILE --key KEYFILE`: puts a backup into the empty database of the configuration. `copy:latest` or `copy:NAME` is one of the store. */
const [file, ...options] = process.argv.slice(2);
try {
  if (!file) throw new BackupRefused("Say which backup: npm run restore -- FILE --key KEYFILE");
  const identity = readKeyFile(options);
  const database = await openDatabase(config, { migrate: false });
  try {
    const { contents, totals } = await loadDatabase(database.url, readBackup(await openBackup(file), identity));
    const rows = totals.tables.reduce((sum, table) => sum + Number(table.rows), 0);
    console.log(`Restored the backup of ${contents.takenAt}: ${formatCount(rows, "row")} in ${formatCount(totals.tables.length, "table")}, each compared.
Before you start the site:
  - Put the same LASTING_SECRET and SESSION_SECRET into .env that the old site had.
  - Anybody whose data was deleted after that moment is back: delete them again at the desk.
  - Run \`npm run reconcile -- 30\` to heal what Stripe knows and this does not.`);
  } finally {
    await database.stop();
  }
} catch (error) {
  console.error(error instanceof BackupRefused || error instanceof StoreFailed ? error.message : error);
  process.exitCode = 1;
}
