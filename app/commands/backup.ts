import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readBackup } from "~/platform/backup/backup-file.server";
import { isBackupName } from "~/platform/backup/backup-names";
import { copyBackups } from "~/platform/backup/copy-backups.server";
import { openStore, StoreFailed } from "~/platform/backup/copy-store.server";
import { openBackup } from "~/platform/backup/open-backup.server";
import { config } from "~/platform/config/config.server";
import { BackupRefused, type Totals } from "~/platform/backup/entries.server";
import { makeBackup } from "~/platform/backup/make-backup.server";
import { verifyBackup } from "~/platform/backup/verify-backup.server";
import { formatCount } from "~/platform/number-words";
import { openMigratedDatabase } from "./open-migrated-database";
import { readKeyFile } from "~/platform/backup/read-key-file.server";

/**
 * `npm run backup` makes one, beside a running site or without; `npm run backup -- key` makes the pair of keys;
 * `npm run backup -- list` tells which there are; `npm run backup -- verify FILE --key KEYFILE` restores one for a moment and compares
 * (`copy:latest` or `copy:NAME` instead of a file: one of the store).
 */
const [command = "make", ...rest] = process.argv.slice(2);

const countRows = ({ tables }: Totals): string =>
  `${formatCount(tables.length, "table")}, ${formatCount(
    tables.reduce((sum, { rows }) => sum + Number(rows), 0),
    "row",
  )}`;

async function makeKey(): Promise<void> {
  const identity = await generateX25519Identity();
  console.log(`Put this line into the site's .env. With it backups can be made, and not read:

  BACKUP_RECIPIENT=${await identityToRecipient(identity)}

Save line in a file of its own, away from the server, twice (a password manager and paper, say). Whoever has it can read every
backup; without it nobody can, not even you. It is shown only now:

  ${identity}

Keep a copy of .env beside it: LASTING_SECRET is in no backup.`);
}

async function make(): Promise<void> {
  if (!config.backup)
    throw new BackupRefused("Backups are encrypted, and no key is set: run `npm run backup -- key` and put BACKUP_RECIPIENT into .env.");
  const database = await openMigratedDatabase();
  try {
    const { path, bytes, totals, removed } = await makeBackup(database.url, config.backup);
    console.log(`Wrote ${path}: ${countRows(totals)}, ${(bytes / 1024 / 1024).toFixed(1)} MB.`);
    if (removed.length > 0) console.log(`Removed ${formatCount(removed.length, "backup")} older than ${config.backup.keepDays} days.`);
    const copies = await copyBackups(config.backup);
    if (config.backup.store) console.log(`Copied ${formatCount(copies.copied.length, "backup")} to ${config.backup.store.url}.`);
    if (copies.removed.length > 0) console.log(`Removed ${formatCount(copies.removed.length, "copy", "copies")} there that are too old.`);
  } finally {
    await database.stop();
  }
}

async function verify([file, ...options]: string[]): Promise<void> {
  if (!file) throw new BackupRefused("Say which backup: npm run backup -- verify FILE --key KEYFILE");
  const { contents, totals } = await verifyBackup(readBackup(await openBackup(file), readKeyFile(options)));
  console.log(`This backup of ${contents.takenAt} is whole: ${countRows(totals)}, each table the same after it was restored.`);
}

async function list(): Promise<void> {
  if (!config.backup) throw new BackupRefused("No backups are made here: BACKUP_RECIPIENT is not set.");
  const { folder, store } = config.backup;
  const here = existsSync(folder) ? readdirSync(folder).filter(isBackupName).toSorted() : [];
  for (const name of here) console.log(join(folder, name));
  for (const { name } of store ? await openStore(store).list() : []) console.log(`copy:${name}`);
}

try {
  if (command === "make") await make();
  else if (command === "key") await makeKey();
  else if (command === "verify") await verify(rest);
  else if (command === "list") await list();
  else
    throw new BackupRefused(`There is no \`${command}\`: leave it out to make a backup, or write key, list, or verify FILE --key KEYFILE`);
} catch (error) {
  console.error(error instanceof BackupRefused || error instanceof StoreFailed ? error.message : error);
  process.exitCode = 1;
}
