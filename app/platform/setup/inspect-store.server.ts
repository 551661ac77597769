import { openStore, StoreFailed } from "../backup/copy-store.server";
import type { BackupSettings } from "../config/backup.server";
import { right, wrong, type Finding } from "./finding";

const about = "Copies of backups";

/** Writes, reads and removes something small in the store that backups are copied to, and looks which are there. */
export async function inspectStore(settings: NonNullable<BackupSettings["store"]>): Promise<Finding> {
  const store = openStore(settings);
  try {
    await store.tryOut();
    const names = (await store.list()).map(({ name }) => name).toSorted();
    return right(
      about,
      names.length > 0 ? `the store has ${names.length}, the last ${names.at(-1)}` : "the store takes them, and has none yet",
    );
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    return wrong(
      about,
      error.message,
      "See that BACKUP_S3_URL ends in the bucket, and that its key may list, read, write and delete there, in that BACKUP_S3_REGION",
    );
  }
}
