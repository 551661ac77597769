import { spawnSync } from "node:child_process";
import { readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { isAlive, readText } from "./processes.server";

export type RunningServer = { pid: number; isReady: boolean; url: string };

/** The live server of this data directory as its postmaster.pid tells; null if there is none. Removes a stale file. */
export function runningServer(dataDir: string): RunningServer | null {
  const file = join(dataDir, "postmaster.pid");
  const [firstLine, , , port, socket, , , status] = readText(file).split("\n");
  const pid = Number(firstLine);
  // No file, or one that PostgreSQL itself sees to be stale and replaces.
  if (!isAlive(pid)) return null;
  if (servesDirectory(pid, dataDir)) {
    const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(socket ?? "")}&port=${port}`;
    return { pid, isReady: status?.trim() === "ready", url };
  }
  // Another program has this process id now. PostgreSQL would take it for a server and refuse to start.
  const isUnchanged = readText(file).split("\n")[0] === firstLine;
  if (isUnchanged) rmSync(file, { force: true });
  return null;
}

function servesDirectory(pid: number, dataDir: string): boolean {
  if (process.platform !== "linux") {
    return spawnSync("ps", ["-o", "command=", "-p", String(pid)], {
      encoding: "utf8",
    }).stdout.includes("postgres");
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir);
  } catch {
    return false;
  }
}

/** Whether a server takes connections. One whose connections are all taken is alive. */
export async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "53300";
  } finally {
    client.end().catch(() => {});
  }
}

/** Makes a running server read its configuration and access rules again. */
export function reload(dataDir: string): void {
  const running = runningServer(dataDir);
  if (running) process.kill(running.pid, "SIGHUP");
}

/** Ends the sessions and stops the server with everything written ("fast" shutdown). */
export async function shutDown(dataDir: string, patienceMs = 60_000): Promise<void> {
  const running = runningServer(dataDir);
  if (!running) return;
  try {
    process.kill(running.pid, "SIGINT");
  } catch {
    return; // It ended by itself.
  }
  const deadline = Date.now() + patienceMs;
  while (runningServer(dataDir)?.pid === running.pid) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${running.pid}) did not stop within ${patienceMs / 1000} s`);
    await sleep(20);
  }
}
