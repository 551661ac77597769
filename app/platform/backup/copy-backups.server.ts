import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { now } from "../clock";
import type { BackupSettings } from "../config/backup.server";
import { isBackupName, listOldBackups } from "./backup-names";
import { openStore, type CopyStore } from "./copy-store.server";
import { recordBackup } from "./record-backup.server";

/**
 * Copies what lies in the folder of backups and not in the store, those of nights before too where that failed, and lets those go there
 * that are too old. Only now is the backup written down as made: whoever has a store counts on the copy.
 * @returns the names of both
 * @throws StoreFailed: what was copied before stays, and the same again goes on
 */
export async function copyBackups(settings: BackupSettings): Promise<{ copied: string[]; removed: string[] }> {
  if (!settings.store) return { copied: [], removed: [] };
  const store = openStore(settings.store);
  const names = await listUncopied(settings, store);
  for (const name of names) await store.put(name, join(settings.folder, name));
  await recordBackup();
  const there = (await store.list()).map(({ name }) => name);
  const removed = listOldBackups(there, now(), settings.keepDays);
  for (const name of removed) await store.remove(name);
  return { copied: names, removed };
}

/** Backups of the folder that are not in the store, oldest first. One of another size there was sent by something else: it is sent again. */
export async function listUncopied({ folder, keepDays }: BackupSettings, store: CopyStore): Promise<string[]> {
  const names = (await readdir(folder)).filter(isBackupName).toSorted();
  const old = new Set(listOldBackups(names, now(), keepDays));
  const there = new Map((await store.list()).map(({ name, bytes }) => [name, bytes]));
  const uncopied = [];
  for (const name of names) {
    if (!old.has(name) && there.get(name) !== (await stat(join(folder, name))).size) uncopied.push(name);
  }
  return uncopied;
}
