import { setImmediate as nextTurn } from "node:timers/promises";
import { pool } from "~/platform/database/db.server";
import type { JobKey, JobName, Jobs } from "~/platform/jobs/job-types";
import type { StripeEventSummary } from "./read-event.server";
import { scheduleEnqueue } from "./enqueue-event-jobs.server";

/** What an event calls for: a job, once for its key however many events ask for it before it runs. Null: nothing. */
export type EventJob = { [Name in JobName]: { task: Name; payload: Jobs[Name]; jobKey: JobKey<Name> } }[JobName] | null;

type PendingEvent = { event: StripeEventSummary; job: EventJob; resolve: () => void; reject: (error: unknown) => void };

const pendingEvents: PendingEvent[] = [];
let isFlushing = false;

/**
 * Keeps an event together with the work that it calls for, once for an event's id; enqueueEventJobs makes the work a job.
 * Events that arrive while another transaction commits share the next one: a burst costs one commit, not one each.
 * @returns once it is committed. Throws when nothing was kept: Stripe then sends it again.
 */
export function storeEvent(event: StripeEventSummary, job: EventJob): Promise<void> {
  return new Promise((resolve, reject) => {
    pendingEvents.push({ event, job, resolve, reject });
    if (!isFlushing) void flushPending();
  });
}

async function flushPending(): Promise<void> {
  isFlushing = true;
  while (pendingEvents.length > 0) {
    // What else has arrived is read first, so that a crowd does not send one ahead and wait for its commit.
    await nextTurn();
    const batch = pendingEvents.splice(0, 200);
    try {
      await insertBatch(batch);
      for (const { resolve } of batch) resolve();
      scheduleEnqueue();
    } catch (error) {
      // One event that can't be written must not keep the others out.
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const entry of batch) await insertBatch([entry]).then(entry.resolve, entry.reject);
    }
  }
  isFlushing = false;
}

/** One statement is one transaction. An event that is known already changes nothing. */
async function insertBatch(batch: PendingEvent[]): Promise<void> {
  const column = <Value>(pick: (entry: PendingEvent) => Value) => batch.map(pick);
  await pool.query({
    name: "insert-stripe-events",
    text: `
      INSERT INTO stripe_event (id, type, api_version, object, object_id, created_at, task, payload, job_key, enqueued_at)
      SELECT id, type, version, object, object_id, created, task, payload, key, CASE WHEN task IS NULL THEN now() END
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::jsonb[], $9::text[])
        AS given(id, type, version, object, object_id, created, task, payload, key)
      ON CONFLICT (id) DO NOTHING`,
    values: [
      column(({ event }) => event.id),
      column(({ event }) => event.type),
      column(({ event }) => event.apiVersion),
      column(({ event }) => event.objectType),
      column(({ event }) => event.objectId),
      column(({ event }) => event.createdAt),
      column(({ job }) => job?.task ?? null),
      column(({ job }) => (job ? JSON.stringify(job.payload) : null)),
      column(({ job }) => job?.jobKey ?? null),
    ],
  });
}
