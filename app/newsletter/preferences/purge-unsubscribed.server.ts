import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { queueSync } from "../queue-sync.server";

const yearMs = 365 * 24 * 60 * 60 * 1000;

/**
 * Forgets whoever left a year ago: their address goes, here and at Resend. The ledger's no stays, by keyed hash, so that
 * no list brings them back; they themselves may sign up anew.
 * @returns how many
 */
export async function forgetLeft(): Promise<number> {
  const longGone = { state: "left", leftAt: { lt: new Date(now().getTime() - yearMs) } } as const;
  let forgotten = 0;
  for (;;) {
    const rows = await db.subscription.findMany({ where: longGone, select: { id: true }, take: 500 });
    if (rows.length === 0) return forgotten;
    for (const { id } of rows) {
      await inTransaction(async (tx) => {
        const { count } = await tx.subscription.updateMany({ where: { id, ...longGone }, data: { state: "erasing" } });
        if (count > 0) await queueSync(tx, id);
        forgotten += count;
      });
    }
  }
}
