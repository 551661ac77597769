import { config } from "../config/config.server";
import { pool } from "../database/db.server";
import { log } from "../log.server";
import { makeBackup } from "./make-backup.server";

/** The backup of a night. Where no key is set none is made: whose data would it be, if anybody could read it. */
export async function backUpNightly(): Promise<void> {
  const url = pool.options.connectionString;
  if (!config.backup || !url) return;
  const { bytes, removed } = await makeBackup(url, config.backup);
  log.info({ bytes, removed: removed.length }, "a backup was made");
}
