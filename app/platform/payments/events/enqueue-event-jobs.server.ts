import { pool } from "~/platform/database/db.server";
import { logError } from "~/platform/log.server";

/**
 * How long kept events rest before their work is done. Stripe tells of one payment in several events within a second
 * or so: they ask for one job, done once. No donor waits for it: the thank-you page asks Stripe itself.
 */
const debounceMs = 2_000;

let timer: NodeJS.Timeout | null = null;

/** Takes events up after their rest. What a process that ends leaves behind is taken up by the minute's schedule. */
export function scheduleEnqueue(): void {
  timer ??= setTimeout(() => {
    timer = null;
    enqueueEventJobs().catch((error: unknown) => logError("enqueue event jobs", error));
  }, debounceMs).unref();
}

/**
 * Adds the jobs that kept events call for, one for each key, and marks the events, in one transaction: each is taken
 * up exactly once, whoever else does the same at the same time.
 */
export async function enqueueEventJobs(): Promise<void> {
  await pool.query(`
    WITH due AS (
      UPDATE stripe_event SET enqueued_at = now() WHERE enqueued_at IS NULL RETURNING task, payload, job_key AS key
    )
    SELECT graphile_worker.add_jobs(array_agg((task, payload::json, NULL, NULL, NULL, key, NULL, NULL)::graphile_worker.job_spec))
    FROM (SELECT DISTINCT ON (key) task, payload, key FROM due WHERE task IS NOT NULL ORDER BY key) AS work
    HAVING count(*) > 0`);
}
