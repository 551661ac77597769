import { EventEmitter } from "node:events";
import { Logger, runTaskList, type Task as QueueTask, type WorkerEvents } from "graphile-worker";
import { createPool } from "../database/db.server";
import { fencePool, runFenced, type Fence } from "../fence.server";
import { releaseOnce } from "./release-once.server";
import { runJob, type JobLogger } from "./run-job.server";
import { removeOldSchedules, queueSchedules } from "./queue-schedules.server";
import type { Schedule } from "./schedule";
import type { Tasks } from "./task";
import type { WorkerActivity } from "./worker-lease.server";

export type RunningQueue = {
  /** Resolves when it can't go on, mostly because the database is gone. */
  failed: Promise<void>;
  /** Takes no more jobs, waits for those that run, and closes its connections. */
  stop(): Promise<void>;
};

export type QueueOptions = {
  url: string;
  tasks: Tasks;
  schedules: readonly Schedule[];
  log: JobLogger;
  concurrency: number;
  /** What its connections are called. */
  applicationName: string;
  /** The right to be the worker: without it, no job goes on and none is marked as done. */
  fence: Fence;
  /** Told as jobs begin and end. */
  activity: WorkerActivity;
};

const scheduleIntervalMs = 20_000;

/**
 * Works through the queue. Whoever calls this is the only worker, so jobs that are still locked belong to one that
 * died: they are unlocked first, and done again at once.
 */
export async function runQueue({
  url,
  tasks,
  schedules,
  log,
  concurrency,
  applicationName,
  fence,
  activity,
}: QueueOptions): Promise<RunningQueue> {
  const pool = releaseOnce(fencePool(createPool(url, { max: concurrency + 2, application_name: applicationName }), () => fence));
  try {
    await pool.query(
      `SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by))
       FROM graphile_worker.jobs WHERE locked_by IS NOT NULL HAVING count(*) > 0`,
    );
    await removeOldSchedules(pool, schedules);
    await queueSchedules(pool, schedules);
  } catch (error) {
    await pool.end();
    throw error;
  }

  const guard =
    (task: QueueTask): QueueTask =>
    async (payload, helpers) => {
      activity.changes++;
      activity.running++;
      try {
        await fence.check();
        await runFenced(fence, async () => await task(payload, helpers));
      } finally {
        activity.changes++;
        activity.running--;
      }
    };
  const events: WorkerEvents = new EventEmitter();
  const taskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, guard(runJob(name, task, log))]));
  const failed = new Promise<void>((resolve) => {
    events.on("worker:fatalError", () => resolve());
  });
  const queue = runTaskList({ concurrency, pollInterval: 1000, noHandleSignals: true, logger: queueLogger(log), events }, taskList, pool);
  const scheduleTimer = setInterval(() => {
    queueSchedules(pool, schedules).catch(() => log.warn({}, "the next scheduled jobs could not be queued; trying again"));
  }, scheduleIntervalMs).unref();
  return {
    failed,
    async stop() {
      clearInterval(scheduleTimer);
      await queue.gracefulShutdown();
      await pool.end();
    },
  };
}

/** The queue's own messages without what comes beside them: that holds whole jobs, payloads and all. */
function queueLogger(log: JobLogger): Logger {
  return new Logger(({ workerId }) => (level, message, meta) => {
    // How jobs end is told by doJob.
    if (meta?.failure === true || meta?.success === true) return;
    const write = level === "error" || level === "warning" ? log.warn : log.debug;
    write.call(log, { ...(workerId !== undefined && { worker: workerId }) }, `queue: ${message.split("\n")[0]}`);
  });
}
