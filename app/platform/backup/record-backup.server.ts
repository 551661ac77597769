import { now } from "../clock";
import { db } from "../database/db.server";
import { newId } from "../ids.server";

/** Writes down that a backup was made just now, for whoever looks whether backups are made. */
export async function recordBackup(): Promise<void> {
  await db.backupRecord.create({ data: { id: newId(), finishedAt: now() } });
}
