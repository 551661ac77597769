import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { importRows } from "./import-rows.server";
import { skipReason, type RowResult } from "./columns";
import { importStatesBefore, addToTally, type ImportState } from "./import";
import { auditChange, type NewsletterActor } from "../audit-change.server";
import { findImport, storedFileSource } from "./imports.server";

/**
 * Goes through a list that was brought to the desk: first without changing anything, and once somebody said so, for
 * good. The work of the job "process-import". Each batch commits with its mark in the file, so a run that was killed
 * goes on behind it, and two runs at once can't both settle a batch.
 */
export async function processImport(id: string, signal?: AbortSignal): Promise<"processed" | "unreadable" | "asking" | "nothing-to-do"> {
  const found = await findImport(id);
  if (found?.status !== "checking" && found?.status !== "importing") return "nothing-to-do";
  const { status } = found;
  let { dateOrder } = found;
  let { lastProcessedLine, resultCounts } = found;
  const result = await importRows(storedFileSource(id), {
    dryRun: status === "checking",
    afterLine: lastProcessedLine,
    dateOrder,
    onDateOrder: (order) => void (dateOrder = order),
    ...(signal && { signal }),
    async saveResults(tx, results) {
      const lastLineOfBatch = Math.max(...results.keys());
      const newTally = addToTally(resultCounts, results.values());
      const { count } = await tx.subscriberImport.updateMany({
        where: { id, status, lastProcessedLine },
        data: { lastProcessedLine: lastLineOfBatch, resultCounts: newTally },
      });
      if (count === 0) throw new Error("somebody else goes on with this list, or it was dropped");
      await tx.subscriberImportRow.createMany({ data: skippedLinesFor(id, results) });
      [lastProcessedLine, resultCounts] = [lastLineOfBatch, newTally];
    },
  });
  if ("unreadable" in result) {
    await finishImport(id, "unreadable", { unreadableReason: result.unreadable });
    return "unreadable";
  }
  if ("unclear" in result) {
    await db.subscriberImport.updateMany({ where: { id, status }, data: { status: "asking" } });
    return "asking";
  }
  if (status === "checking") await db.subscriberImport.updateMany({ where: { id, status }, data: { status: "checked", dateOrder } });
  else await finishImport(id, "done", {});
  return "processed";
}

const skippedLinesFor = (importId: string, results: Map<number, RowResult>) =>
  [...results].flatMap(([line, result]) => {
    const reason = skipReason(result);
    return reason === null
      ? []
      : [{ importId, line, kind: result.outcome === "refuse" ? ("refused" as const) : ("left" as const), reason }];
  });

/** Ends a list: its file goes with the move. What is known of an unreadable one is not the whole, and goes too. */
async function finishImport(id: string, status: "done" | "unreadable", data: { unreadableReason?: string }): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await tx.subscriberImport.updateMany({
      where: { id, status: { in: importStatesBefore(status) } },
      data: { status, finishedAt: now(), ...data, ...(status === "unreadable" && { resultCounts: {} }) },
    });
    if (count === 0) return;
    await deleteFile(tx, id);
    if (status === "unreadable") await tx.subscriberImportRow.deleteMany({ where: { importId: id } });
  });
}

/** Throws a list away: its file goes, and nothing more is done with it. Any number of times, with one effect. */
export async function discardImport(
  by: NewsletterActor,
  id: string,
  from: readonly ImportState[] = importStatesBefore("discarded"),
): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const { count } = await tx.subscriberImport.updateMany({
      where: { id, status: { in: [...from] } },
      data: { status: "discarded", finishedAt: now() },
    });
    if (count === 0) return false;
    await deleteFile(tx, id);
    await auditChange(tx, by, { action: "import.discarded", about: { kind: "import", id } });
    return true;
  });
}

const deleteFile = (tx: Tx, importId: string) => tx.subscriberImportChunk.deleteMany({ where: { importId } });
