import type { SubscriberImport } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, pool } from "~/platform/database/db.server";
import { reportRetentionDays, type Tally } from "./import";
import type { CsvSource } from "~/platform/spreadsheets/read-csv.server";

/** The file of a list that was brought to the desk, piece by piece. */
export const storedFileSource = (importId: string): CsvSource =>
  async function* () {
    for (let number = 0; ; number += 1) {
      const { rows } = await pool.query<{ bytes: Buffer }>(
        "SELECT bytes FROM subscriber_import_chunk WHERE import_id = $1 AND number = $2",
        [importId, number],
      );
      if (!rows[0]) return;
      yield rows[0].bytes;
    }
  };

/** A list that was brought to the desk, with what is known of its lines. */
export async function findImport(id: string): Promise<(SubscriberImport & { resultCounts: Tally }) | null> {
  const found = await db.subscriberImport.findUnique({ where: { id } });
  return found && { ...found, resultCounts: found.resultCounts as Tally };
}

/** The lists of the last month, the newest first. */
export async function listRecentImports() {
  const since = new Date(now().getTime() - reportRetentionDays * 24 * 60 * 60 * 1000);
  const imports = await db.subscriberImport.findMany({
    where: { uploadedAt: { gte: since }, status: { not: "uploading" } },
    orderBy: { uploadedAt: "desc" },
    take: 20,
  });
  return imports.map((list) => ({ ...list, tally: list.resultCounts as Tally }));
}

const pageSize = 50;

/** Some lines that subscribe nobody, and after which line the next page begins; null: there is none. */
export async function listSkippedLines(importId: string, kind: "refused" | "left", after: number) {
  const found = await db.subscriberImportRow.findMany({
    where: { importId, kind, line: { gt: after } },
    orderBy: { line: "asc" },
    take: pageSize + 1,
    select: { line: true, reason: true },
  });
  const lines = found.slice(0, pageSize);
  return { lines, next: found.length > pageSize ? (lines.at(-1)?.line ?? null) : null };
}

/** All of them, a thousand at a time. */
export async function* streamSkippedLines(importId: string) {
  for (let after = 0; ;) {
    const page = await db.subscriberImportRow.findMany({ where: { importId, line: { gt: after } }, orderBy: { line: "asc" }, take: 1000 });
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.line;
  }
}
