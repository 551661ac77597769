import { setTimeout as sleep } from "node:timers/promises";
import { isMissingMigration, missingMigrationAdvice } from "../database/missing-migrations";
import type { JobLogger } from "./run-job.server";
import { runQueue, type QueueOptions } from "./run-queue.server";
import type { WorkerActivity } from "./worker-lease.server";
import { acquireWorkerLock } from "./worker-lock.server";

export type WorkerState =
  /** Looks for the database. */
  | "connecting"
  /** Another process is the worker; this one takes over when that one ends. */
  | "standby"
  | "working"
  | "stopped";

export type Worker = {
  state(): WorkerState;
  /** Takes no more jobs and waits for those that run, but not longer than its patience. */
  stop(): Promise<void>;
};

type WorkerOptions = Pick<QueueOptions, "url" | "tasks" | "schedules" | "log"> & {
  concurrency?: number;
  stopTimeoutMs?: number;
};

const retryDelayMs = 1000;
/** One that took no jobs any more lets others try first. */
const stalledDelayMs = 5000;

/**
 * Starts to work through the jobs of a database, or to stand by while another process does. Never throws for the
 * database: while it is away, the worker looks for it.
 */
export function startWorker({ concurrency = 5, stopTimeoutMs = 25_000, ...options }: WorkerOptions): Worker {
  const { log } = options;
  const stopping = new AbortController();
  const stopRequested = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve(), { once: true }));
  let state: WorkerState = "connecting";

  const workOnce = async () => {
    const activity: WorkerActivity = { changes: 0, running: 0, places: concurrency };
    const lock = await acquireWorkerLock(options.url, {
      signal: stopping.signal,
      onWaiting: () => (state = "standby"),
      activity,
      tasks: Object.keys(options.tasks),
    });
    if (!lock) return;
    try {
      const { applicationName } = lock;
      const queue = await runQueue({ ...options, concurrency, applicationName, fence: lock, activity });
      state = "working";
      log.info({ tasks: Object.keys(options.tasks).length, schedules: options.schedules.length }, "the worker is at work");
      const end = await Promise.race([lock.lost, queue.failed, stopRequested]);
      if (end === "gone") log.warn({}, "this process is the worker no more: its connection is gone, or another took over");
      if (end === "stalled")
        log.error({}, "the worker took no job for too long though one was due: it begins anew, or another process takes over");
      await withTimeout(queue.stop(), stopTimeoutMs, log);
      if (end === "stalled") await lock.release().then(() => sleep(stalledDelayMs, undefined, { signal: stopping.signal }).catch(() => {}));
    } finally {
      await lock.release();
    }
  };

  const workUntilStopped = async () => {
    while (!stopping.signal.aborted) {
      try {
        await workOnce();
      } catch (error) {
        if (isMissingMigration(error)) log.error({}, `the worker waits: ${missingMigrationAdvice}`);
        else
          log.warn({ failure: error instanceof Error ? error.message : "unknown" }, "the worker can't reach its database and tries again");
      }
      if (stopping.signal.aborted) break;
      state = "connecting";
      await sleep(retryDelayMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
    state = "stopped";
  };

  const done = workUntilStopped();
  return {
    state: () => state,
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** A job that outlasts this is left: its process ends, and the next worker does the job again. */
async function withTimeout(stopped: Promise<void>, timeoutMs: number, log: JobLogger): Promise<void> {
  const timer = new AbortController();
  const ended = stopped.catch(() => log.warn({}, "the worker lost its database while it stopped"));
  const timedOut = sleep(timeoutMs, undefined, { signal: timer.signal, ref: false }).then(
    () => log.warn({}, "a job did not end in time and will be done again"),
    () => {},
  );
  await Promise.race([ended, timedOut]);
  timer.abort();
}
