import pg from "pg";
import { contentsName, jsonEntry, pieceName, totalsName, type Entry, type Totals } from "./entries.server";
import { readRows } from "./rows.server";
import { listSequences, listTables, sessionSettings, totalsOf } from "./tables.server";

/**
 * Reads a whole database as it is at one moment, while the site goes on: rows that are written meanwhile are not in it, and
 * nobody waits for it.
 * @param takenAt the instant that it is called by
 * @returns the entries of a backup, the totals last
 */
export async function* dumpDatabase(url: string, takenAt: Date): AsyncGenerator<Entry, Totals> {
  const client = new pg.Client({ connectionString: url, application_name: "roomlight backup" });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(sessionSettings);
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const tables = await listTables(client);
    const { rows: migrations } = await client.query<{ name: string }>(
      `SELECT migration_name AS name FROM public._prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
    );
    const names = migrations.map(({ name }) => name);
    yield jsonEntry(contentsName, { format: 1, takenAt: takenAt.toISOString(), migrations: names, tables });
    const totals: Totals = { tables: [], sequences: [] };
    for (const table of tables) {
      let nth = 0;
      for await (const bytes of readRows(client, table)) yield { name: pieceName(table, ++nth), bytes };
      totals.tables.push(await totalsOf(client, table));
    }
    // Sequences are of no moment: read last, they are ahead of all rows.
    totals.sequences = await listSequences(client);
    yield jsonEntry(totalsName, totals);
    await client.query("COMMIT");
    return totals;
  } finally {
    await client.end();
  }
}
