import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { importRows } from "./import-rows.server";
import { skipReason, type RowResult } from "./columns";
import { importStatesBefore, addToTally, type ImportState } from "./import";
import { findImport, storedFileSource } from "./imports.server";

/**
 * Goes through a list that was brought to the desk: first without changing anything, and once somebody said so, for
 * good. The work of the job "process-import". Each batch commits with its mark in the file, so a run that was killed
 * goes on behind it, and two runs at once can't both settle a batch.
 */
export async function processImport(id: string, signal?: AbortSignal): Promise<"processed" | "unreadable" | "nothing-to-do"> {
  const found = await findImport(id);
  if (found?.state !== "checking" && found?.state !== "importing") return "nothing-to-do";
  const { state } = found;
  let { lastLine, tally } = found;
  const result = await importRows(storedFileSource(id), {
    dryRun: state === "checking",
    afterLine: lastLine,
    ...(signal && { signal }),
    async saveResults(tx, results) {
      const lastLineOfBatch = Math.max(...results.keys());
      const newTally = addToTally(tally, results.values());
      const { count } = await tx.listImport.updateMany({
        where: { id, state, lastLine },
        data: { lastLine: lastLineOfBatch, tally: newTally },
      });
      if (count === 0) throw new Error("somebody else goes on with this list, or it was dropped");
      await tx.listLine.createMany({ data: skippedLinesFor(id, results) });
      [lastLine, tally] = [lastLineOfBatch, newTally];
    },
  });
  if ("unreadable" in result) {
    await finishImport(id, "unreadable", { unreadable: result.unreadable });
    return "unreadable";
  }
  if (state === "checking") await db.listImport.updateMany({ where: { id, state }, data: { state: "checked" } });
  else await finishImport(id, "done", {});
  return "processed";
}

const skippedLinesFor = (importId: string, results: Map<number, RowResult>) =>
  [...results].flatMap(([line, result]) => {
    const why = skipReason(result);
    return why === null ? [] : [{ importId, line, kind: result.outcome === "refuse" ? ("refused" as const) : ("left" as const), why }];
  });

/** Ends a list: its file goes with the move. What is known of an unreadable one is not the whole, and goes too. */
async function finishImport(id: string, state: "done" | "unreadable", data: { unreadable?: string }): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await tx.listImport.updateMany({
      where: { id, state: { in: importStatesBefore(state) } },
      data: { state, doneAt: now(), ...data, ...(state === "unreadable" && { tally: {} }) },
    });
    if (count === 0) return;
    await deleteFile(tx, id);
    if (state === "unreadable") await tx.listLine.deleteMany({ where: { importId: id } });
  });
}

/** Throws a list away: its file goes, and nothing more is done with it. Any number of times, with one effect. */
export async function discardImport(id: string, from: readonly ImportState[] = importStatesBefore("discarded")): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const { count } = await tx.listImport.updateMany({
      where: { id, state: { in: [...from] } },
      data: { state: "discarded", doneAt: now() },
    });
    if (count > 0) await deleteFile(tx, id);
    return count > 0;
  });
}

const deleteFile = (tx: Tx, importId: string) => tx.listPart.deleteMany({ where: { importId } });
