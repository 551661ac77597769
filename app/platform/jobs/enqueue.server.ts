import type pg from "pg";
import type { Tx } from "../db.server";

/** What a job is about: ids and plain facts, never names, addresses or letters. */
export type JobPayload = Readonly<Record<string, string | number | boolean | null>>;

export type JobOptions = {
  /**
   * What makes two jobs the same: while one waits, adding another replaces it, and while one runs, the other runs
   * after it. Work of which "once more, later" is enough is named so.
   */
  key?: string;
  /** Not before this instant. */
  runAt?: Date;
  /** How often it is tried before it is given up; 25 times take about four days. */
  maxAttempts?: number;
  /** Lower numbers go first; 0 unless said. */
  priority?: number;
};

export type Job = { task: string; payload: JobPayload } & JobOptions;

/**
 * Adds a job in the caller's transaction: it runs if the transaction commits, and was never there if it does not.
 * @param task a name of the table in jobs.server.ts
 */
export async function enqueue(
  tx: Pick<Tx, "$executeRaw">,
  task: string,
  payload: JobPayload,
  options: JobOptions = {},
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

/** Adds many jobs in one statement. Of those with the same key, the last one counts. */
export async function enqueueMany(
  client: Pick<pg.ClientBase, "query"> | pg.Pool,
  jobs: readonly Job[],
): Promise<void> {
  if (jobs.length === 0) return;
  const specs = withoutDoubles(jobs).map(
    ({ task, payload, key, runAt, maxAttempts, priority }) => ({
      identifier: task,
      payload,
      run_at: runAt?.toISOString() ?? null,
      max_attempts: maxAttempts ?? null,
      job_key: key ?? null,
      priority: priority ?? null,
    }),
  );
  await (client as pg.Pool).query(
    `SELECT FROM graphile_worker.add_jobs(ARRAY(
       SELECT (identifier, payload, NULL, run_at, max_attempts, job_key, priority, NULL)::graphile_worker.job_spec
       FROM json_to_recordset($1::json) AS spec(
         identifier text, payload json, run_at timestamptz, max_attempts smallint, job_key text, priority smallint
       )
     ))`,
    [JSON.stringify(specs)],
  );
}

/** In the order of their keys, so that two transactions with the same keys do not wait for each other in a circle. */
function withoutDoubles(jobs: readonly Job[]): Job[] {
  const keyed = new Map<string, Job>();
  for (const job of jobs) if (job.key !== undefined) keyed.set(job.key, job);
  const inOrder = [...keyed].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, job]) => job);
  return [...jobs.filter((job) => job.key === undefined), ...inOrder];
}
