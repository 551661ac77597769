import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { queueContactSync } from "../queue-sync.server";

const yearMs = 365 * 24 * 60 * 60 * 1000;

/**
 * Forgets whoever left a year ago: their address goes, here and at Resend. The ledger's no stays, by keyed hash, so that
 * no list brings them back; they themselves may sign up anew.
 * @returns how many
 */
export async function purgeUnsubscribed(): Promise<number> {
  const expired = { status: "unsubscribed", leftAt: { lt: new Date(now().getTime() - yearMs) } } as const;
  let purged = 0;
  for (;;) {
    const rows = await db.newsletterSubscription.findMany({ where: expired, select: { id: true }, take: 500 });
    if (rows.length === 0) return purged;
    for (const { id } of rows) {
      purged += await inTransaction(async (tx) => {
        const { count } = await tx.newsletterSubscription.updateMany({ where: { id, ...expired }, data: { status: "erasing" } });
        if (count > 0) await queueContactSync(tx, id);
        return count;
      });
    }
  }
}
