import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import pg from "pg";
import { runInChild, type Child } from "tests/support/child-process";
import { databaseUrl, useDatabase } from "tests/support/database";
import { isDoneWithin, waitUntil as waitUntilTrue } from "tests/support/wait-until";
import { createPool, db, pool } from "~/platform/database/db.server";
import { FencedError, fencePool, runFenced, type Fence } from "~/platform/fence.server";
import { resendClient } from "~/platform/mail/resend/client.server";
import { stripe } from "~/platform/payments/stripe.server";
import type { JobLogger } from "~/platform/jobs/run-job.server";
import { startWorker, type Worker } from "~/platform/jobs/start-worker.server";
import { isWorkerAlive, lockKey, takeLease } from "~/platform/jobs/worker-lease.server";
import type { Task } from "~/platform/jobs/task";

useDatabase();

let workers: Worker[];
let children: Child[];
let logged: string[];
const note = (level: string) => (_facts: object, message: string) => void logged.push(`${level}: ${message}`);
const log: JobLogger = { debug: note("debug"), info: note("info"), warn: note("warn"), error: note("error") };

beforeEach(async () => {
  [workers, children, logged] = [[], [], []];
  await pool.query("CREATE TABLE IF NOT EXISTS note (id serial, what text)");
});
afterEach(async () => {
  for (const child of children) {
    signal(child, "SIGCONT");
    await child.kill();
  }
  await Promise.all(workers.map((worker) => worker.stop()));
});

const write = (what: string) => pool.query("INSERT INTO note (what) VALUES ($1)", [what]);
const notes = async () => (await pool.query<{ what: string }>("SELECT what FROM note ORDER BY id")).rows.map(({ what }) => what);
const queuedJobs = async () => (await pool.query("SELECT FROM graphile_worker.jobs")).rowCount;
const addJob = (task: string) => pool.query("SELECT graphile_worker.add_job($1, max_attempts := 3)", [task]);
const signal = ({ pid }: Child, name: NodeJS.Signals) => process.kill(pid, name);

const waitUntil = (holds: () => boolean | Promise<boolean>) =>
  waitUntilTrue(holds, async () => `notes: ${(await notes()).join(", ")}; log: ${logged.join(", ")}`, 20);

/** A process of its own that is the worker. Its jobs write a note, are away until the process was frozen for a while, and write another. */
async function startChildWorker(): Promise<Child> {
  const child = runInChild(
    `import { connectDatabase, db, inTransaction, pool } from "./app/platform/database/db.server.ts";
     import { startWorker } from "./app/platform/jobs/start-worker.server.ts";
     connectDatabase(process.argv[1]);
     const log = { debug() {}, info: (_facts, message) => console.log(message), warn: (_facts, message) => console.log(message), error() {} };
     const away = (seenAt) => new Promise((resolve) => {
       const timer = setInterval(() => {
         if (performance.now() - seenAt > 5000) resolve(clearInterval(timer));
         seenAt = performance.now();
       }, 20);
     });
     // Frozen between its line and the first look at the clock, it would never know: so it looks before it says that it began.
     const told = (job) => async () => {
       try { await job(performance.now()); } catch (error) { console.log("refused: " + error.name); throw error; }
     };
     const slow = told(async (at) => {
       await pool.query("INSERT INTO note (what) VALUES ('first began')");
       console.log("slow began");
       await away(at);
       await db.$executeRaw\`INSERT INTO note (what) VALUES ('first ended')\`;
       console.log("slow ended");
     });
     const whole = told((at) => inTransaction(async (tx) => {
       await tx.$executeRaw\`INSERT INTO note (what) VALUES ('first, half-way')\`;
       console.log("whole began");
       await away(at);
     }));
     const quiet = told(async (at) => { console.log("quiet began"); await away(at); console.log("quiet ended"); });
     const worker = startWorker({ url: process.argv[1], tasks: { slow, whole, quiet }, schedules: [], log });
     let state = "";
     setInterval(() => { if (state !== worker.state()) console.log("is " + (state = worker.state())); }, 20);`,
    databaseUrl,
  );
  children.push(child);
  await child.waitForLine(/is working/);
  return child;
}

function startSecondWorker(tasks: Record<string, Task>): Worker {
  const worker = startWorker({ url: databaseUrl, tasks, schedules: [], log });
  workers.push(worker);
  return worker;
}

it("that is frozen counts as dead, another takes over within 30 seconds, and on waking it does nothing twice", async () => {
  const first = await startChildWorker();
  let finish = () => {};
  const gate = new Promise<void>((resolve) => (finish = resolve));
  const second = startSecondWorker({
    slow: async () => {
      await write("second began");
      await gate;
      await write("second ended");
    },
    whole: async () => void (await write("second, whole")),
    quiet: async () => await gate,
  });
  await waitUntil(() => second.state() === "standby");
  await addJob("slow");
  await addJob("whole");
  await addJob("quiet");
  await Promise.all([/slow began/, /whole began/, /quiet began/].map((line) => first.waitForLine(line)));
  expect(await isWorkerAlive(pool)).toBe(true);

  signal(first, "SIGSTOP");
  const takenOver = waitUntil(async () => !(await isWorkerAlive(pool))).then(() => waitUntil(() => second.state() === "working"));
  expect(await isDoneWithin(30_000, takenOver)).toBe(true);
  await waitUntil(async () => (await notes()).includes("second began"));

  signal(first, "SIGCONT");
  await first.waitForLine(/refused: FencedError/);
  await first.waitForLine(/is standby/);
  expect(await isWorkerAlive(pool)).toBe(true);
  await first.waitForLine(/quiet ended/);
  // The first one marked nothing as done: the jobs still belong to whoever does them now.
  expect(await queuedJobs()).toBe(2);
  finish();
  await waitUntil(async () => (await queuedJobs()) === 0);
  expect((await notes()).toSorted()).toEqual(["first began", "second began", "second ended", "second, whole"]);
  // Both are refused on waking; its second line may come after the other worker is done.
  const refusals = () => first.lines.filter((line) => line.startsWith("refused")).length;
  await waitUntil(() => refusals() >= 2);
  expect(refusals()).toBe(2);
  expect(first.lines).not.toContain("slow ended");
  expect(second.state()).toBe("working");
});

it("that was frozen for a while, and nobody stood by, goes on where it was", async () => {
  const first = await startChildWorker();
  await addJob("slow");
  await first.waitForLine(/slow began/);
  signal(first, "SIGSTOP");
  await sleep(12_000);
  signal(first, "SIGCONT");
  await first.waitForLine(/slow ended/);
  await waitUntil(async () => (await queuedJobs()) === 0);
  expect(await notes()).toEqual(["first began", "first ended"]);
});

it("is judged by its heartbeat and by the oldest due job that it knows", async () => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const set = (change: string) => pool.query(`UPDATE worker_lease SET ${change}`);
  try {
    expect(await isWorkerAlive(pool)).toBe(false);
    await takeLease(pool, { holder: "a", process: "p", tasks: ["known"] });
    expect(await isWorkerAlive(pool), "without the lock").toBe(false);
    await client.query("SELECT pg_advisory_lock($1, $2)", [...lockKey]);
    expect(await isWorkerAlive(pool)).toBe(true);
    await set("heartbeat_at = now() - interval '16 seconds'");
    expect(await isWorkerAlive(pool), "without a heartbeat").toBe(false);
    await set("heartbeat_at = now(), progressed_at = now() - interval '2 minutes'");
    expect(await isWorkerAlive(pool), "with nothing to do").toBe(true);
    for (const task of ["known", "unknown"])
      await pool.query("SELECT graphile_worker.add_job($1, run_at := now() - interval '2 minutes', job_key := $1)", [task]);
    expect(await isWorkerAlive(pool), "with a job long due").toBe(false);
    await set("busy = true");
    expect(await isWorkerAlive(pool), "with every place taken").toBe(true);
    await set("progressed_at = now() - interval '16 minutes'");
    await pool.query("SELECT graphile_worker.add_job('known', run_at := now() - interval '16 minutes', job_key := 'known')");
    expect(await isWorkerAlive(pool), "with every place taken for too long").toBe(false);
    await pool.query("SELECT graphile_worker.remove_job('known')");
    expect(await isWorkerAlive(pool), "with a job that it does not know").toBe(true);
    await set("holder = NULL");
    expect(await isWorkerAlive(pool), "taken from it").toBe(false);
  } finally {
    await client.end();
  }
});

it("has connections that are lent to nobody who lost the right, and the right is asked for where it is not known", async () => {
  let [known, held] = [true, true];
  const fence: Fence = {
    isKnown: () => known,
    check: () => (held ? Promise.resolve() : Promise.reject(new FencedError())),
  };
  const fenced = fencePool(createPool(databaseUrl, { max: 1 }), () => fence);
  const one = async () => (await fenced.query<{ one: number }>("SELECT 1 AS one")).rows[0]?.one;
  expect(await one()).toBe(1);
  known = false;
  expect(await one()).toBe(1);
  (await fenced.connect()).release();
  held = false;
  await expect(one()).rejects.toThrow(FencedError);
  await expect(fenced.connect()).rejects.toThrow(FencedError);
  await runFenced(fence, async () => {
    await expect(db.supporter.count()).rejects.toThrow(FencedError);
    expect(() => stripe()).toThrow(FencedError);
    expect(() => resendClient()).toThrow(FencedError);
  });
  expect(stripe()).toBeDefined();
  await fenced.end();
});

it("that lives but takes no job gives up, says so, and another takes over", async () => {
  const tasks = { stuck: async () => {} };
  const first = startSecondWorker(tasks);
  await waitUntil(() => first.state() === "working");
  const second = startSecondWorker(tasks);
  await waitUntil(() => second.state() === "standby");
  // Nobody may take a job of a queue that somebody holds.
  await pool.query("SELECT graphile_worker.add_job('stuck', queue_name := 'held', run_at := now() + interval '1 hour')");
  await pool.query("UPDATE graphile_worker._private_job_queues SET locked_at = now(), locked_by = 'nobody'");
  await pool.query("UPDATE graphile_worker._private_jobs SET run_at = now() - interval '2 minutes'");
  await db.workerLease.updateMany({ data: { progressedAt: new Date(Date.now() - 120_000) } });
  await waitUntil(() => second.state() === "working");
  expect(logged.filter((line) => line.startsWith("error"))).toEqual([expect.stringContaining("took no job for too long")]);
  await waitUntil(() => first.state() === "standby");
});
