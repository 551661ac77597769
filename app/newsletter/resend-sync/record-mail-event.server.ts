import { setImmediate as nextTurn } from "node:timers/promises";
import { db, inTransaction, pool, type Tx } from "~/platform/database/db.server";
import type { ResendWebhookEvent } from "~/platform/mail/resend/events.server";
import { queueContactSync } from "../queue-sync.server";
import { suppress } from "../suppressions/suppress.server";

/**
 * Keeps an event of Resend's and does what it asks for, in one transaction and once for its id, however often it comes.
 * A hard bounce or a complaint suppresses there and then. News of a contact may be stale, so it only makes us look.
 * @returns once it is committed. Throws when nothing was kept: Resend then sends it again.
 */
export async function recordMailEvent(event: ResendWebhookEvent): Promise<void> {
  if (event.effect === null) return await recordInBatch(event);
  await inTransaction(async (tx) => {
    const { id, type, broadcastId, emailId } = event;
    const { count } = await tx.resendEvent.createMany({ data: [{ id, type, broadcastId, emailId }], skipDuplicates: true });
    if (count > 0 && event.effect) await applyEffect(tx, event.effect);
  });
}

async function applyEffect(tx: Tx, effect: NonNullable<ResendWebhookEvent["effect"]>): Promise<void> {
  switch (effect.kind) {
    case "bounce":
    case "complaint":
      await suppress(tx, effect.email, effect.kind);
      return;
    case "contact-updated": {
      const known = await tx.resendContact.findUnique({ where: { id: effect.contactId } });
      // Mostly our own change, come back to us.
      if (known && known.unsubscribed !== effect.unsubscribed) await queueContactSync(tx, known.subscriptionId);
      return;
    }
    case "contact-deleted": {
      const known = await tx.resendContact.findUnique({ where: { id: effect.contactId } });
      if (known) await queueContactSync(tx, known.subscriptionId);
      return;
    }
    case "topics-updated": {
      const subscription = await tx.newsletterSubscription.findUnique({ where: { email: effect.email } });
      if (!subscription) return;
      await tx.$queryRaw`SELECT id FROM newsletter_subscription WHERE id = ${subscription.id} FOR UPDATE`;
      const { count } = await tx.resendContact.updateMany({ where: { subscriptionId: subscription.id }, data: { needsRefresh: true } });
      if (count > 0) await queueContactSync(tx, subscription.id);
    }
  }
}

type PendingEvent = { event: ResendWebhookEvent; resolve: () => void; reject: (error: unknown) => void };
const pendingEvents: PendingEvent[] = [];
let isWriting = false;

/** Events that are only counted come by the ten thousand after an issue: those that arrive together share a commit. */
function recordInBatch(event: ResendWebhookEvent): Promise<void> {
  return new Promise((resolve, reject) => {
    pendingEvents.push({ event, resolve, reject });
    if (!isWriting) void flushPending();
  });
}

async function flushPending(): Promise<void> {
  isWriting = true;
  while (pendingEvents.length > 0) {
    await nextTurn();
    const batch = pendingEvents.splice(0, 500);
    const events = batch.map(({ event }) => event);
    try {
      await pool.query({
        name: "record-mail-events",
        text: `INSERT INTO resend_event (id, type, broadcast_id, email_id)
          SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT (id) DO NOTHING`,
        values: [
          events.map((each) => each.id),
          events.map((each) => each.type),
          events.map((each) => each.broadcastId),
          events.map((each) => each.emailId),
        ],
      });
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  isWriting = false;
}

/** What became of a broadcast, by the name of the event: how many emails each happened to. */
export async function countBroadcastEvents(broadcastId: string): Promise<Record<string, number>> {
  const rows = await db.$queryRaw<{ type: string; count: bigint }[]>`
    SELECT type, count(DISTINCT email_id) FROM resend_event WHERE broadcast_id = ${broadcastId} GROUP BY type`;
  return Object.fromEntries(rows.map(({ type, count }) => [type, Number(count)]));
}
