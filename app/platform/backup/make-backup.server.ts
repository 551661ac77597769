import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { now } from "../clock";
import type { BackupSettings } from "../config/backup.server";
import { writeBackupFile } from "./backup-file.server";
import { dumpDatabase } from "./dump-database.server";
import type { Totals } from "./entries.server";
import { recordBackup } from "./record-backup.server";
import { backupName, listOldBackups } from "./backup-names";

/** `bytes`: of the file. */
export type MadeBackup = { path: string; bytes: number; totals: Totals; removed: string[] };

/**
 * Makes a backup of the connected database, which is at `url`, and lets those go that are too old. A file is there whole, or not at all.
 * @throws if the database or the disk fails: then older backups stay
 */
export async function makeBackup(url: string, { recipient, folder, keepDays, store }: BackupSettings): Promise<MadeBackup> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const takenAt = now();
  const path = join(folder, backupName(takenAt));
  const entries = dumpDatabase(url, takenAt);
  let totals: Totals | null = null;
  const bytes = await writeBackupFile(
    path,
    recipient,
    (async function* () {
      totals = yield* entries;
    })(),
  );
  if (!totals) throw new Error("a backup without its totals");
  // With a store, it counts once it is there.
  if (!store) await recordBackup();
  const removed = listOldBackups(await readdir(folder), takenAt, keepDays);
  for (const name of removed) await rm(join(folder, name), { force: true });
  return { path, bytes, totals, removed };
}
