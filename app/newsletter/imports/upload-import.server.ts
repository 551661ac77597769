import { now } from "~/platform/clock";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { keepsFileHours, largestList } from "./import";
import { storedList } from "./imports.server";
import { readList, UnreadableList } from "./parse-csv.server";

const partBytes = 256 * 1024;
const lineEnd = 0x0a;

/**
 * Takes a list's file in, piece by piece: never more than one of them is in memory. Its first line is looked at at once,
 * the rest by a job, which changes nothing. Its file is gone a day later at the latest.
 * @param by who brought it
 * @returns its id; or why it was not taken, with nothing of it kept
 */
export async function takeInList(
  bytes: AsyncIterable<Uint8Array>,
  by: string,
): Promise<{ id: string } | { refused: "empty" | "too-large" } | { refused: "unreadable"; words: string }> {
  const id = newId();
  await inTransaction(async (tx) => {
    await tx.listImport.create({ data: { id, broughtBy: by, broughtAt: now() } });
    await dropLater(tx, id);
  });
  try {
    const { size, lines } = await store(id, bytes);
    const refused =
      size === 0 ? ({ refused: "empty" } as const) : size > largestList ? ({ refused: "too-large" } as const) : await wrongAtOnce(id);
    if (refused) {
      await forget(id);
      return refused;
    }
    await inTransaction(async (tx) => {
      await tx.listImport.update({ where: { id, state: "arriving" }, data: { state: "checking", linesInFile: lines } });
      await enqueue(tx, "go-through-list", { list: id }, { key: `go-through-list:${id}` });
    });
    return { id };
  } catch (error) {
    // It broke off on its way, most likely: nothing of it is of use.
    await forget(id);
    throw error;
  }
}

/** Makes sure, in the caller's transaction, that a file is gone a day from now, whatever happens to it. */
export async function dropLater(tx: Parameters<typeof enqueue>[0], id: string): Promise<void> {
  const runAt = new Date(Date.now() + keepsFileHours * 60 * 60 * 1000);
  await enqueue(tx, "drop-list", { list: id }, { key: `drop-list:${id}`, runAt });
}

const forget = (id: string) => db.listImport.deleteMany({ where: { id } });

/** Writes the bytes down in pieces, and stops soon after there are too many. */
async function store(importId: string, bytes: AsyncIterable<Uint8Array>): Promise<{ size: number; lines: number }> {
  let [size, lines, number, held] = [0, 1, 0, 0];
  let chunks: Uint8Array[] = [];
  const write = async () => {
    if (held === 0) return;
    await pool.query('INSERT INTO list_part ("importId", number, bytes) VALUES ($1, $2, $3)', [importId, number, Buffer.concat(chunks)]);
    [chunks, held] = [[], 0];
    number += 1;
  };
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > largestList) break;
    held += chunk.byteLength;
    chunks.push(chunk);
    for (let at = chunk.indexOf(lineEnd); at >= 0; at = chunk.indexOf(lineEnd, at + 1)) lines += 1;
    if (held >= partBytes) await write();
  }
  await write();
  return { size, lines };
}

/** What is wrong with a file as a whole shows in its first lines, mostly. */
async function wrongAtOnce(id: string): Promise<{ refused: "unreadable"; words: string } | null> {
  try {
    for await (const _ of readList(storedList(id))) break;
    return null;
  } catch (error) {
    if (error instanceof UnreadableList) return { refused: "unreadable", words: error.message };
    throw error;
  }
}
