import type { Tx } from "~/platform/database/db.server";
import { enqueue, enqueueEach } from "~/platform/jobs/enqueue.server";
import { askForLook } from "./resend-sync/match-contacts.server";

/** Letters and the rest of the site's work go first: a list may bring a hundred thousand of these jobs. */
const priority = 5;
const keyOf = (subscription: string) => `sync-contact:${subscription}`;

/**
 * Says, in the transaction of a change to a subscription, that Resend has to hear of it: counts its version up and adds
 * the job "sync-contact", one for each subscription however many changes wait.
 */
export async function queueSync(tx: Tx, subscription: string): Promise<void> {
  await tx.subscription.update({ where: { id: subscription }, data: { version: { increment: 1 } } });
  await syncAgain(tx, subscription);
}

/** Lets the job "sync-contact" look once more, though nothing changed on our side. */
export const syncAgain = (tx: Tx, subscription: string): Promise<void> =>
  enqueue(tx, "sync-contact", { subscription }, { key: keyOf(subscription), priority });

/** The same for many subscriptions that are new: they share one look at Resend's contacts. */
export async function queueFirstSyncs(tx: Tx, subscriptions: readonly string[]): Promise<void> {
  if (subscriptions.length === 0) return;
  const jobs = subscriptions.map((subscription) => ({ payload: { subscription }, key: keyOf(subscription) }));
  await enqueueEach(tx, "sync-contact", jobs, { priority });
  await askForLook(tx);
}
