import { setImmediate as nextTurn } from "node:timers/promises";
import { db, inTransaction, pool, type Tx } from "~/platform/database/db.server";
import type { MailEvent } from "~/platform/mail/resend/events.server";
import { queueSync } from "../queue-sync.server";
import { suppress } from "../suppressions/suppress.server";

/**
 * Keeps an event of Resend's and does what it asks for, in one transaction and once for its id, however often it comes.
 * A hard bounce or a complaint suppresses there and then. News of a contact may be stale, so it only makes us look.
 * @returns once it is committed. Throws when nothing was kept: Resend then sends it again.
 */
export async function keepMailEvent(event: MailEvent): Promise<void> {
  if (event.tells === null) return await countEvent(event);
  await inTransaction(async (tx) => {
    const { id, type, broadcastId, emailId } = event;
    const { count } = await tx.resendEvent.createMany({ data: [{ id, type, broadcastId, emailId }], skipDuplicates: true });
    if (count > 0 && event.tells) await follow(tx, event.tells);
  });
}

async function follow(tx: Tx, tells: NonNullable<MailEvent["tells"]>): Promise<void> {
  switch (tells.what) {
    case "bounce":
    case "complaint":
      await suppress(tx, tells.address, tells.what);
      return;
    case "contact-changed": {
      const known = await tx.resendContact.findUnique({ where: { id: tells.contact } });
      // Mostly our own change, come back to us.
      if (known && known.unsubscribed !== tells.unsubscribed) await queueSync(tx, known.subscriptionId);
      return;
    }
    case "contact-gone": {
      const known = await tx.resendContact.findUnique({ where: { id: tells.contact } });
      if (known) await queueSync(tx, known.subscriptionId);
      return;
    }
    case "topics-changed": {
      const subscription = await tx.subscription.findUnique({ where: { email: tells.address } });
      if (!subscription) return;
      const { count } = await tx.resendContact.updateMany({ where: { subscriptionId: subscription.id }, data: { lookAgain: true } });
      if (count > 0) await queueSync(tx, subscription.id);
    }
  }
}

type Waiting = { event: MailEvent; kept: () => void; failed: (error: unknown) => void };
const waiting: Waiting[] = [];
let writing = false;

/** Events that are only counted come by the ten thousand after an issue: those that arrive together share a commit. */
function countEvent(event: MailEvent): Promise<void> {
  return new Promise((kept, failed) => {
    waiting.push({ event, kept, failed });
    if (!writing) void writeAll();
  });
}

async function writeAll(): Promise<void> {
  writing = true;
  while (waiting.length > 0) {
    await nextTurn();
    const batch = waiting.splice(0, 500);
    const events = batch.map(({ event }) => event);
    try {
      await pool.query({
        name: "keep-mail-events",
        text: `INSERT INTO resend_event (id, type, "broadcastId", "emailId")
          SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT (id) DO NOTHING`,
        values: [
          events.map((each) => each.id),
          events.map((each) => each.type),
          events.map((each) => each.broadcastId),
          events.map((each) => each.emailId),
        ],
      });
      for (const { kept } of batch) kept();
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
  writing = false;
}

/** What became of a broadcast, by the name of the event: how many letters each happened to. */
export async function countEvents(broadcastId: string): Promise<Record<string, number>> {
  const rows = await db.$queryRaw<{ type: string; count: bigint }[]>`
    SELECT type, count(DISTINCT "emailId") FROM resend_event WHERE "broadcastId" = ${broadcastId} GROUP BY type`;
  return Object.fromEntries(rows.map(({ type, count }) => [type, Number(count)]));
}
