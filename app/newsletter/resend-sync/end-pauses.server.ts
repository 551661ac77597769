import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { queueContactSync } from "../queue-sync.server";

/** Brings those back whose pause is over: Resend took them out of its segments when it began. */
export async function endPauses(): Promise<void> {
  const over = { pausedUntil: { lte: now() } };
  for (;;) {
    const rows = await db.newsletterSubscription.findMany({ where: over, select: { id: true }, take: 500 });
    if (rows.length === 0) return;
    for (const { id } of rows) {
      await inTransaction(async (tx) => {
        const { count } = await tx.newsletterSubscription.updateMany({ where: { id, ...over }, data: { pausedUntil: null } });
        if (count > 0) await queueContactSync(tx, id);
      });
    }
  }
}
