import { z } from "zod";

/** The platform's own jobs, and the nightly purge that calls every module's. */
export const platformJobs = {
  "send-email": z.object({ emailId: z.string() }),
  "enqueue-event-jobs": z.object({}),
  "back-up": z.object({}),
  purge: z.object({}),
};

/** Schemas of payloads by the job's name -> the payloads. */
export type JobPayloads<Schemas extends Record<string, z.ZodType>> = { [Name in keyof Schemas]: z.infer<Schemas[Name]> };

/**
 * Every job with its payload: ids and plain facts, never names or addresses. The platform knows no module, so each adds
 * its own to this interface, in its jobs.ts.
 */
export interface Jobs extends JobPayloads<typeof platformJobs> {}

export type JobName = keyof Jobs;

/** The schemas of all jobs together: app/jobs.server.ts checks with it that no module's are missing from the table. */
export type JobSchemas = { [Name in JobName]: z.ZodType<Jobs[Name]> };

/** What makes two jobs the same; it begins with the job's name. */
export type JobKey<Name extends JobName = JobName> = Name | `${Name}:${string}`;

/** The jobs that need to be told nothing, so that a schedule may name them. */
export type JobWithoutPayload = { [Name in JobName]: Record<string, never> extends Jobs[Name] ? Name : never }[JobName];
