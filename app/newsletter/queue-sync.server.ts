import type { Tx } from "~/platform/database/db.server";
import { enqueue, enqueueMany } from "~/platform/jobs/enqueue.server";
import { queueContactScan } from "./resend-sync/match-contacts.server";

/** Emails and the rest of the site's work go first: a list may bring a hundred thousand of these jobs. */
const priority = 5;
const jobKeyOf = (subscriptionId: string) => `sync-contact:${subscriptionId}` as const;

/**
 * Says, in the transaction of a change to a subscription, that Resend has to hear of it: counts its version up and adds
 * the job "sync-contact", one for each subscription however many changes wait.
 */
export async function queueContactSync(tx: Tx, subscriptionId: string): Promise<void> {
  const { count } = await tx.newsletterSubscription.updateMany({ where: { id: subscriptionId }, data: { version: { increment: 1 } } });
  // Erased meanwhile: there is nothing left of which Resend could hear.
  if (count > 0) await requeueContactSync(tx, subscriptionId);
}

/** Lets the job "sync-contact" look once more, though nothing changed on our side. */
export const requeueContactSync = (tx: Tx, subscriptionId: string): Promise<void> =>
  enqueue(tx, "sync-contact", { subscriptionId }, { key: jobKeyOf(subscriptionId), priority });

/** The same for many subscriptions that are new: they share one look at Resend's contacts. */
export async function queueInitialSyncs(tx: Tx, subscriptionIds: readonly string[]): Promise<void> {
  if (subscriptionIds.length === 0) return;
  const jobs = subscriptionIds.map((subscriptionId) => ({ payload: { subscriptionId }, key: jobKeyOf(subscriptionId) }));
  await enqueueMany(tx, "sync-contact", jobs, { priority });
  await queueContactScan(tx);
}
