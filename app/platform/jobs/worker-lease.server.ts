import type pg from "pg";

/** The worker's advisory lock. Any two numbers will do, as long as nothing else uses them. */
export const lockKey = [720_041, 1998] as const;

/** What a worker does: its heartbeat tells of it. */
export type WorkerActivity = {
  /** Counted up as a job begins or ends. */
  changes: number;
  /** How many run. */
  running: number;
  /** How many may run at a time. */
  places: number;
};

type Database = Pick<pg.Pool, "query"> | Pick<pg.Client, "query">;

/** A heartbeat older than this is one that stopped. */
const staleAfterSeconds = 15;
/** Due jobs are taken within seconds where a place is free; where each is taken by a long one, they may wait. */
const patience = "CASE WHEN busy THEN interval '15 minutes' ELSE interval '1 minute' END";

/** Whether the worker of a row is alive and takes no jobs, though one that it knows has long been due. The oldest due job tells. */
const isStalled = `
  CASE WHEN progressed_at > clock_timestamp() - ${patience} THEN false
  ELSE EXISTS (SELECT FROM graphile_worker.jobs
    WHERE locked_at IS NULL AND attempts < max_attempts AND task_identifier = ANY (worker_lease.tasks)
      AND run_at < clock_timestamp() - ${patience}) END`;

/** Writes down who is the worker now. The caller has the lock. */
export async function takeLease(
  database: Database,
  { holder, process, tasks }: { holder: string; process: string; tasks: readonly string[] },
): Promise<void> {
  await database.query(
    `INSERT INTO worker_lease (id, holder, process, tasks, heartbeat_at, progressed_at)
     VALUES (1, $1, $2, $3, clock_timestamp(), clock_timestamp())
     ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, process = excluded.process, tasks = excluded.tasks, busy = false,
       heartbeat_at = clock_timestamp(), progressed_at = clock_timestamp()`,
    [holder, process, tasks],
  );
}

/** The heartbeat. "gone": the lease is another's by now. "stalled": it is ours, but no due job was taken for too long. */
export async function beat(database: Database, holder: string, activity: WorkerActivity): Promise<"held" | "gone" | "stalled"> {
  const { changes } = activity;
  const { rows } = await database.query<{ stalled: boolean }>(
    `UPDATE worker_lease SET heartbeat_at = clock_timestamp(), busy = $2,
       progressed_at = CASE WHEN $3 THEN clock_timestamp() ELSE progressed_at END
     WHERE holder = $1 RETURNING ${isStalled} AS stalled`,
    [holder, activity.running >= activity.places, changes > 0],
  );
  if (!rows[0]) return "gone";
  activity.changes -= changes;
  return rows[0].stalled ? "stalled" : "held";
}

export async function leaveLease(database: Database, holder: string): Promise<void> {
  await database.query("UPDATE worker_lease SET holder = NULL WHERE holder = $1", [holder]);
}

/**
 * Takes the lease from a worker whose heartbeat stopped, and ends its connections, those of its whole process unless that is the
 * asking one: so its lock is free, its transactions are taken back, and what it does on waking finds no way in.
 */
export async function freeStaleLease(database: Database, ownProcess: string): Promise<void> {
  await database.query(
    `WITH stale AS (SELECT id, holder, process FROM worker_lease
       WHERE holder IS NOT NULL AND heartbeat_at < clock_timestamp() - make_interval(secs => $2) FOR UPDATE),
     freed AS (UPDATE worker_lease SET holder = NULL FROM stale WHERE worker_lease.id = stale.id)
     SELECT pg_terminate_backend(pid) FROM pg_stat_activity, stale
     WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND (application_name IN ('roomlight-worker ' || stale.holder, 'roomlight-worker-lock ' || stale.holder)
         OR (stale.process <> $1 AND application_name = 'roomlight ' || stale.process))`,
    [ownProcess, staleAfterSeconds],
  );
}

/** Whether some process, this one or another, is the worker of this database now: it has the lock, its heart beats, and due jobs are taken. */
export async function isWorkerAlive(database: Database): Promise<boolean> {
  const { rows } = await database.query<{ alive: boolean }>(
    `SELECT EXISTS (
       SELECT FROM worker_lease
       WHERE holder IS NOT NULL AND heartbeat_at > clock_timestamp() - make_interval(secs => $3) AND NOT (${isStalled})
     ) AND EXISTS (
       SELECT FROM pg_locks
       WHERE locktype = 'advisory' AND granted AND classid = $1 AND objid = $2 AND objsubid = 2
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
     ) AS alive`,
    [...lockKey, staleAfterSeconds],
  );
  return rows[0]?.alive ?? false;
}
