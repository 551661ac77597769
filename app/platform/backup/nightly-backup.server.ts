import { existsSync } from "node:fs";
import { now } from "../clock";
import type { BackupSettings } from "../config/backup.server";
import { config } from "../config/config.server";
import { pool } from "../database/db.server";
import { log } from "../log.server";
import { takenAtOf } from "./backup-names";
import { copyBackups, listUncopied } from "./copy-backups.server";
import { openStore } from "./copy-store.server";
import { makeBackup } from "./make-backup.server";

/** A job that failed is tried again within hours: what the attempt before made is copied then, and no other made beside it. */
const attemptMs = 6 * 60 * 60 * 1000;

/** The backup of a night, and its copy elsewhere. Where no key is set none is made: whose data would it be, if anybody could read it. */
export async function backUpNightly(): Promise<void> {
  const url = pool.options.connectionString;
  if (!config.backup || !url) return;
  if (!(await hasOneToCopy(config.backup))) {
    const { bytes, removed } = await makeBackup(url, config.backup);
    log.info({ bytes, removed: removed.length }, "a backup was made");
  }
  const { copied, removed } = await copyBackups(config.backup);
  if (copied.length > 0) log.info({ copied: copied.length, removed: removed.length }, "backups were copied");
}

async function hasOneToCopy(backup: BackupSettings): Promise<boolean> {
  if (!backup.store || !existsSync(backup.folder)) return false;
  const [last] = (await listUncopied(backup, openStore(backup.store))).slice(-1);
  return last !== undefined && now().getTime() - (takenAtOf(last) ?? 0) < attemptMs;
}
