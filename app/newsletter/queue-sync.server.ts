import type { Tx } from "~/platform/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";

/**
 * Says, in the transaction of a change to a subscription, that Resend has to hear of it: counts its version up and adds
 * the job "sync-contact", one for each subscription however many changes wait. Letters go first: an import may add a hundred thousand of these.
 */
export async function queueSync(tx: Tx, subscription: string): Promise<void> {
  await tx.subscription.update({ where: { id: subscription }, data: { version: { increment: 1 } } });
  await enqueue(tx, "sync-contact", { subscription }, { key: `sync-contact:${subscription}`, priority: 5 });
}
