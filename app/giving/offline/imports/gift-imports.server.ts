import { Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { sha256 } from "~/platform/sha256.server";
import { readCsv, UnreadableFile, type CsvSource } from "~/platform/spreadsheets/read-csv.server";
import type { DateOrder } from "~/platform/typed-date";
import { missingGiftColumns, normalizeGiftColumn } from "./gift-columns";
import { giftFileDays, giftReportDays, giftRowStates, maxGiftFileBytes, type GiftRowState, type GiftTally } from "./gift-import";

/** The lines of a file of gifts. @throws UnreadableFile with what to do */
export const readGiftFile = (bytes: Uint8Array) =>
  readCsv(toSource(bytes), { normalize: normalizeGiftColumn, missing: missingGiftColumns });

const toSource = (bytes: Uint8Array): CsvSource =>
  // oxlint-disable-next-line typescript/require-await -- a source is read piece by piece elsewhere
  async function* () {
    yield bytes;
  };

const giftImportJob = (importId: string) => ["process-gift-import", { importId }, { key: `process-gift-import:${importId}` }] as const;

/**
 * Takes a file of gifts in. Its first line is looked at at once, the rest by a job, which changes nothing.
 * @param uploadedBy the name of the member of staff
 */
export async function uploadGiftImport(
  bytes: AsyncIterable<Uint8Array>,
  uploadedBy: string,
): Promise<{ id: string } | { refused: "empty" | "too-large" } | { refused: "unreadable"; message: string }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > maxGiftFileBytes) return { refused: "too-large" };
    chunks.push(chunk);
  }
  if (size === 0) return { refused: "empty" };
  const file = Buffer.concat(chunks);
  try {
    for await (const _ of readGiftFile(file)) break;
  } catch (error) {
    if (error instanceof UnreadableFile) return { refused: "unreadable", message: error.message };
    throw error;
  }
  const id = newId();
  const fileHash = sha256(file, "hex");
  await inTransaction(async (tx) => {
    await tx.giftImport.create({ data: { id, fileHash, file, uploadedBy, uploadedAt: now() } });
    await enqueue(tx, ...giftImportJob(id));
  });
  return { id };
}

/** Says in which order a list's days are written, and has it read again with that. @returns whether it was asked */
export const chooseGiftDateOrder = (id: string, dateOrder: DateOrder): Promise<boolean> =>
  inTransaction(async (tx) => {
    const { count } = await tx.giftImport.updateMany({ where: { id, status: "asking" }, data: { status: "checking", dateOrder } });
    if (count > 0) await enqueue(tx, ...giftImportJob(id));
    return count > 0;
  });

/** What staff say of lines: whose a gift is, and that one which looks like another is one of its own. By line; "" takes it back. */
export async function saveGiftChoices(importId: string, choices: ReadonlyMap<number, string>): Promise<void> {
  await inTransaction(async (tx) => {
    const [held] = await tx.$queryRaw<{ status: string }[]>`SELECT status::text FROM gift_import WHERE id = ${importId} FOR UPDATE`;
    if (held?.status !== "checked") return;
    for (const [line, choice] of choices) {
      const row = await tx.giftImportRow.findUnique({ where: { importId_line: { importId, line } } });
      const known = row?.status === "ask" ? [...row.candidates, "new"] : row?.status === "double" ? ["another"] : null;
      if (known)
        await tx.giftImportRow.update({
          where: { importId_line: { importId, line } },
          data: { choice: known.includes(choice) ? choice : null },
        });
    }
  });
}

/** Brings in a list that was checked, in the caller's transaction: from here on it happens. @returns false: it is not ready, or on its way already */
export async function confirmGiftImport(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.giftImport.updateMany({ where: { id, status: "checked" }, data: { status: "importing" } });
  if (count > 0) await enqueue(tx, ...giftImportJob(id));
  return count > 0;
}

/** Throws a list away: its file goes, and what stands in its lines. @returns whether it was open */
export const discardGiftImport = (id: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const { count } = await tx.giftImport.updateMany({
      where: { id, status: { in: ["checking", "asking", "checked", "importing"] } },
      data: { status: "discarded", file: null, finishedAt: now() },
    });
    if (count > 0) await tx.giftImportRow.updateMany({ where: { importId: id }, data: emptied });
    return count > 0;
  });

/** What is left of a line once it is settled. */
export const emptied = { gift: Prisma.DbNull, candidates: [], choice: null };

const counts = (rows: readonly { status: GiftRowState; _count: number }[]): GiftTally =>
  Object.fromEntries(giftRowStates.map((state) => [state, rows.find(({ status }) => status === state)?._count ?? 0])) as GiftTally;

async function tallyOf(importId: string): Promise<GiftTally> {
  const rows = await db.giftImportRow.groupBy({ by: ["status"], where: { importId }, _count: true });
  return counts(rows);
}

/** A list with how many of its lines are in which state; null: there is none of that id. */
export async function findGiftImport(id: string) {
  const found = await db.giftImport.findUnique({ where: { id }, omit: { file: true } });
  return found && { ...found, tally: await tallyOf(id) };
}

/** The lists of the last month, the newest first. */
export async function listGiftImports() {
  const since = new Date(now().getTime() - giftReportDays * 86_400_000);
  const imports = await db.giftImport.findMany({
    where: { uploadedAt: { gte: since } },
    orderBy: { uploadedAt: "desc" },
    take: 20,
    omit: { file: true },
  });
  return await Promise.all(imports.map(async (each) => ({ ...each, tally: await tallyOf(each.id) })));
}

export const giftLinePageSize = 25;

/** Some lines of a list in one state. @param after the line of the page before */
export const listGiftLines = (importId: string, status: GiftRowState, after: number) =>
  db.giftImportRow.findMany({
    where: { importId, status, line: { gt: after } },
    orderBy: { line: "asc" },
    take: giftLinePageSize + 1,
    include: { donation: { select: { reference: true } } },
  });

/** Names and addresses of supporters whose a gift may be. */
export const listGiftCandidates = (ids: readonly string[]) =>
  db.supporter.findMany({ where: { id: { in: [...ids] } }, select: { id: true, firstName: true, lastName: true, email: true } });

/** Throws away lists that nobody decided on for a week, and forgets reports after a month. @returns how many */
export async function purgeGiftImports(): Promise<number> {
  const before = (days: number) => new Date(now().getTime() - days * 86_400_000);
  const stale = await db.giftImport.findMany({
    where: { uploadedAt: { lt: before(giftFileDays) }, status: { in: ["checking", "asking", "checked", "importing"] } },
    select: { id: true },
  });
  for (const { id } of stale) await discardGiftImport(id);
  const { count } = await db.giftImport.deleteMany({ where: { uploadedAt: { lt: before(giftReportDays) } } });
  return stale.length + count;
}
