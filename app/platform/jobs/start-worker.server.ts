import { setTimeout as sleep } from "node:timers/promises";
import type { JobLog } from "./run-job.server";
import { runQueue, type QueueWork } from "./run-queue.server";
import { takeWorkerLock } from "./worker-lock.server";

export type WorkerState =
  /** Looks for the database. */
  | "connecting"
  /** Another process is the worker; this one takes over when that one ends. */
  | "standing by"
  | "working"
  | "stopped";

export type Worker = {
  state(): WorkerState;
  /** Takes no more jobs and waits for those that run, but not longer than its patience. */
  stop(): Promise<void>;
};

type WorkerSettings = Omit<QueueWork, "concurrency"> & {
  concurrency?: number;
  stopPatienceMs?: number;
};

const restMs = 1000;

/**
 * Starts to work through the jobs of a database, or to stand by while another process does. Never throws for the
 * database: while it is away, the worker looks for it.
 */
export function startWorker({ concurrency = 5, stopPatienceMs = 25_000, ...work }: WorkerSettings): Worker {
  const { log } = work;
  const stopping = new AbortController();
  const stopAsked = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve(), { once: true }));
  let state: WorkerState = "connecting";

  const turn = async () => {
    const lock = await takeWorkerLock(work.url, {
      signal: stopping.signal,
      onWaiting: () => (state = "standing by"),
    });
    if (!lock) return;
    try {
      const queue = await runQueue({ ...work, concurrency });
      state = "working";
      log.info({ tasks: Object.keys(work.tasks).length, schedules: work.schedules.length }, "the worker is at work");
      await Promise.race([lock.lost, queue.broken, stopAsked]);
      await withPatience(queue.stop(), stopPatienceMs, log);
    } finally {
      await lock.release();
    }
  };

  const turns = async () => {
    while (!stopping.signal.aborted) {
      try {
        await turn();
      } catch (error) {
        log.warn({ failure: error instanceof Error ? error.message : "unknown" }, "the worker can't reach its database and tries again");
      }
      if (stopping.signal.aborted) break;
      state = "connecting";
      await sleep(restMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
    state = "stopped";
  };

  const done = turns();
  return {
    state: () => state,
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** A job that outlasts this is left: its process ends, and the next worker does the job again. */
async function withPatience(stopped: Promise<void>, patienceMs: number, log: JobLog): Promise<void> {
  const enough = new AbortController();
  const ended = stopped.catch(() => log.warn({}, "the worker lost its database while it stopped"));
  const tooLong = sleep(patienceMs, undefined, { signal: enough.signal, ref: false }).then(
    () => log.warn({}, "a job did not end in time and will be done again"),
    () => {},
  );
  await Promise.race([ended, tooLong]);
  enough.abort();
}
