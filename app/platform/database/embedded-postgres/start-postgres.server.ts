import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, fchownSync, fstatSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeAccessRules } from "./access-rules.server";
import { findBinaries } from "./binaries.server";
import { makeDataDirectory } from "./new-data-directory.server";
import { claim, disclaim, hasLiveOwner, isOwner } from "./ownership.server";
import { readText } from "./processes.server";
import { answers, reload, runningServer, shutDown, type RunningServer } from "./running-server.server";
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

/** Who is told of a server that goes while it is used. */
export type Listeners = {
  /** The server was gone and serves again, started by this process or another. `downMs`: since that was noticed. */
  onRestart: (facts: { downMs: number }) => void;
  /** It is gone and this attempt to start it failed. The next follows within about a second. */
  onFailure: (error: Error) => void;
};

type Server = {
  dataDir: string;
  bin: string;
  user: ServerUser;
  settings: Settings;
  child: ChildProcess | null;
  /** The last server that was seen to serve. */
  servingPid: number;
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
 * @param listeners what is told of a server that goes while it is used; without them, failures are warnings of Node
 * @throws in plain words if it can't be started; data of another major version is left as it is
 */
export async function startPostgres(
  dataDir: string,
  { settings = {}, ...listeners }: { settings?: Settings } & Partial<Listeners> = {},
): Promise<EmbeddedPostgres> {
  dataDir = resolve(dataDir);
  mkdirSync(dirname(dataDir), { recursive: true });
  const user = serverUser(dataDir);
  const { bin, major } = findBinaries(user, dirname(dataDir));
  if (!existsSync(join(dataDir, "PG_VERSION"))) makeDataDirectory(dataDir, bin, user);
  refuseOtherMajor(dataDir, major);
  if (writeAccessRules(dataDir, user)) reload(dataDir);

  const server: Server = {
    dataDir,
    bin,
    user,
    settings,
    child: null,
    servingPid: 0,
    failure: null,
    stopping: false,
  };
  const { url } = await ensureRunning(server);
  if (!hasLiveOwner(dataDir)) claim(dataDir, user);
  const watch = watchOver(server, {
    onRestart: () => {},
    onFailure: (error) => process.emitWarning(error),
    ...listeners,
  });
  return {
    url,
    get pid() {
      return server.servingPid;
    },
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
function watchOver(server: Server, { onRestart, onFailure }: Listeners): { end(): Promise<void> } {
  let looking: Promise<void> | null = null;
  let goneSince: number | null = null;
  const look = async () => {
    try {
      if (!existsSync(server.dataDir)) return;
      if (!hasLiveOwner(server.dataDir)) claim(server.dataDir, server.user);
      if (runningServer(server.dataDir)?.pid === server.servingPid) return;
      goneSince ??= Date.now();
      await ensureRunning(server);
      onRestart({ downMs: Date.now() - goneSince });
      goneSince = null;
    } catch (error) {
      onFailure(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const timer = setInterval(() => {
    // Cleared by a callback and not inside of look(), which may end before its promise is kept here.
    looking ??= look().finally(() => (looking = null));
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
        server.servingPid = running.pid;
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
    const hasServed = child.pid === server.servingPid;
    if (code === 1 && !isTransient && !hasServed) server.failure = lines.split("\n").slice(-6).join("\n");
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
