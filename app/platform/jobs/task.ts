import type { z } from "zod";

/** What a task may want to know of the job that it does. */
export type TaskContext = {
  jobId: string;
  /** 1 the first time. */
  attempt: number;
  maxAttempts: number;
  /** Fires when the worker has been asked to stop and would like the task to hurry. */
  signal: AbortSignal | undefined;
};

/** Does one kind of job. It may be called again for work that was done already, so it must be safe to repeat. */
export type Task = (payload: unknown, context: TaskContext) => Promise<void>;

/** The table of all kinds of jobs by name. */
export type Tasks = Readonly<Record<string, Task>>;

/** Makes a task that checks its payload: jobs outlive the version of the site that wrote them. */
export function task<Payload>(schema: z.ZodType<Payload>, run: (payload: Payload, context: TaskContext) => Promise<unknown>): Task {
  return async (payload, context) => {
    await run(schema.parse(payload), context);
  };
}

/** The table of all jobs: each payload is checked by its schema, and each schema has what does its job. */
export function createTasks<Schemas extends Record<string, z.ZodType>>(
  schemas: Schemas,
  handlers: { [Name in keyof Schemas]: (payload: z.infer<Schemas[Name]>, context: TaskContext) => Promise<unknown> },
): Tasks {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      task(schema, handlers[name] as (payload: unknown, context: TaskContext) => Promise<unknown>),
    ]),
  );
}
