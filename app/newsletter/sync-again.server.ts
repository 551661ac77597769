import type { Tx } from "~/platform/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";

/** Lets the job "sync-contact" look once more, though nothing changed on our side: one of the same name waits at most. */
export const syncAgain = (tx: Tx, subscription: string): Promise<void> =>
  enqueue(tx, "sync-contact", { subscription }, { key: `sync-contact:${subscription}`, priority: 5 });
