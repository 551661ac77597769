import { pool } from "~/platform/database/db.server";

/** A job that was tried as often as it may be, and waits for a person. */
export type FailedJob = {
  id: string;
  task: string;
  attempts: number;
  /** How the last attempt ended; null if the process died in the midst of it. */
  lastError: string | null;
  /** About when it was given up. */
  since: Date;
};

const permanentlyFailed = "attempts >= max_attempts AND locked_at IS NULL";

/** The jobs that were given up, oldest first. */
export async function listFailedJobs(): Promise<FailedJob[]> {
  // A failed attempt moves run_at to when the next one would have been: as many seconds on as e to the attempts, at most 10.
  const { rows } = await pool.query<FailedJob>(
    `SELECT id::text, task_identifier AS task, attempts, last_error AS "lastError",
       CASE WHEN last_error IS NULL THEN run_at ELSE run_at - exp(least(attempts, 10)) * interval '1 second' END AS since
     FROM graphile_worker.jobs WHERE ${permanentlyFailed} ORDER BY since, id`,
  );
  return rows;
}

/**
 * Gives a failed job all its attempts again, from now on.
 * @returns false if there is no such job
 */
export async function retryFailedJob(id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT graphile_worker.reschedule_jobs(ARRAY[id], run_at := now(), attempts := 0)
     FROM graphile_worker.jobs WHERE id::text = $1 AND ${permanentlyFailed}`,
    [id],
  );
  return rowCount === 1;
}
