import { afterEach, beforeEach, expect, it } from "vitest";
import { useDatabase } from "tests/support/database";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { listFailedJobs, retryFailedJob } from "~/platform/jobs/failed-jobs.server";
import { type Task } from "~/platform/jobs/task";
import { enqueue, workers, logged, finishedNotes, noteTask, startTestWorker, waitUntil, queued } from "tests/support/platform/jobs";

useDatabase();

beforeEach(() => {
  workers.length = logged.length = finishedNotes.length = 0;
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
});
const makeJobsDue = () => pool.query("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL");

it("runs a job whose transaction committed, and knows nothing of one that did not", async () => {
  startTestWorker({ note: noteTask });
  await inTransaction((tx) => enqueue(tx, "note", { what: "kept" }));
  const undone = inTransaction(async (tx) => {
    await enqueue(tx, "note", { what: "never" });
    throw new Error("changed my mind");
  });
  await expect(undone).rejects.toThrow("changed my mind");
  await enqueue(db, "note", { what: "last" });
  // The worker does several at once, so they may end in any order.
  await waitUntil(async () => finishedNotes.includes("last") && (await queued()).length === 0);
  expect(new Set(finishedNotes)).toEqual(new Set(["kept", "last"]));
  expect(finishedNotes).toHaveLength(2);
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
  expect((await listFailedJobs()).jobs).toEqual([]);
});

it("tries a failed job again, each time after a longer wait", async () => {
  const fails: Task = async () => {
    throw new Error("not yet");
  };
  // The database writes down each wait as it is set, however late this test looks.
  await pool.query(
    `CREATE TABLE wait (attempts int, seconds float);
     CREATE FUNCTION note_wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       INSERT INTO wait VALUES (NEW.attempts, extract(epoch FROM NEW.run_at - now())); RETURN NULL; END $$;
     CREATE TRIGGER note_wait AFTER UPDATE ON graphile_worker._private_jobs FOR EACH ROW
       WHEN (OLD.locked_at IS NOT NULL AND NEW.locked_at IS NULL) EXECUTE FUNCTION note_wait()`,
  );
  const waits = async () => (await pool.query<{ attempts: number; seconds: number }>("SELECT * FROM wait ORDER BY attempts")).rows;
  startTestWorker({ fails });
  await enqueue(db, "fails", {});
  await waitUntil(async () => {
    await makeJobsDue();
    return (await waits()).length >= 3;
  });
  await Promise.all(workers.map((worker) => worker.stop()));
  // e, e² and e³ seconds.
  expect((await waits()).slice(0, 3).map(({ attempts, seconds }) => [attempts, Number(seconds.toFixed(1))])).toEqual([
    [1, 2.7],
    [2, 7.4],
    [3, 20.1],
  ]);
  await pool.query("DROP TRIGGER note_wait ON graphile_worker._private_jobs; DROP FUNCTION note_wait; DROP TABLE wait");
});

it("shows jobs that used up their attempts, and gives them all again when asked", async () => {
  const startedAt = Date.now();
  let mended = false;
  startTestWorker({
    email: async (_payload, { attempt }) => {
      if (!mended) throw new Error("the printer is on fire");
      finishedNotes.push(`sent at attempt ${attempt}`);
    },
  });
  await enqueue(db, "email", { email: "l1" }, { maxAttempts: 1 });
  await waitUntil(async () => (await listFailedJobs()).count === 1);
  const [dead] = (await listFailedJobs()).jobs;
  expect(dead).toMatchObject({ task: "email", attempts: 1, lastError: "the printer is on fire" });
  expect(dead!.since.getTime()).toBeGreaterThanOrEqual(startedAt);
  expect(dead!.since.getTime()).toBeLessThanOrEqual(Date.now());
  expect(logged.filter(({ level }) => level === "error")).toMatchObject([{ facts: { task: "email", attempt: 1, of: 1 } }]);

  expect(await retryFailedJob(db, "999999")).toBeNull();
  mended = true;
  expect(await retryFailedJob(db, dead!.id)).toBe(dead!.task);
  await waitUntil(() => finishedNotes.length > 0);
  expect(finishedNotes).toEqual(["sent at attempt 1"]);
  expect((await listFailedJobs()).jobs).toEqual([]);
});

it("refuses a payload that is not what the task takes", async () => {
  startTestWorker({ note: noteTask });
  await enqueue(db, "note", { other: 1 }, { maxAttempts: 1 });
  await waitUntil(async () => (await listFailedJobs()).count === 1);
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
  await waitUntil(async () => finishedNotes.length === 1 && (await listFailedJobs()).count === 1);
  await Promise.all(workers.map((worker) => worker.stop()));
  const all = JSON.stringify(logged);
  expect(all).toContain("no mailbox for [address]");
  expect(all).not.toMatch(/margaret|milton|payload-marker/);
  expect((await listFailedJobs()).jobs[0]?.lastError).toBe("no mailbox for [address]: gave up");
});
