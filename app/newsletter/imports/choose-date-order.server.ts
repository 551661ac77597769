import { inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import type { DateOrder } from "~/platform/typed-date";
import { auditChange, type NewsletterActor } from "../audit-change.server";

/**
 * Says in which order an import's days are written, and has it read again with that. Nothing is imported by it.
 * @returns "not-asked": it does not wait for this, or is gone
 */
export async function chooseDateOrder(
  by: NewsletterActor,
  id: string,
  dateOrder: DateOrder,
): Promise<"checking" | { refused: "not-asked" }> {
  return await inTransaction(async (tx) => {
    const { count } = await tx.subscriberImport.updateMany({
      where: { id, status: "asking" },
      data: { status: "checking", dateOrder },
    });
    if (count === 0) return { refused: "not-asked" } as const;
    await enqueue(tx, "process-import", { importId: id }, { key: `process-import:${id}` });
    await auditChange(tx, by, { action: "import.days-chosen", about: { kind: "import", id }, became: { dateOrder } });
    return "checking" as const;
  });
}
