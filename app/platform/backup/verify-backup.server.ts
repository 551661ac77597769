import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../database/embedded-postgres/start-postgres.server";
import type { Contents, Entry, Totals } from "./entries.server";
import { loadDatabase } from "./load-database.server";

/**
 * Restores a backup into a PostgreSQL of its own that goes again, comparing the count and a digest of the rows of each table.
 * @throws BackupRefused where the backup can't be restored
 */
export async function verifyBackup(entries: AsyncIterable<Entry>): Promise<{ contents: Contents; totals: Totals }> {
  const folder = await mkdtemp(join(tmpdir(), "roomlight-verify-"));
  try {
    // What is thrown away need not survive a power cut.
    const server = await startPostgres(join(folder, "postgres"), { settings: { fsync: "off", full_page_writes: "off" } });
    try {
      return await loadDatabase(server.url, entries);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
