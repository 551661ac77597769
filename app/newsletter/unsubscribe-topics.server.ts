import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { leaveNewsletter } from "./unsubscribe.server";
import { queueSync } from "./queue-sync.server";
import type { Topic } from "./subscription";

/** Takes topics off a running subscription, with a line in the ledger for each, in the caller's transaction. Without any left, it ends. */
export async function leaveTopics(tx: Tx, id: string, left: readonly Topic[], via: string): Promise<void> {
  const { email, state, topics } = await tx.subscription.findUniqueOrThrow({ where: { id } });
  const gone = topics.filter((topic) => left.includes(topic));
  if (state !== "subscribed" || gone.length === 0) return;
  if (gone.length === topics.length) return void (await leaveNewsletter(tx, id, via));
  await tx.subscription.update({ where: { id }, data: { topics: topics.filter((topic) => !left.includes(topic)) } });
  await recordConsents(
    tx,
    gone.map((purpose) => ({ email, purpose, action: "withdrawn", wording: "", via, about: id, agreedAt: now() })),
  );
  await queueSync(tx, id);
}
