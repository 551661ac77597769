import { now } from "~/platform/clock";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { fileRetentionHours, maxFileBytes } from "./import";
import { storedFileSource } from "./imports.server";
import { auditChange, type NewsletterActor } from "../audit-change.server";
import { UnreadableFile } from "~/platform/spreadsheets/read-csv.server";
import { parseCsv } from "./parse-csv.server";

const partBytes = 256 * 1024;
const newline = 0x0a;

/**
 * Takes a list's file in, piece by piece: never more than one of them is in memory. Its first line is looked at at once,
 * the rest by a job, which changes nothing. Its file is gone a day later at the latest.
 * @param uploadedBy who brought it
 * @returns its id; or why it was not taken, with nothing of it kept
 */
export async function uploadImport(
  by: NewsletterActor,
  bytes: AsyncIterable<Uint8Array>,
  uploadedBy: string,
): Promise<{ id: string } | { refused: "empty" | "too-large" } | { refused: "unreadable"; message: string }> {
  const id = newId();
  await inTransaction(async (tx) => {
    await tx.subscriberImport.create({ data: { id, uploadedBy, uploadedAt: now() } });
    await scheduleDiscard(tx, id);
  });
  try {
    const { size, lines } = await storeParts(id, bytes);
    const refused =
      size === 0 ? ({ refused: "empty" } as const) : size > maxFileBytes ? ({ refused: "too-large" } as const) : await checkFirstLines(id);
    if (refused) {
      await deleteImport(id);
      return refused;
    }
    await inTransaction(async (tx) => {
      await tx.subscriberImport.update({ where: { id, status: "uploading" }, data: { status: "checking", lineCount: lines } });
      await enqueue(tx, "process-import", { importId: id }, { key: `process-import:${id}` });
      await auditChange(tx, by, { action: "import.uploaded", about: { kind: "import", id }, became: { lines } });
    });
    return { id };
  } catch (error) {
    // It broke off on its way, most likely: nothing of it is of use.
    await deleteImport(id);
    throw error;
  }
}

/** Makes sure, in the caller's transaction, that a file is gone a day from now, whatever happens to it. */
export async function scheduleDiscard(tx: Parameters<typeof enqueue>[0], id: string): Promise<void> {
  const runAt = new Date(Date.now() + fileRetentionHours * 60 * 60 * 1000);
  await enqueue(tx, "discard-import", { importId: id }, { key: `discard-import:${id}`, runAt });
}

const deleteImport = (id: string) => db.subscriberImport.deleteMany({ where: { id } });

/** Writes the bytes down in pieces, and stops soon after there are too many. */
async function storeParts(importId: string, bytes: AsyncIterable<Uint8Array>): Promise<{ size: number; lines: number }> {
  let [size, lines, number, bufferedBytes] = [0, 1, 0, 0];
  let chunks: Uint8Array[] = [];
  const write = async () => {
    if (bufferedBytes === 0) return;
    await pool.query("INSERT INTO subscriber_import_chunk (import_id, number, bytes) VALUES ($1, $2, $3)", [
      importId,
      number,
      Buffer.concat(chunks),
    ]);
    [chunks, bufferedBytes] = [[], 0];
    number += 1;
  };
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > maxFileBytes) break;
    bufferedBytes += chunk.byteLength;
    chunks.push(chunk);
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) lines += 1;
    if (bufferedBytes >= partBytes) await write();
  }
  await write();
  return { size, lines };
}

/** What is wrong with a file as a whole shows in its first lines, mostly. */
async function checkFirstLines(id: string): Promise<{ refused: "unreadable"; message: string } | null> {
  try {
    for await (const _ of parseCsv(storedFileSource(id))) break;
    return null;
  } catch (error) {
    if (error instanceof UnreadableFile) return { refused: "unreadable", message: error.message };
    throw error;
  }
}
