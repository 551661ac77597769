import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";

/** Any two numbers will do, as long as nothing else uses them. */
const lockKey = [720_041, 1998] as const;
const retryIntervalMs = 500;
const heartbeatMs = 5000;

export type WorkerLock = {
  /** Resolves when the lock is gone, because the connection that holds it is. */
  lost: Promise<void>;
  release(): Promise<void>;
};

/**
 * Waits for the right to be the one worker. The lock belongs to a database session: it goes with the process that
 * holds it, however that ends.
 * @returns null if the wait was called off
 * @throws if the database can't be reached
 */
export async function acquireWorkerLock(
  url: string,
  { signal, onWaiting }: { signal: AbortSignal; onWaiting: () => void },
): Promise<WorkerLock | null> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "roomlight-worker-lock",
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    query_timeout: heartbeatMs,
  });
  const lost = new Promise<void>((resolve) => {
    client.once("error", () => resolve());
    client.once("end", () => resolve());
  });
  client.on("error", () => {});
  const close = () => client.end().catch(() => {});
  try {
    await client.connect();
    while (!signal.aborted) {
      const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS taken", [...lockKey]);
      if (rows[0]?.taken) return holdLock(client, lost, close);
      onWaiting();
      await sleep(retryIntervalMs, undefined, { signal }).catch(() => {});
    }
    await close();
    return null;
  } catch (error) {
    void close();
    throw error;
  }
}

/** Asks now and then, because a connection can be dead without a word. */
function holdLock(client: pg.Client, connectionClosed: Promise<void>, close: () => Promise<void>): WorkerLock {
  let timer: NodeJS.Timeout;
  const connectionDead = new Promise<void>((resolve) => {
    timer = setInterval(() => void client.query("SELECT 1").catch(() => resolve()), heartbeatMs).unref();
  });
  return {
    lost: Promise.race([connectionClosed, connectionDead]).finally(() => clearInterval(timer)),
    async release() {
      clearInterval(timer);
      await close();
    },
  };
}

/** Whether some process, this one or another, is the worker of this database now. */
export async function isWorkerAlive(database: Pick<pg.Pool, "query">): Promise<boolean> {
  const { rows } = await database.query<{ held: boolean }>(
    `SELECT EXISTS (
       SELECT FROM pg_locks
       WHERE locktype = 'advisory' AND granted AND classid = $1 AND objid = $2 AND objsubid = 2
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
     ) AS held`,
    [...lockKey],
  );
  return rows[0]?.held ?? false;
}
