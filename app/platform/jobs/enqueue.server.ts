import type { Tx } from "../database/db.server";
import type { JobKey, JobName, Jobs } from "./job-types";

type JobOptions<Name extends JobName> = {
  /**
   * What makes two jobs the same: while one waits, adding another replaces it, and while one runs, the other runs
   * after it. Work of which "once more, later" is enough is named so.
   */
  key?: JobKey<Name>;
  /** Not before this instant. */
  runAt?: Date;
  /** How often it is tried before it is given up; 25 times take about four days. */
  maxAttempts?: number;
  /** Lower numbers go first; 0 unless said. */
  priority?: number;
};

/**
 * Adds a job in the caller's transaction: it runs if the transaction commits, and was never there if it does not.
 */
export async function enqueue<Name extends JobName>(
  tx: Pick<Tx, "$executeRaw">,
  task: Name,
  payload: Jobs[Name],
  options: JobOptions<Name> = {},
): Promise<void> {
  const { key = null, runAt = null, maxAttempts = null, priority = null } = options;
  await tx.$executeRaw`
    SELECT FROM graphile_worker.add_job(
      identifier := ${task},
      payload := ${JSON.stringify(payload)}::json,
      run_at := ${runAt}::timestamptz,
      max_attempts := ${maxAttempts}::int,
      job_key := ${key},
      priority := ${priority}::int
    )`;
}

/** Adds many jobs of one kind at once, each with its key. */
export async function enqueueMany<Name extends JobName>(
  tx: Pick<Tx, "$executeRaw">,
  task: Name,
  jobs: { payload: Jobs[Name]; key: JobKey<Name> }[],
  { priority = 0 }: Pick<JobOptions<Name>, "priority"> = {},
): Promise<void> {
  if (jobs.length === 0) return;
  await tx.$executeRaw`
    SELECT count(*) FROM graphile_worker.add_jobs(
      (SELECT array_agg(json_populate_record(NULL::graphile_worker.job_spec,
         json_build_object('identifier', ${task}::text, 'payload', job -> 'payload', 'job_key', job ->> 'key', 'priority', ${priority}::int)))
       FROM json_array_elements(${JSON.stringify(jobs)}::json) AS job))`;
}
