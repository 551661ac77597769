import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runInChild } from "tests/support/child-process";
import { databaseUrl, useDatabase } from "tests/support/database";
import { db, createPool, pool } from "~/platform/database/db.server";
import { startPostgres } from "~/platform/database/embedded-postgres/start-postgres.server";
import type { Schedule } from "~/platform/jobs/schedule";
import { type Task } from "~/platform/jobs/task";
import { isWorkerAlive } from "~/platform/jobs/worker-lease.server";
import { applyMigrations } from "~/platform/database/migrations/apply-migrations.server";
import { enqueue, workers, logged, finishedNotes, noteTask, startTestWorker, waitUntil, queued } from "tests/support/platform/jobs";

useDatabase();

beforeEach(() => {
  workers.length = logged.length = finishedNotes.length = 0;
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
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
  // The queue itself would leave it to the dead worker for four hours.
  await waitUntil(() => finishedNotes.length > 0);
  expect(finishedNotes).toEqual(["the email (2)"]);
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
  const someDay = { next: () => new Date("2999-01-01T00:00:00Z") };
  const tick: Task = async () => void finishedNotes.push("tick");
  const schedules: Schedule[] = [
    { name: "soon", task: "tick", when: everySecond },
    { name: "some day", task: "tick", when: someDay },
  ];

  // The first worker plans, but knows no such task: what it planned comes due without being done.
  const first = startTestWorker({ note: noteTask }, { schedules });
  await waitUntil(() => first.state() === "working");
  await first.stop();
  expect((await queued()).map(({ key }) => key?.replace(/:\d{4}-.*/, ""))).toEqual(["schedule:soon", "schedule:some day"]);
  await sleep(1100);

  startTestWorker({ tick }, { schedules: schedules.slice(1) });
  await waitUntil(() => finishedNotes.length === 1);
  await waitUntil(async () => (await queued()).length === 1);
  expect((await queued())[0]?.key).toMatch(/^schedule:some day:2999-01-01T00:00:00\.000Z$/);
  await Promise.all(workers.map((worker) => worker.stop()));

  const last = startTestWorker({ tick });
  await waitUntil(() => last.state() === "working");
  expect(await queued()).toEqual([]);
  expect(finishedNotes).toEqual(["tick"]);
});
