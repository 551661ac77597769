import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, fchownSync, fstatSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findBinaries } from "./binaries.server";
import { makeDataDirectory } from "./new-data-directory.server";
import { claim, disclaim, hasLiveOwner, isOwner } from "./ownership.server";
import { readText } from "./processes.server";
import { answers, runningServer, shutDown, type RunningServer } from "./running-server.server";
import { childOptions, nameForChild, serverUser, type ServerUser } from "./server-user.server";
import { removeSocketDirectory, socketDirectory } from "./socket-directory.server";

export type EmbeddedPostgres = {
  /** The address of the database `postgres`, through a Unix socket; there is no TCP port. */
  readonly url: string;
  readonly pid: number;
  /** Whether it is this process whose stop() stops the server. */
  readonly owner: boolean;
  stop(): Promise<void>;
};

type Settings = Record<string, string>;

type Server = {
  dataDir: string;
  bin: string;
  user: ServerUser;
  settings: Settings;
  child: ChildProcess | null;
  failure: string | null;
  stopping: boolean;
};

const readyMs = 60_000;
const unhealthyMs = 5000;
const watchMs = 1000;
const logLimit = 5_000_000;

/**
 * Starts PostgreSQL in a folder, or attaches to the one that already serves it.
 *
 * The server runs in a session of its own and outlives a killed Node process, so nothing acknowledged is lost. The
 * next start attaches to it, and becomes its owner if the old owner is gone. Only the owner's stop() stops the
 * server. While a process uses it, the process starts it again if it was killed or if its owner stopped it.
 *
 * Starts at once are safe: rename() decides who makes a new data directory, postmaster.pid who serves it.
 *
 * @param dataDir made if missing; its folder too
 * @param settings of postgresql.conf, over the defaults
 * @throws in plain words if it can't be started; data of another major version is left as it is
 */
export async function startPostgres(dataDir: string, { settings = {} }: { settings?: Settings } = {}): Promise<EmbeddedPostgres> {
  dataDir = resolve(dataDir);
  mkdirSync(dirname(dataDir), { recursive: true });
  const user = serverUser(dataDir);
  const { bin, major } = findBinaries(user, dirname(dataDir));
  if (!existsSync(join(dataDir, "PG_VERSION"))) makeDataDirectory(dataDir, bin, user);
  refuseOtherMajor(dataDir, major);

  const server: Server = {
    dataDir,
    bin,
    user,
    settings,
    child: null,
    failure: null,
    stopping: false,
  };
  const { url, pid } = await ensureRunning(server);
  if (!hasLiveOwner(dataDir)) claim(dataDir, user);
  const watch = watchOver(server);
  return {
    url,
    pid,
    get owner() {
      return isOwner(dataDir);
    },
    async stop() {
      if (server.stopping) return;
      server.stopping = true;
      await watch.end();
      if (!isOwner(dataDir)) return;
      await shutDown(dataDir);
      disclaim(dataDir);
      removeSocketDirectory(dataDir);
    },
  };
}

function refuseOtherMajor(dataDir: string, major: string): void {
  const found = readText(join(dataDir, "PG_VERSION")).trim();
  if (found === major) return;
  throw new Error(
    `${dataDir} was written by PostgreSQL ${found}, and this is PostgreSQL ${major}. Nothing was changed. Start the version of the site that wrote it, make a backup there, and restore it into a new folder here.`,
  );
}

/** Keeps the server up, and owned, while this process uses it. */
function watchOver(server: Server): { end(): Promise<void> } {
  let looking: Promise<void> | null = null;
  const look = async () => {
    try {
      if (!existsSync(server.dataDir)) return;
      if (!hasLiveOwner(server.dataDir)) claim(server.dataDir, server.user);
      if (!runningServer(server.dataDir)) await ensureRunning(server);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    } finally {
      looking = null;
    }
  };
  const timer = setInterval(() => {
    looking ??= look();
  }, watchMs).unref();
  return {
    async end() {
      clearInterval(timer);
      await looking;
    },
  };
}

async function ensureRunning(server: Server): Promise<RunningServer> {
  const { dataDir } = server;
  let unhealthySince: number | null = null;
  for (const deadline = Date.now() + readyMs; Date.now() < deadline; await sleep(25)) {
    throwFailure(server);
    const running = runningServer(dataDir);
    if (running?.isReady) {
      if (await answers(running.url)) {
        if (running.pid === server.child?.pid) claim(dataDir, server.user);
        return running;
      }
      // It runs but can't be reached: for example, its socket was deleted.
      unhealthySince ??= Date.now();
      if (Date.now() - unhealthySince > unhealthyMs) await shutDown(dataDir);
    } else if (!running && !server.child) {
      launch(server);
    }
  }
  throw new Error(`PostgreSQL was not ready after ${readyMs / 1000} s; ${join(dataDir, "server.log")} tells more`);
}

function throwFailure(server: Server): void {
  const { failure } = server;
  server.failure = null;
  if (failure === null) return;
  removeSocketDirectory(server.dataDir);
  throw new Error(`PostgreSQL did not start in ${server.dataDir}:\n${failure}`);
}

function launch(server: Server): void {
  const { dataDir, bin, user } = server;
  const settings = {
    listen_addresses: "",
    unix_socket_directories: socketDirectory(dataDir, user),
    timezone: "UTC",
    log_timezone: "UTC",
    ...server.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openLog(dataDir, user);
  const logStart = fstatSync(log).size;
  const child = spawn(join(bin, "postgres"), ["-D", nameForChild(dataDir, user), ...flags], {
    ...childOptions(dataDir, user),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  server.child = child;
  child.once("error", (error) => {
    server.child = null;
    server.failure = error.message;
  });
  child.once("exit", (code) => {
    server.child = null;
    const lines = linesSince(join(dataDir, "server.log"), logStart);
    // Another start was first, sessions of a killed server are still leaving, or another stop took the socket's
    // folder away: ensureRunning looks again.
    const isTransient = /lock file ".*" already exists|is still in use|lock file ".*": No such file/.test(lines);
    if (code === 1 && !isTransient) server.failure = lines.split("\n").slice(-6).join("\n");
  });
}

/** A file and not a pipe, because the server may outlive this process. One older file is kept. */
function openLog(dataDir: string, user: ServerUser): number {
  const file = join(dataDir, "server.log");
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logLimit) renameSync(file, `${file}.1`);
  const log = openSync(file, "a", 0o600);
  if (user) fchownSync(log, user.uid, user.gid);
  return log;
}

const linesSince = (file: string, start: number) => Buffer.from(readText(file)).subarray(start).toString().trim();
