import { setImmediate as nextTurn } from "node:timers/promises";
import { pool } from "~/platform/db.server";
import type { PaymentEvent } from "./events.server";

/** What an event calls for: a job, once for its key however many events ask for it before it runs. Null: nothing. */
export type EventWork = { task: string; payload: Record<string, string>; key: string } | null;

type Waiting = { event: PaymentEvent; work: EventWork; kept: () => void; failed: (error: unknown) => void };

/**
 * How long work waits before it is done. Stripe tells of one payment in several events within a second or so: work that
 * waits is asked for by all of them and done once. It also keeps a burst from being answered late because its own work
 * is done meanwhile. No donor waits for it: the thank-you page asks Stripe itself.
 */
const restSeconds = 2;

const waiting: Waiting[] = [];
let writing = false;

/**
 * Keeps an event and enqueues its work in one transaction, exactly once for an event's id. Events that arrive while
 * another transaction commits share the next one: a burst costs one commit, not one each.
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
    } catch (error) {
      // One event that can't be written must not keep the others out.
      if (batch.length === 1) batch[0]?.failed(error);
      else for (const one of batch) await write([one]).then(one.kept, one.failed);
    }
  }
  writing = false;
}

/** One statement is one transaction. Work is enqueued only for events that were not known; work that waits keeps its time. */
async function write(batch: Waiting[]): Promise<void> {
  const column = <Value>(of: (waiting: Waiting) => Value) => batch.map(of);
  await pool.query({
    name: "keep-events",
    text: `
      WITH given AS (
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::json[], $9::text[])
          AS given(id, type, version, object, object_id, created, task, payload, key)
      ), fresh AS (
        INSERT INTO stripe_event (id, type, "apiVersion", object, "objectId", "createdAt")
        SELECT DISTINCT ON (id) id, type, version, object, object_id, created FROM given
        ON CONFLICT (id) DO NOTHING
        RETURNING id
      )
      SELECT graphile_worker.add_jobs(array_agg((task, payload, NULL, now() + $10 * interval '1 second', NULL, key, NULL, NULL)::graphile_worker.job_spec), true)
      FROM (SELECT DISTINCT ON (key) task, payload, key FROM given JOIN fresh USING (id) WHERE task IS NOT NULL ORDER BY key) AS work
      HAVING count(*) > 0`,
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
      restSeconds,
    ],
  });
}
