import { setTimeout as wait } from "node:timers/promises";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { enqueueEventJobs } from "~/platform/payments/events/enqueue-event-jobs.server";

const hourSeconds = 3600;
const timeoutMs = 20_000;

/**
 * Where the clock of the pretend world is moved, the site lives through the time in between: what its own clock would
 * have done by the hour is done by the day, or by the hour while a plan waits for its new billing interval.
 * @returns for how many seconds at most the clock may be moved next
 */
export async function runDueJobs(): Promise<number> {
  await drainQueue();
  await inTransaction(async (tx) => {
    for (const task of ["maintain-plans", "queue-summaries"] as const) await enqueue(tx, task, {}, { key: `${task}:run-due-jobs` });
  });
  await drainQueue();
  const waiting = await db.plan.count({ where: { nextBillingInterval: { not: null } } });
  return waiting > 0 ? hourSeconds : 24 * hourSeconds;
}

/** Waits until events are taken up and what is due is done; a job that fails is left to its own time. */
async function drainQueue(): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await wait(20)) {
    await enqueueEventJobs();
    const { rows } = await pool.query<{ due: boolean }>(
      "SELECT EXISTS (SELECT FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts) AS due",
    );
    if (!rows[0]?.due) return;
  }
}
