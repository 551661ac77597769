import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { unsubscribe } from "./unsubscribe.server";
import { queueContactSync } from "./queue-sync.server";
import type { Topic } from "./subscription";

/** Takes topics off a running subscription, with a line in the ledger for each, in the caller's transaction. Without any left, it ends. */
export async function unsubscribeTopics(tx: Tx, id: string, topicsToRemove: readonly Topic[], via: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM newsletter_subscription WHERE id = ${id} FOR UPDATE`;
  const { email, status, topics } = await tx.newsletterSubscription.findUniqueOrThrow({ where: { id } });
  const removed = topics.filter((topic) => topicsToRemove.includes(topic));
  if (status !== "subscribed" || removed.length === 0) return;
  if (removed.length === topics.length) return void (await unsubscribe(tx, id, via));
  await tx.newsletterSubscription.update({ where: { id }, data: { topics: topics.filter((topic) => !topicsToRemove.includes(topic)) } });
  await recordConsents(
    tx,
    removed.map((purpose) => ({ email, purpose, action: "withdrawn", wordingVersion: "", via, about: id, agreedAt: now() })),
  );
  await queueContactSync(tx, id);
}
