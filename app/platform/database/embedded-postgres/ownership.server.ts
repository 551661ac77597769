import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processIdentity, readText } from "./processes.server";
import { giveTo, type ServerUser } from "./server-user.server";

/** Of several processes that use one embedded server, the owner is the one that stops it. */
const fileOf = (dataDir: string) => join(dataDir, "owner.pid");

/** Whether this process is the owner. */
export const isOwner = (dataDir: string) => readText(fileOf(dataDir)) === processIdentity(process.pid);

/** Whether the owner is a process that still runs. */
export function hasLiveOwner(dataDir: string): boolean {
  const recorded = readText(fileOf(dataDir));
  return recorded !== "" && recorded === processIdentity(Number(recorded.split(" ")[0]));
}

/** Makes this process the owner. */
export function claim(dataDir: string, user: ServerUser): void {
  writeFileSync(fileOf(dataDir), processIdentity(process.pid) ?? "");
  giveTo(user, fileOf(dataDir));
}

/** Leaves the server without an owner: the next process that looks takes it. */
export const disclaim = (dataDir: string) => rmSync(fileOf(dataDir), { force: true });
