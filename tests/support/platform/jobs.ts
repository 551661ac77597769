import { z } from "zod";
import { databaseUrl } from "tests/support/database";
import { pool } from "~/platform/database/db.server";
import type { JobLogger } from "~/platform/jobs/run-job.server";
import { enqueue as enqueueTyped } from "~/platform/jobs/enqueue.server";
import type { Schedule } from "~/platform/jobs/schedule";
import { startWorker, type Worker } from "~/platform/jobs/start-worker.server";
import { task, type Task } from "~/platform/jobs/task";
import { waitUntil as waitUntilTrue } from "tests/support/wait-until";

/** The queue is tried with jobs of these tests alone, which are not among the site's. */
export const enqueue = enqueueTyped as (
  tx: Parameters<typeof enqueueTyped>[0],
  name: string,
  payload: object,
  options?: { key?: string; runAt?: Date; maxAttempts?: number; priority?: number },
) => Promise<void>;

export const workers: Worker[] = [];
export const logged: { level: string; facts: object; message: string }[] = [];
export const finishedNotes: string[] = [];

export const logAt = (level: string) => (facts: object, message: string) => void logged.push({ level, facts, message });
export const log: JobLogger = { debug: logAt("debug"), info: logAt("info"), warn: logAt("warn"), error: logAt("error") };

/** Notes what it was given, and how often it was tried. */
export const noteTask = task(z.object({ what: z.string() }), async ({ what }, { attempt }) => {
  finishedNotes.push(attempt === 1 ? what : `${what} (${attempt})`);
});

export function startTestWorker(
  tasks: Record<string, Task>,
  { schedules = [], url = databaseUrl }: { schedules?: Schedule[]; url?: string } = {},
): Worker {
  const worker = startWorker({ url, tasks, schedules, log });
  workers.push(worker);
  return worker;
}

export const waitUntil = (holds: () => boolean | Promise<boolean>) =>
  waitUntilTrue(holds, () => `done: ${finishedNotes.join(", ")}; log: ${JSON.stringify(logged)}`, 10);

export type QueuedJob = { key: string | null; attempts: number; wait: number; payload: unknown };
export const queued = async () =>
  (
    await pool.query<QueuedJob>(
      `SELECT key, attempts, payload, extract(epoch FROM run_at - now())::float AS wait
       FROM graphile_worker._private_jobs ORDER BY id`,
    )
  ).rows;
