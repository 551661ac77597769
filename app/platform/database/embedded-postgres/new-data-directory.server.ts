import { spawnSync } from "node:child_process";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isAlive } from "./processes.server";
import { childOptions, giveTo, nameForChild, type ServerUser } from "./server-user.server";

const initdbFlags = [
  ["-U", "postgres"],
  ["-A", "peer"],
  ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
  ["--no-instructions"],
].flat();

/**
 * Makes an empty data directory. It is built beside its place and renamed into it: a killed initdb leaves no half
 * directory behind, and of two starts at once one wins and the other uses what the first made.
 */
export function makeDataDirectory(dataDir: string, bin: string, user: ServerUser): void {
  const parent = dirname(dataDir);
  const prefix = `${basename(dataDir)}.init-`;
  removeLeftovers(parent, prefix);

  const fresh = join(parent, prefix + process.pid);
  mkdirSync(fresh, { mode: 0o700 });
  giveTo(user, fresh);
  try {
    const flags = ["-D", nameForChild(fresh, user), ...initdbFlags];
    const { status, stderr, error } = spawnSync(join(bin, "initdb"), flags, {
      ...childOptions(fresh, user),
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`PostgreSQL could not make ${dataDir}: ${error?.message ?? stderr}`);
    renameSync(fresh, dataDir);
    syncFolder(parent);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    const anotherWasFirst = existsSync(join(dataDir, "PG_VERSION"));
    if (!anotherWasFirst) throw error;
  }
}

function removeLeftovers(parent: string, prefix: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}
