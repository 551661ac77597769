import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { processId } from "../database/db.server";
import { FencedError, type Fence } from "../fence.server";
import { newId } from "../ids.server";
import { beat, freeStaleLease, leaveLease, lockKey, takeLease, type WorkerActivity } from "./worker-lease.server";

const retryIntervalMs = 500;
const heartbeatMs = 3000;
/** Sooner than another process may take over (staleAfterSeconds): in between nobody works. */
const knownForMs = 10_000;

export type WorkerLock = Fence & {
  /** What this worker's other connections are called. */
  applicationName: string;
  /** Resolves when the lock is gone: with the connection that holds it, taken away, or given up since no job was taken any more. */
  lost: Promise<"gone" | "stalled">;
  release(): Promise<void>;
};

type LockOptions = { signal: AbortSignal; onWaiting: () => void; activity: WorkerActivity; tasks: readonly string[] };

/**
 * Waits for the right to be the one worker. The lock belongs to a database session: it goes with the process that
 * holds it, however that ends. One that hangs keeps its session, and stops its heartbeat: then its sessions are ended.
 * @returns null if the wait was called off
 * @throws if the database can't be reached
 */
export async function acquireWorkerLock(url: string, { signal, onWaiting, activity, tasks }: LockOptions): Promise<WorkerLock | null> {
  const holder = newId();
  const client = new pg.Client({
    connectionString: url,
    application_name: `roomlight-worker-lock ${holder}`,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
  });
  const closed = new Promise<"gone">((resolve) => {
    client.once("error", () => resolve("gone"));
    client.once("end", () => resolve("gone"));
  });
  client.on("error", () => {});
  try {
    await client.connect();
    while (!signal.aborted) {
      const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS taken", [...lockKey]);
      if (rows[0]?.taken) {
        await takeLease(client, { holder, process: processId, tasks });
        return holdLock(client, holder, activity, closed);
      }
      onWaiting();
      await freeStaleLease(client, processId);
      await sleep(retryIntervalMs, undefined, { signal }).catch(() => {});
    }
    await client.end().catch(() => {});
    return null;
  } catch (error) {
    void client.end().catch(() => {});
    throw error;
  }
}

function holdLock(client: pg.Client, holder: string, activity: WorkerActivity, closed: Promise<"gone">): WorkerLock {
  let isHeld = true;
  let knownAt = performance.now();
  const renew = async (): Promise<"held" | "gone" | "stalled"> => {
    const askedAt = performance.now();
    // A process that was frozen while it asked takes the answer for late, though it is there.
    const state = await beat(client, holder, activity).catch(() =>
      isHeld ? beat(client, holder, activity).catch(() => "gone" as const) : "gone",
    );
    if (state === "held") knownAt = askedAt;
    return state;
  };
  let timer: NodeJS.Timeout | undefined;
  const renewalFailed = new Promise<"gone" | "stalled">((resolve) => {
    timer = setInterval(() => void renew().then((state) => state !== "held" && resolve(state)), heartbeatMs).unref();
  });
  const end = () => {
    isHeld = false;
    clearInterval(timer);
  };
  const isKnown = () => isHeld && performance.now() - knownAt < knownForMs;
  void closed.then(end);
  return {
    applicationName: `roomlight-worker ${holder}`,
    lost: Promise.race([closed, renewalFailed]).finally(end),
    isKnown,
    async check() {
      if (isKnown()) return;
      if (!isHeld || (await renew()) !== "held" || !isKnown()) throw new FencedError();
    },
    async release() {
      end();
      await leaveLease(client, holder).catch(() => {});
      await client.end().catch(() => {});
    },
  };
}
