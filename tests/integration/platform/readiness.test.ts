import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import type { JobHelpers } from "graphile-worker";
import { afterEach, expect, it, vi } from "vitest";
import { isDoneWithin, patienceMs } from "tests/support/wait-until";
import { cloneDatabase, emptyDatabase } from "tests/support/database";
import {
  connectDatabase,
  db,
  inTransaction,
  isDatabaseAcceptingWork,
  disconnectDatabase,
  openDatabase,
  pool,
} from "~/platform/database/db.server";
import { checkReadiness } from "~/platform/database/readiness.server";
import { runJob } from "~/platform/jobs/run-job.server";
import { startWorker } from "~/platform/jobs/start-worker.server";
import { log, logError } from "~/platform/log.server";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await disconnectDatabase();
  for (const cleanup of cleanups.splice(0)) await cleanup();
  vi.restoreAllMocks();
});

/** A database that takes connections and then says nothing, as a frozen one does. */
async function silentServer(): Promise<Server> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on("error", () => {}))).listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });
  return server;
}

it("refuses to start on a database of one's own that lacks migrations, and names the command; readiness and the log say it too", async () => {
  const empty = await emptyDatabase();
  cleanups.push(empty.drop);
  const config = { databaseUrl: empty.url, dataDir: tmpdir() };
  await expect(openDatabase(config)).rejects.toThrow(/lacks migrations: run `npm run migrate`, then start again\. It lacks \d{14}_/);

  const errors = vi.spyOn(log, "error").mockImplementation(() => {});
  await openDatabase(config, { migrate: false });
  expect(await checkReadiness(null)).toEqual({ database: true, migrations: false, worker: false, disk: true });
  await checkReadiness(null);
  expect(errors.mock.calls.map(([, message]) => message)).toEqual([expect.stringMatching(/lacks \d{14}_.*: run `npm run migrate`$/)]);
});

/** The message or advice of each line that was logged. */
const adviceIn = (calls: unknown[][]) =>
  calls.map(([facts, message]) => `${String(message)} ${JSON.stringify(facts)}`).filter((line) => line.includes("run `npm run migrate`"));

it("that could not be asked at the start, and turns out to lack migrations: screens, jobs and the worker name the command", async () => {
  const empty = await emptyDatabase();
  cleanups.push(empty.drop);
  const { url } = await openDatabase({ databaseUrl: empty.url, dataDir: tmpdir() }, { migrate: false });
  const errors = vi.spyOn(log, "error").mockImplementation(() => {});
  const questions: (() => Promise<unknown>)[] = [
    async () => await db.room.count(),
    async () => await db.$queryRaw`SELECT * FROM room`,
    () => inTransaction((tx) => tx.plan.findMany()),
    () => pool.query("SELECT no_such_column FROM pg_class"),
  ];
  for (const ask of questions) {
    logError("screen", await ask().catch((error: unknown) => error));
    // What another test of this process left for two seconds later may be logged meanwhile.
    const ofScreens = errors.mock.calls.splice(0).filter(([facts]) => (facts as { where?: string }).where === "screen");
    expect(adviceIn(ofScreens)).toHaveLength(1);
  }

  const helpers = { job: { id: "1", attempts: 1, max_attempts: 12, key: null } } as unknown as JobHelpers;
  const logged: unknown[][] = [];
  const keep = (...line: unknown[]) => void logged.push(line);
  const jobLog = { debug: keep, info: keep, warn: keep, error: keep };
  const job = runJob("count-rooms", async () => void (await db.room.count()), jobLog)({}, helpers);
  await expect(job).rejects.toThrow(/run `npm run migrate`/);
  expect(adviceIn(logged.splice(0))).toHaveLength(1);

  const worker = startWorker({ url, tasks: {}, schedules: [], log: jobLog });
  await vi.waitFor(() => expect(adviceIn(logged).length).toBeGreaterThan(0), { timeout: patienceMs });
  await worker.stop();
  expect(JSON.stringify(logged)).not.toContain("does not exist");
});

it.each(["reconcile", "newsletter", "seed"])("npm run %s says the command too, and nothing else", async (command) => {
  const empty = await emptyDatabase();
  cleanups.push(empty.drop);
  const env = { ...process.env, SITE_MODE: "test", LOG_LEVEL: "silent", DATABASE_URL: empty.url };
  const args = command === "newsletter" ? ["export", "people.csv"] : [];
  const run = spawnSync(process.execPath, ["node_modules/tsx/dist/cli.mjs", `app/commands/${command}.ts`, ...args], {
    env,
    encoding: "utf8",
  });
  expect(run.stderr).toMatch(/^The database at DATABASE_URL lacks migrations: run `npm run migrate`, then start again\. It lacks .*\n$/);
  expect([run.status, run.stdout]).toEqual([1, ""]);
});

it("starts on a migrated one, and knows a full disk", async () => {
  const clone = await cloneDatabase();
  cleanups.push(clone.drop);
  const errors = vi.spyOn(log, "error").mockImplementation(() => {});
  await openDatabase({ databaseUrl: clone.url, dataDir: tmpdir() });
  expect(await checkReadiness(tmpdir())).toMatchObject({ database: true, migrations: true, disk: true });
  expect(await checkReadiness(tmpdir(), { minFreeBytes: Infinity })).toMatchObject({ database: true, disk: false });
  expect(errors.mock.calls.map(([, message]) => message)).toEqual([expect.stringMatching(/disk .* nearly full/)]);
});

it("starts though its database does not answer, and says so within three seconds", async () => {
  const { port } = (await silentServer()).address() as AddressInfo;
  await openDatabase({ databaseUrl: `postgresql://site@127.0.0.1:${port}/site`, dataDir: tmpdir() });
  const readiness = checkReadiness(null);
  expect(await isDoneWithin(3000, readiness)).toBe(true);
  expect(await readiness).toEqual({ database: false, migrations: false, worker: false, disk: true });
  const accepting = isDatabaseAcceptingWork();
  expect(await isDoneWithin(3000, accepting)).toBe(true);
  expect(await accepting).toBe(false);
});

it("a statement of the site does not wait for ever for a lock", async () => {
  const clone = await cloneDatabase();
  cleanups.push(clone.drop);
  connectDatabase(clone.url);
  const { rows } = await pool.query(
    "SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement, current_setting('TimeZone') AS zone",
  );
  expect(rows).toEqual([{ lock: "2s", statement: "30s", zone: "UTC" }]);
});
