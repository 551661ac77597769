import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runInChild } from "tests/support/child-process";
import { createPool } from "~/platform/database/db.server";
import { shutDown } from "~/platform/database/embedded-postgres/running-server.server";
import { startPostgres } from "~/platform/database/embedded-postgres/start-postgres.server";
import { patienceMs, waitUntil } from "tests/support/wait-until";
import { place, query, eventually } from "tests/support/platform/embedded-postgres";

beforeEach(() => {
  place.folder = mkdtempSync(join(tmpdir(), "roomlight-embedded-"));
  // A folder as people have them.
  place.dataDir = join(place.folder, "Our charity’s site (new)", "postgres");
});

afterEach(async () => {
  await shutDown(place.dataDir);
  rmSync(place.folder, { recursive: true, force: true });
});

const postmaster = () => Number(readFileSync(join(place.dataDir, "postmaster.pid"), "utf8").split("\n")[0]);

/** Starts the server, writes rows for ever, and prints each once it is committed. */
const writer = `
  import pg from "pg";
  import { startPostgres } from "./app/platform/database/embedded-postgres/start-postgres.server.ts";
  const server = await startPostgres(process.argv[1]);
  const client = new pg.Client({ connectionString: server.url });
  client.on("error", () => {});
  await client.connect();
  await client.query("CREATE TABLE IF NOT EXISTS kept (n int PRIMARY KEY)");
  for (let n = 0; ; n++) {
    await client.query("INSERT INTO kept VALUES ($1)", [n]);
    console.log("kept " + n);
  }`;

/** Starts the server, says so, and stops when asked. */
const user = `
  import { startPostgres } from "./app/platform/database/embedded-postgres/start-postgres.server.ts";
  const server = await startPostgres(process.argv[1]);
  console.log("running " + server.pid);
  process.on("SIGTERM", async () => { await server.stop(); process.exit(); });
  setInterval(() => {}, 1000);`;

it("serves one private socket and no TCP port, in UTC, not as root, and starts again with its data", async () => {
  const server = await startPostgres(place.dataDir);
  expect(server.owner).toBe(true);
  const [facts] = await query(
    server.url,
    "SELECT current_setting('listen_addresses') AS tcp, current_setting('TimeZone') AS zone, current_setting('fsync') AS fsync, inet_server_addr() AS address, version() LIKE 'PostgreSQL 18.%' AS is18",
  );
  expect(facts).toEqual({ tcp: "", zone: "UTC", fsync: "on", address: null, is18: true });
  const socketFolder = new URL(server.url).searchParams.get("host") ?? "";
  expect(statSync(socketFolder).mode & 0o077).toBe(0);
  expect(statSync(place.dataDir).uid).not.toBe(0);
  if (process.platform === "linux") expect(statSync(`/proc/${server.pid}`).uid).toBe(statSync(place.dataDir).uid);

  await query(server.url, "CREATE TABLE note AS SELECT 'still here' AS text");
  await server.stop();
  expect(existsSync(join(place.dataDir, "postmaster.pid"))).toBe(false);
  expect(existsSync(socketFolder)).toBe(false);

  const again = await startPostgres(place.dataDir);
  expect(await query(again.url, "SELECT text FROM note")).toEqual([{ text: "still here" }]);
  await again.stop();
});

/** What the server answers to a process of the given user that asks for a session: "R…" lets it in, "E…" refuses. */
function tryToConnect(url: string, uid: number): string {
  // The bare protocol, since that user can't read this one's packages: a startup message, and the answer as it comes.
  const script = `
    const socket = require("node:net").connect(process.argv[1]);
    const startup = Buffer.from("\\0\\x03\\0\\0user\\0postgres\\0database\\0postgres\\0\\0");
    const length = Buffer.alloc(4);
    length.writeInt32BE(startup.length + 4);
    socket.on("error", (error) => console.log(error.code));
    socket.once("data", (answer) => { console.log(answer.toString()); socket.destroy(); });
    socket.write(Buffer.concat([length, startup]));`;
  const path = join(new URL(url).searchParams.get("host") ?? "", `.s.PGSQL.${new URL(url).searchParams.get("port")}`);
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script, path], { uid, gid: uid, cwd: "/", encoding: "utf8" });
  return stdout + stderr;
}

it("lets nobody in but root and the site's own user, also to a folder and a running server that trusted everybody", async () => {
  const trusting = await startPostgres(place.dataDir);
  const before = statSync(place.dataDir).uid;
  writeFileSync(join(place.dataDir, "pg_hba.conf"), "local all all trust\n");
  process.kill(trusting.pid, "SIGHUP");
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await eventually(async () => expect(tryToConnect(trusting.url, before)).toMatch(/^R/));

  const server = await startPostgres(place.dataDir);
  expect(server.pid).toBe(trusting.pid);
  // The kernel can't be asked for another user than one's own without root: then the rules are all that there is to see.
  expect(readFileSync(join(place.dataDir, "pg_hba.conf"), "utf8")).not.toMatch(/trust/);
  if (isRoot)
    await eventually(async () => expect(tryToConnect(server.url, before)).toMatch(/^E.*Peer authentication failed for user "postgres"/s));
  await eventually(async () => expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]));
  await trusting.stop();
  await server.stop();

  const again = await startPostgres(place.dataDir);
  if (isRoot) expect(tryToConnect(again.url, before)).toMatch(/Peer authentication failed/);
  expect(await query(again.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await again.stop();
});

it("loses nothing that was acknowledged when its parent, or all of it, is killed", async () => {
  const first = runInChild(writer, place.dataDir);
  await first.waitForLine(/^kept 50$/);
  await first.kill();
  const kept = first.lines.length;

  // The server outlived its parent: the next start finds it running and becomes its owner.
  const adopted = await startPostgres(place.dataDir);
  expect(adopted.owner).toBe(true);
  expect(Number((await query(adopted.url, "SELECT count(*) FROM kept"))[0]?.count)).toBeGreaterThanOrEqual(kept);
  await query(adopted.url, "DROP TABLE kept");
  await adopted.stop();

  const second = runInChild(writer, place.dataDir);
  await second.waitForLine(/^kept 50$/);
  const serverPid = Number(readFileSync(join(place.dataDir, "postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(serverPid, "SIGKILL");
  await second.kill();

  const recovered = await startPostgres(place.dataDir);
  expect(recovered.pid).not.toBe(serverPid);
  const [{ count } = { count: 0 }] = await query(recovered.url, "SELECT count(*)::int FROM kept");
  expect(count).toBeGreaterThanOrEqual(second.lines.length);
  await recovered.stop();
});

it(
  "is one server with one owner when two starts come at once, and outlives its owner while the other uses it",
  { timeout: 3 * patienceMs },
  async () => {
    const children = [runInChild(user, place.dataDir), runInChild(user, place.dataDir)];
    const told = await Promise.all(children.map((child) => child.waitForLine(/^running/)));
    const pids = told.map((line) => line.split(" ")[1]);
    expect(new Set(pids).size).toBe(1);
    // Either may have become the owner for a moment before the other did: who it is now is on file.
    const ownerPid = Number(readFileSync(join(place.dataDir, "owner.pid"), "utf8").split(" ")[0]);
    expect(children.map(({ pid }) => pid)).toContain(ownerPid);
    const owner = children.find(({ pid }) => pid === ownerPid)!;
    const guest = children.find((child) => child !== owner)!;
    await owner.stop("SIGTERM");
    const socket = await eventually(async () => {
      const [pid, , , port, folderOfSocket, , , status] = readFileSync(join(place.dataDir, "postmaster.pid"), "utf8").split("\n");
      expect([pid !== pids[0], status?.trim()]).toEqual([true, "ready"]);
      return `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folderOfSocket ?? "")}&port=${port}`;
    });
    expect(await query(socket, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await guest.stop("SIGTERM");
    expect(existsSync(join(place.dataDir, "postmaster.pid"))).toBe(false);
  },
);

/** Writes rows until told to stop, and again after each lost connection; says how many were acknowledged. */
async function keepWriting(url: string): Promise<{ acknowledged(): number; stop(): Promise<number> }> {
  const pool = createPool(url, { max: 1, connectionTimeoutMillis: 500 });
  await pool.query("CREATE TABLE kept (n int PRIMARY KEY)");
  let acknowledged = 0;
  let stopping = false;
  const writing = (async () => {
    for (let n = 0; !stopping; n++) {
      const isWritten = await pool.query("INSERT INTO kept VALUES ($1)", [n]).then(
        () => true,
        () => false,
      );
      if (isWritten) acknowledged++;
      else await sleep(20);
    }
  })();
  return {
    acknowledged: () => acknowledged,
    async stop() {
      stopping = true;
      await writing;
      await pool.end();
      return acknowledged;
    },
  };
}

/** How long the server is left in peace before each kill; `LONG_TESTS=1` has the long form too. */
const quietMs = process.env.LONG_TESTS === "1" ? [0, 300, 3000, 0, 30_000, 3000] : [3000, 0];

it(
  `comes back within seconds each time it is killed, after quiet times of ${quietMs.map((ms) => ms / 1000).join(", ")} s, and loses nothing`,
  { timeout: 3 * patienceMs },
  async () => {
    const restarts: number[] = [];
    const server = await startPostgres(place.dataDir, { onRestart: ({ downMs }) => restarts.push(downMs) });
    const writer = await keepWriting(server.url);
    for (const [kills, quiet] of quietMs.entries()) {
      await sleep(quiet);
      const killed = postmaster();
      process.kill(killed, "SIGKILL");
      await eventually(async () => {
        expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
        expect(postmaster()).not.toBe(killed);
      });
      await eventually(async () => expect(restarts.length).toBe(kills + 1));
    }
    await waitUntil(
      () => writer.acknowledged() > 100,
      () => `${writer.acknowledged()} rows were written`,
    );
    const acknowledged = await writer.stop();
    const [{ count } = { count: 0 }] = await query<{ count: number }>(server.url, "SELECT count(*)::int FROM kept");
    expect(count).toBeGreaterThanOrEqual(acknowledged);
    await server.stop();
    expect(existsSync(join(place.dataDir, "postmaster.pid"))).toBe(false);
  },
);
