import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { runInChild } from "tests/support/child-process";
import { databaseUrl, useDatabase } from "tests/support/database";
import { listFailedJobs, retryFailedJob } from "tests/support/failed-jobs";
import { db, inTransaction, createPool, pool } from "~/platform/database/db.server";
import { startPostgres } from "~/platform/database/embedded-postgres/start-postgres.server";
import type { JobLogger } from "~/platform/jobs/run-job.server";
import { enqueue as enqueueTyped } from "~/platform/jobs/enqueue.server";
import type { Schedule } from "~/platform/jobs/schedule";
import { startWorker, type Worker } from "~/platform/jobs/start-worker.server";
import { task, type Task } from "~/platform/jobs/task";
import { isWorkerAlive } from "~/platform/jobs/worker-lease.server";
import { applyMigrations } from "~/platform/database/migrations/apply-migrations.server";
import { waitUntil as waitUntilTrue } from "tests/support/wait-until";

useDatabase();

/** The queue is tried with jobs of these tests alone, which are not among the site's. */
const enqueue = enqueueTyped as (
  tx: Parameters<typeof enqueueTyped>[0],
  name: string,
  payload: object,
  options?: { key?: string; runAt?: Date; maxAttempts?: number; priority?: number },
) => Promise<void>;

let workers: Worker[];
let logged: { level: string; facts: object; message: string }[];
let finishedNotes: string[];

beforeEach(() => {
  [workers, logged, finishedNotes] = [[], [], []];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
});

const logAt = (level: string) => (facts: object, message: string) => void logged.push({ level, facts, message });
const log: JobLogger = { debug: logAt("debug"), info: logAt("info"), warn: logAt("warn"), error: logAt("error") };

/** Notes what it was given, and how often it was tried. */
const noteTask = task(z.object({ what: z.string() }), async ({ what }, { attempt }) => {
  finishedNotes.push(attempt === 1 ? what : `${what} (${attempt})`);
});

function startTestWorker(
  tasks: Record<string, Task>,
  { schedules = [], url = databaseUrl }: { schedules?: Schedule[]; url?: string } = {},
): Worker {
  const worker = startWorker({ url, tasks, schedules, log });
  workers.push(worker);
  return worker;
}

const waitUntil = (holds: () => boolean | Promise<boolean>) =>
  waitUntilTrue(holds, () => `done: ${finishedNotes.join(", ")}; log: ${JSON.stringify(logged)}`, 10);

type QueuedJob = { key: string | null; attempts: number; wait: number; payload: unknown };
const queued = async () =>
  (
    await pool.query<QueuedJob>(
      `SELECT key, attempts, payload, extract(epoch FROM run_at - now())::float AS wait
       FROM graphile_worker._private_jobs ORDER BY id`,
    )
  ).rows;
const makeJobsDue = () => pool.query("UPDATE graphile_worker._private_jobs SET run_at = now()");

it("runs a job whose transaction committed, and knows nothing of one that did not", async () => {
  startTestWorker({ note: noteTask });
  await inTransaction((tx) => enqueue(tx, "note", { what: "kept" }));
  const undone = inTransaction(async (tx) => {
    await enqueue(tx, "note", { what: "never" });
    throw new Error("changed my mind");
  });
  await expect(undone).rejects.toThrow("changed my mind");
  await enqueue(db, "note", { what: "last" });
  await waitUntil(() => finishedNotes.includes("last"));
  expect(finishedNotes).toEqual(["kept", "last"]);
  await waitUntil(async () => (await queued()).length === 0);
});

it("keeps one job for a key, the newest, until it runs", async () => {
  const later = new Date(Date.now() + 60_000);
  for (const what of ["old", "newer", "newest"]) await enqueue(db, "note", { what }, { key: "the room", runAt: later, priority: 3 });
  expect(await queued()).toMatchObject([{ key: "the room", payload: { what: "newest" } }]);
  expect((await queued())[0]?.wait).toBeGreaterThan(50);
  await makeJobsDue();
  startTestWorker({ note: noteTask });
  await waitUntil(() => finishedNotes.length > 0);
  expect(finishedNotes).toEqual(["newest"]);
});

it("runs a job once more when its key is added while it runs, and does not mourn the first if it fails", async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  startTestWorker({
    settle: async (payload) => {
      const { what } = payload as { what: string };
      finishedNotes.push(what);
      if (what !== "first") return;
      await gate;
      throw new Error("it was outdated");
    },
  });
  await enqueue(db, "settle", { what: "first" }, { key: "gift" });
  await waitUntil(() => finishedNotes.includes("first"));
  await enqueue(db, "settle", { what: "second" }, { key: "gift" });
  await waitUntil(() => finishedNotes.includes("second"));
  release();
  await waitUntil(async () => (await queued()).length === 0);
  expect(finishedNotes).toEqual(["first", "second"]);
  expect(await listFailedJobs()).toEqual([]);
});

it("tries a failed job again, each time after a longer wait", async () => {
  const fails: Task = async () => {
    throw new Error("not yet");
  };
  startTestWorker({ fails });
  await enqueue(db, "fails", {});
  const waits: number[] = [];
  for (const attempts of [1, 2, 3]) {
    await waitUntil(async () => (await queued())[0]?.attempts === attempts && (await queued())[0]!.wait > 1);
    waits.push((await queued())[0]!.wait);
    await makeJobsDue();
  }
  // About e, e² and e³ seconds.
  expect(waits[0]).toBeLessThan(3);
  expect(waits[1]).toBeGreaterThan(5);
  expect(waits[2]).toBeGreaterThan(15);
});

it("shows jobs that used up their attempts, and gives them all again when asked", async () => {
  let mended = false;
  startTestWorker({
    email: async (_payload, { attempt }) => {
      if (!mended) throw new Error("the printer is on fire");
      finishedNotes.push(`sent at attempt ${attempt}`);
    },
  });
  await enqueue(db, "email", { email: "l1" }, { maxAttempts: 1 });
  await waitUntil(async () => (await listFailedJobs()).length === 1);
  const [dead] = await listFailedJobs();
  expect(dead).toMatchObject({ task: "email", attempts: 1, lastError: "the printer is on fire" });
  expect(Math.abs(dead!.since.getTime() - Date.now())).toBeLessThan(5000);
  expect(logged.filter(({ level }) => level === "error")).toMatchObject([{ facts: { task: "email", attempt: 1, of: 1 } }]);

  expect(await retryFailedJob("999999")).toBe(false);
  mended = true;
  expect(await retryFailedJob(dead!.id)).toBe(true);
  await waitUntil(() => finishedNotes.length > 0);
  expect(finishedNotes).toEqual(["sent at attempt 1"]);
  expect(await listFailedJobs()).toEqual([]);
});

it("refuses a payload that is not what the task takes", async () => {
  startTestWorker({ note: noteTask });
  await enqueue(db, "note", { other: 1 }, { maxAttempts: 1 });
  await waitUntil(async () => (await listFailedJobs()).length === 1);
  expect(finishedNotes).toEqual([]);
});

it("tells the log neither what a job holds nor an address that an error names", async () => {
  startTestWorker({
    secretive: async () => {
      throw new Error("no mailbox for margaret.hale@milton.example: gave up");
    },
    note: noteTask,
  });
  await enqueue(db, "secretive", { donation: "payload-marker" }, { maxAttempts: 1 });
  await enqueue(db, "note", { what: "payload-marker" });
  await waitUntil(async () => finishedNotes.length === 1 && (await listFailedJobs()).length === 1);
  await Promise.all(workers.map((worker) => worker.stop()));
  const all = JSON.stringify(logged);
  expect(all).toContain("no mailbox for [address]");
  expect(all).not.toMatch(/margaret|milton|payload-marker/);
  expect((await listFailedJobs())[0]?.lastError).toBe("no mailbox for [address]: gave up");
});

it("waits for the running job when it stops, and takes no more", async () => {
  const worker = startTestWorker({
    slow: async () => {
      finishedNotes.push("began");
      await sleep(1500);
      finishedNotes.push("ended");
    },
    note: noteTask,
  });
  await enqueue(db, "slow", {});
  await waitUntil(() => finishedNotes.includes("began"));
  const stopped = worker.stop();
  await sleep(700);
  await enqueue(db, "note", { what: "too late" });
  await stopped;
  expect(finishedNotes).toEqual(["began", "ended"]);
  expect(worker.state()).toBe("stopped");
  expect(await queued()).toMatchObject([{ attempts: 0, payload: { what: "too late" } }]);
});

it("has one worker; another stands by and takes over", async () => {
  expect(await isWorkerAlive(pool)).toBe(false);
  const first = startTestWorker({ note: async () => void finishedNotes.push("first") });
  await waitUntil(() => first.state() === "working");
  const second = startTestWorker({ note: async () => void finishedNotes.push("second") });
  await waitUntil(() => second.state() === "standby");
  expect(await isWorkerAlive(pool)).toBe(true);
  for (let n = 0; n < 3; n++) await enqueue(db, "note", {});
  await waitUntil(() => finishedNotes.length === 3);
  await first.stop();
  await enqueue(db, "note", {});
  await waitUntil(() => finishedNotes.length === 4);
  expect(finishedNotes).toEqual(["first", "first", "first", "second"]);
  expect([first.state(), second.state()]).toEqual(["stopped", "working"]);
  await second.stop();
  await waitUntil(async () => !(await isWorkerAlive(pool)));
});

it("does a job again at once that a killed worker left behind", async () => {
  const child = runInChild(
    `import { startWorker } from "./app/platform/jobs/start-worker.server.ts";
     const log = { debug() {}, info() {}, warn() {}, error() {} };
     const slow = async () => { console.log("began"); await new Promise((resolve) => setTimeout(resolve, 60_000)); };
     startWorker({ url: process.argv[1], tasks: { slow }, schedules: [], log });`,
    databaseUrl,
  );
  await enqueue(db, "slow", { what: "the email" });
  await child.waitForLine(/began/);
  await child.kill();
  startTestWorker({ slow: noteTask });
  const began = Date.now();
  await waitUntil(() => finishedNotes.length > 0);
  expect(finishedNotes).toEqual(["the email (2)"]);
  expect(Date.now() - began).toBeLessThan(5000);
});

it("outlives the loss of its connections in the midst of a job, and loses none", async () => {
  const worker = startTestWorker({
    slow: async () => {
      finishedNotes.push("began");
      await sleep(500);
    },
    note: noteTask,
  });
  await enqueue(db, "slow", {});
  await waitUntil(() => finishedNotes.length === 1);
  const { rowCount } = await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'roomlight-worker%'",
  );
  expect(rowCount).toBeGreaterThan(2);
  await waitUntil(() => worker.state() === "connecting");
  await enqueue(db, "note", { what: "afterwards" });
  await waitUntil(async () => worker.state() === "working" && (await queued()).length === 0);
  expect(finishedNotes.at(-1)).toBe("afterwards");
});

it("waits for a database that went away, and goes on when it is back", async () => {
  const folder = mkdtempSync(join(tmpdir(), "roomlight-jobs-"));
  const first = await startPostgres(join(folder, "postgres"), { settings: { fsync: "off" } });
  await applyMigrations(first.url);
  const worker = startTestWorker({ note: noteTask }, { url: first.url });
  await waitUntil(() => worker.state() === "working");
  await first.stop();
  await waitUntil(() => worker.state() === "connecting");
  await sleep(1200);

  const second = await startPostgres(join(folder, "postgres"), { settings: { fsync: "off" } });
  const there = createPool(second.url);
  await there.query("SELECT graphile_worker.add_job('note', '{\"what\": \"after the outage\"}'::json)");
  await waitUntil(() => finishedNotes.length > 0);
  expect(finishedNotes).toEqual(["after the outage"]);
  await worker.stop();
  await there.end();
  await second.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("queues the next job of each schedule, does one that came due while nobody worked, and forgets old ones", async () => {
  const everySecond = { next: (after: Date) => new Date((Math.floor(after.getTime() / 1000) + 1) * 1000) };
  const tomorrow = { next: (after: Date) => new Date(after.getTime() - (after.getTime() % 86_400_000) + 86_400_000) };
  const tick: Task = async () => void finishedNotes.push("tick");
  const schedules: Schedule[] = [
    { name: "soon", task: "tick", when: everySecond },
    { name: "tomorrow", task: "tick", when: tomorrow },
  ];

  // The first worker plans, but knows no such task: what it planned comes due without being done.
  const first = startTestWorker({ note: noteTask }, { schedules });
  await waitUntil(() => first.state() === "working");
  await first.stop();
  expect((await queued()).map(({ key }) => key?.replace(/:\d{4}-.*/, ""))).toEqual(["schedule:soon", "schedule:tomorrow"]);
  await sleep(1100);

  startTestWorker({ tick }, { schedules: schedules.slice(1) });
  await waitUntil(() => finishedNotes.length === 1);
  await waitUntil(async () => (await queued()).length === 1);
  expect((await queued())[0]?.key).toMatch(/^schedule:tomorrow:\d{4}-\d\d-\d\dT00:00:00\.000Z$/);
  await Promise.all(workers.map((worker) => worker.stop()));

  const last = startTestWorker({ tick });
  await waitUntil(() => last.state() === "working");
  expect(await queued()).toEqual([]);
  expect(finishedNotes).toEqual(["tick"]);
});
