import type { JobHelpers, Task as QueueTask } from "graphile-worker";
import { isMissingMigration, missingMigrationAdvice } from "../database/missing-migrations";
import { observeJob, type JobOutcome } from "../telemetry/metrics.server";
import { errorKind, measure } from "../telemetry/traces.server";
import type { Task } from "./task";

/** What a log must be able to do; pino's can. */
export type JobLogger = Record<"debug" | "info" | "warn" | "error", (facts: object, message: string) => void>;

/**
 * Wraps a task for the queue: tells the log how it went, in facts that name nobody, and keeps email addresses out of
 * the error that is kept with the job.
 */
export function runJob(name: string, task: Task, log: JobLogger): QueueTask {
  return async (payload, helpers) => {
    const { job } = helpers;
    const facts = { task: name, job: job.id, attempt: job.attempts, of: job.max_attempts };
    const span = { "job.name": name, "job.attempt": job.attempts, "job.max_attempts": job.max_attempts };
    await measure({ kind: "job", name: `job ${name}`, facts: span }, async (end) => {
      const observe = (outcome: JobOutcome, failed?: string): number => {
        const seconds = end({ facts: { "job.result": outcome }, ...(failed !== undefined && { failed }) });
        observeJob(name, outcome, seconds);
        return seconds;
      };
      try {
        await task(payload, {
          jobId: job.id,
          attempt: job.attempts,
          maxAttempts: job.max_attempts,
          signal: helpers.abortSignal,
        });
        const seconds = observe("done");
        log.debug({ ...facts, ms: Math.round(seconds * 1000) }, "job done");
      } catch (error) {
        const failure = describeError(error);
        const isLast = job.attempts >= job.max_attempts;
        const superseded = await isSuperseded(helpers);
        observe(superseded ? "superseded" : isLast ? "given-up" : "failed", errorKind(error));
        if (superseded) return log.info({ ...facts, failure }, "job failed, and a newer one takes its place");
        if (isLast) log.error({ ...facts, failure }, "job failed for the last time and waits for a person");
        else log.warn({ ...facts, failure }, "job failed and will be tried again");
        throw new Error(failure.message);
      }
    });
  };
}

/** A job whose key was given to a newer one while it ran is not tried again: the newer one does its work. */
async function isSuperseded({ job, ...helpers }: JobHelpers): Promise<boolean> {
  if (job.key === null) return false;
  try {
    const { rows } = await helpers.query<{ key: string | null }>("SELECT key FROM graphile_worker.jobs WHERE id = $1", [job.id]);
    return rows[0] !== undefined && rows[0].key === null;
  } catch {
    return false;
  }
}

function describeError(error: unknown): { name: string; message: string; code?: string; at?: string[] } {
  if (!(error instanceof Error)) return { name: "unknown", message: "something other than an error was thrown" };
  const { name, stack = "" } = error;
  const message = isMissingMigration(error) ? missingMigrationAdvice : error.message;
  const code = (error as { code?: unknown }).code;
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name,
    message: message.replaceAll(/[^\s<>"'(),;:=]+@[^\s<>"'(),;:=]+/g, "[address]").slice(0, 500) || name,
    ...(typeof code === "string" && { code }),
    at: frames.slice(0, 5).map((line) => line.trim()),
  };
}
