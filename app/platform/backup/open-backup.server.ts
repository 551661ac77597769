import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { config } from "../config/config.server";
import { openStore } from "./copy-store.server";
import { BackupRefused } from "./entries.server";

const prefix = "copy:";

/**
 * The bytes of a backup as a command names it: a file, `copy:NAME` in the store of copies, or `copy:latest`.
 * @throws BackupRefused where there is none, or no store is set
 */
export async function openBackup(named: string): Promise<Readable> {
  if (!named.startsWith(prefix)) return createReadStream(named);
  const settings = config.backup?.store;
  if (!settings) throw new BackupRefused("No store of copies is set: see BACKUP_S3_URL in .env.example.");
  const store = openStore(settings);
  const name = named.slice(prefix.length);
  if (name !== "latest") return await store.read(name);
  const latest = (await store.list())
    .map((copy) => copy.name)
    .toSorted()
    .at(-1);
  if (!latest) throw new BackupRefused("There is no copy in the store.");
  return await store.read(latest);
}
