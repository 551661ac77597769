import { setImmediate as nextTurn } from "node:timers/promises";
import { pool } from "~/platform/database/db.server";
import type { PaymentEvent } from "./read-event.server";
import { takeUpSoon } from "./enqueue-event-jobs.server";

/** What an event calls for: a job, once for its key however many events ask for it before it runs. Null: nothing. */
export type EventWork = { task: string; payload: Record<string, string>; key: string } | null;

type Waiting = { event: PaymentEvent; work: EventWork; kept: () => void; failed: (error: unknown) => void };

const waiting: Waiting[] = [];
let writing = false;

/**
 * Keeps an event together with the work that it calls for, once for an event's id; takeUpEvents makes the work a job.
 * Events that arrive while another transaction commits share the next one: a burst costs one commit, not one each.
 * @returns once it is committed. Throws when nothing was kept: Stripe then sends it again.
 */
export function keepEvent(event: PaymentEvent, work: EventWork): Promise<void> {
  return new Promise((kept, failed) => {
    waiting.push({ event, work, kept, failed });
    if (!writing) void writeAll();
  });
}

async function writeAll(): Promise<void> {
  writing = true;
  while (waiting.length > 0) {
    // What else has arrived is read first, so that a crowd does not send one ahead and wait for its commit.
    await nextTurn();
    const batch = waiting.splice(0, 200);
    try {
      await write(batch);
      for (const { kept } of batch) kept();
      takeUpSoon();
    } catch (error) {
      // One event that can't be written must not keep the others out.
      if (batch.length === 1) batch[0]?.failed(error);
      else for (const one of batch) await write([one]).then(one.kept, one.failed);
    }
  }
  writing = false;
}

/** One statement is one transaction. An event that is known already changes nothing. */
async function write(batch: Waiting[]): Promise<void> {
  const column = <Value>(of: (waiting: Waiting) => Value) => batch.map(of);
  await pool.query({
    name: "keep-events",
    text: `
      INSERT INTO stripe_event (id, type, "apiVersion", object, "objectId", "createdAt", task, payload, key, "takenUpAt")
      SELECT id, type, version, object, object_id, created, task, payload, key, CASE WHEN task IS NULL THEN now() END
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::jsonb[], $9::text[])
        AS given(id, type, version, object, object_id, created, task, payload, key)
      ON CONFLICT (id) DO NOTHING`,
    values: [
      column(({ event }) => event.id),
      column(({ event }) => event.type),
      column(({ event }) => event.apiVersion),
      column(({ event }) => event.object),
      column(({ event }) => event.objectId),
      column(({ event }) => event.createdAt),
      column(({ work }) => work?.task ?? null),
      column(({ work }) => (work ? JSON.stringify(work.payload) : null)),
      column(({ work }) => work?.key ?? null),
    ],
  });
}
