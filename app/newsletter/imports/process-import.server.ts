import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { importList } from "./import-rows.server";
import { whyNot, type Verdict } from "./columns";
import { listWaysTo, tallied, type ListState } from "./import";
import { listCalled, storedList } from "./imports.server";

/**
 * Goes through a list that was brought to the desk: first without changing anything, and once somebody said so, for
 * good. The work of the job "go-through-list". Each batch commits with its mark in the file, so a run that was killed
 * goes on behind it, and two runs at once can't both settle a batch.
 */
export async function goThroughList(id: string, signal?: AbortSignal): Promise<"gone-through" | "unreadable" | "nothing-to-do"> {
  const list = await listCalled(id);
  if (list?.state !== "checking" && list?.state !== "importing") return "nothing-to-do";
  const { state } = list;
  let { lastLine, tally } = list;
  const result = await importList(storedList(id), {
    dryRun: state === "checking",
    after: lastLine,
    ...(signal && { signal }),
    async save(tx, verdicts) {
      const mark = Math.max(...verdicts.keys());
      const sum = tallied(tally, verdicts.values());
      const { count } = await tx.listImport.updateMany({ where: { id, state, lastLine }, data: { lastLine: mark, tally: sum } });
      if (count === 0) throw new Error("somebody else goes on with this list, or it was dropped");
      await tx.listLine.createMany({ data: linesFor(id, verdicts) });
      [lastLine, tally] = [mark, sum];
    },
  });
  if ("unreadable" in result) {
    await end(id, "unreadable", { unreadable: result.unreadable });
    return "unreadable";
  }
  if (state === "checking") await db.listImport.updateMany({ where: { id, state }, data: { state: "checked" } });
  else await end(id, "done", {});
  return "gone-through";
}

const linesFor = (importId: string, verdicts: Map<number, Verdict>) =>
  [...verdicts].flatMap(([line, verdict]) => {
    const why = whyNot(verdict);
    return why === null ? [] : [{ importId, line, kind: verdict.does === "refuse" ? ("refused" as const) : ("left" as const), why }];
  });

/** Ends a list: its file goes with the move. What is known of an unreadable one is not the whole, and goes too. */
async function end(id: string, state: "done" | "unreadable", data: { unreadable?: string }): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await tx.listImport.updateMany({
      where: { id, state: { in: listWaysTo(state) } },
      data: { state, doneAt: now(), ...data, ...(state === "unreadable" && { tally: {} }) },
    });
    if (count === 0) return;
    await forgetFile(tx, id);
    if (state === "unreadable") await tx.listLine.deleteMany({ where: { importId: id } });
  });
}

/** Throws a list away: its file goes, and nothing more is done with it. Any number of times, with one effect. */
export async function dropList(id: string, from: readonly ListState[] = listWaysTo("dropped")): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const { count } = await tx.listImport.updateMany({
      where: { id, state: { in: [...from] } },
      data: { state: "dropped", doneAt: now() },
    });
    if (count > 0) await forgetFile(tx, id);
    return count > 0;
  });
}

const forgetFile = (tx: Tx, importId: string) => tx.listPart.deleteMany({ where: { importId } });
