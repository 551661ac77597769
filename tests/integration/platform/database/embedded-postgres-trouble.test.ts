import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeLinks } from "~/platform/database/embedded-postgres/binaries.server";
import { shutDown } from "~/platform/database/embedded-postgres/running-server.server";
import { startPostgres } from "~/platform/database/embedded-postgres/start-postgres.server";
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

it("tells why it can't be started again, and goes on trying", async () => {
  const failures: string[] = [];
  const restarts: number[] = [];
  const server = await startPostgres(place.dataDir, {
    onRestart: ({ downMs }) => restarts.push(downMs),
    onFailure: (error) => failures.push(error.message),
  });
  const auto = join(place.dataDir, "postgresql.auto.conf");
  const before = readFileSync(auto);
  writeFileSync(auto, "shared_buffers = nonsense\n");
  process.kill(server.pid, "SIGKILL");
  await eventually(async () => expect(failures.length).toBeGreaterThan(1));
  expect(failures[0]).toMatch(/did not start in .*\n.*shared_buffers/);
  writeFileSync(auto, before);
  await eventually(async () => expect(restarts.length).toBe(1));
  expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await server.stop();
});

it("starts over stale files of a process that died, even if its number now belongs to another program", async () => {
  await (await startPostgres(place.dataDir)).stop();
  for (const pid of [999_999_999, process.pid]) {
    writeFileSync(join(place.dataDir, "postmaster.pid"), `${pid}\n${place.dataDir}\n1\n5432\n/nowhere\n\n1 1\nready   \n`);
    writeFileSync(join(place.dataDir, "owner.pid"), `${pid} 1`);
    const server = await startPostgres(place.dataDir);
    expect(server.owner).toBe(true);
    expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await server.stop();
  }
});

it("refuses data of another major version in a clear sentence, and changes nothing", async () => {
  await (await startPostgres(place.dataDir)).stop();
  const version = join(place.dataDir, "PG_VERSION");
  writeFileSync(version, "17\n");
  const before = statSync(join(place.dataDir, "global", "pg_control")).mtimeMs;
  await expect(startPostgres(place.dataDir)).rejects.toThrow(
    /was written by PostgreSQL 17, and this is PostgreSQL 18\. Nothing was changed\./,
  );
  expect(readFileSync(version, "utf8")).toBe("17\n");
  expect(statSync(join(place.dataDir, "global", "pg_control")).mtimeMs).toBe(before);
  expect(existsSync(join(place.dataDir, "postmaster.pid"))).toBe(false);
});

it("tells what PostgreSQL said when it can't start", async () => {
  await (await startPostgres(place.dataDir)).stop();
  await expect(startPostgres(place.dataDir, { settings: { shared_buffers: "nonsense" } })).rejects.toThrow(
    /did not start in .*\n.*shared_buffers/,
  );
});

it("makes the links that npm can't pack, as often as it is asked", () => {
  const lib = join(place.folder, "native", "lib");
  mkdirSync(lib, { recursive: true });
  writeFileSync(join(lib, "libpq.so.5.18"), "a library");
  writeFileSync(
    join(place.folder, "native", "pg-symlinks.json"),
    JSON.stringify([{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }]),
  );
  makeLinks(place.folder);
  makeLinks(place.folder);
  expect(lstatSync(join(lib, "libpq.so.5")).isSymbolicLink()).toBe(true);
  expect(readlinkSync(join(lib, "libpq.so.5"))).toBe("libpq.so.5.18");
  expect(readFileSync(join(lib, "libpq.so.5"), "utf8")).toBe("a library");
});
