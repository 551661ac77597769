import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { afterEach, expect, it, vi } from "vitest";
import { cloneDatabase, emptyDatabase } from "tests/support/database";
import { connectDatabase, isDatabaseAcceptingWork, disconnectDatabase, openDatabase, pool } from "~/platform/database/db.server";
import { checkReadiness } from "~/platform/database/readiness.server";
import { log } from "~/platform/log.server";

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
  let startedAt = performance.now();
  expect(await checkReadiness(null)).toEqual({ database: false, migrations: false, worker: false, disk: true });
  expect(performance.now() - startedAt).toBeLessThan(3000);
  startedAt = performance.now();
  expect(await isDatabaseAcceptingWork()).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(3000);
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
