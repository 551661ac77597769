import type pg from "pg";
import type { Schedule } from "./schedule";

/**
 * Each schedule always has its next job waiting in the queue, so one that came due while no worker ran is done as
 * soon as one does. The key holds the moment, so a moment is queued once; time is the database's, so it is not
 * queued again after it was done.
 */

const keyPrefix = "schedule:";
const jobKey = (schedule: Schedule, due: Date) => `${keyPrefix}${schedule.name}:${due.toISOString()}`;

/** Queues the next job of each schedule, if it is not queued already. */
export async function queueSchedules(pool: pg.Pool, schedules: readonly Schedule[]): Promise<void> {
  if (schedules.length === 0) return;
  const after = await databaseTime(pool);
  const jobs = schedules.map((schedule) => {
    const due = schedule.when.next(after);
    return { task: schedule.task, due: due.toISOString(), key: jobKey(schedule, due) };
  });
  await pool.query(
    `SELECT FROM json_to_recordset($1::json) AS planned(task text, due timestamptz, key text),
       LATERAL graphile_worker.add_job(planned.task, run_at := planned.due, job_key := planned.key, job_key_mode := 'unsafe_dedupe')`,
    [JSON.stringify(jobs)],
  );
}

/** Takes out of the queue what is to come by a schedule that no longer stands so in the table. */
export async function removeOldSchedules(pool: pg.Pool, schedules: readonly Schedule[]): Promise<void> {
  const after = await databaseTime(pool);
  const currentKeys = schedules.map((schedule) => jobKey(schedule, schedule.when.next(after)));
  await pool.query(
    `SELECT graphile_worker.remove_job(key) FROM graphile_worker.jobs
     WHERE starts_with(key, $1) AND run_at > $2 AND attempts = 0 AND key <> ALL ($3)`,
    [keyPrefix, after, currentKeys],
  );
}

async function databaseTime(pool: pg.Pool): Promise<Date> {
  const { rows } = await pool.query<{ now: Date }>("SELECT clock_timestamp() AS now");
  const [row] = rows;
  if (!row) throw new Error("the database did not tell the time");
  return row.now;
}
