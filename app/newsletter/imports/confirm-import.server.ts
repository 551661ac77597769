import { inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { auditChange, type NewsletterActor } from "../audit-change.server";
import { importStatesBefore } from "./import";
import { scheduleDiscard } from "./upload-import.server";

/**
 * Imports a list that was checked: from here on it happens. Pressed twice, it is imported once.
 * @returns "not-checked": it is not ready, on its way already, or gone
 */
export async function confirmImport(by: NewsletterActor, id: string): Promise<"importing" | { refused: "not-checked" }> {
  return await inTransaction(async (tx) => {
    const { count } = await tx.subscriberImport.updateMany({
      where: { id, status: { in: importStatesBefore("importing") } },
      data: { status: "importing", lastProcessedLine: 0, resultCounts: {} },
    });
    if (count === 0) return { refused: "not-checked" } as const;
    // Meanwhile people may have joined or left: each line is judged anew.
    await tx.subscriberImportRow.deleteMany({ where: { importId: id } });
    await enqueue(tx, "process-import", { importId: id }, { key: `process-import:${id}` });
    await scheduleDiscard(tx, id);
    await auditChange(tx, by, { action: "import.confirmed", about: { kind: "import", id } });
    return "importing" as const;
  });
}
