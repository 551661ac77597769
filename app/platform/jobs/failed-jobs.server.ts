import { db, type Tx } from "../database/db.server";

/** A job that was tried as often as it may be, and waits for a person. */
export type FailedJob = {
  id: string;
  task: string;
  /** What it is about, by ids. */
  payload: unknown;
  attempts: number;
  /** How the last attempt ended, without addresses; null if the process died in the midst of it. */
  lastError: string | null;
  /** About when it was given up. */
  since: Date;
};

/** The jobs that were given up, oldest first, and how many there are. */
export async function listFailedJobs(take = 100): Promise<{ jobs: FailedJob[]; count: number }> {
  // A failed attempt moves run_at to when the next one would have been: as many seconds on as e to the attempts, at most 10.
  const rows = await db.$queryRaw<(FailedJob & { count: number })[]>`
    SELECT id::text, task_identifier AS task, (SELECT payload FROM graphile_worker._private_jobs AS stored WHERE stored.id = job.id) AS payload,
      attempts, last_error AS "lastError", (count(*) OVER ())::int AS count,
      CASE WHEN last_error IS NULL THEN run_at ELSE run_at - exp(least(attempts, 10)) * interval '1 second' END AS since
    FROM graphile_worker.jobs AS job WHERE attempts >= max_attempts AND locked_at IS NULL ORDER BY since, id LIMIT ${take}`;
  return { jobs: rows.map(({ count: _all, ...job }) => job), count: rows[0]?.count ?? 0 };
}

/**
 * Gives a failed job all its attempts again, from now on. Of two who ask at once, one does it.
 * @returns what it does; null: there is no such job, or it did not fail
 */
export async function retryFailedJob(tx: Pick<Tx, "$queryRaw">, id: string): Promise<string | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  await tx.$queryRaw`SELECT id FROM graphile_worker._private_jobs WHERE id = ${BigInt(id)} FOR UPDATE`;
  const rows = await tx.$queryRaw<{ task: string }[]>`
    SELECT failed.task FROM (
      SELECT id, task_identifier AS task FROM graphile_worker.jobs
      WHERE id = ${BigInt(id)} AND attempts >= max_attempts AND locked_at IS NULL) AS failed,
      LATERAL (SELECT count(*) FROM graphile_worker.reschedule_jobs(ARRAY[failed.id], run_at := now(), attempts := 0)) AS done`;
  return rows[0]?.task ?? null;
}
