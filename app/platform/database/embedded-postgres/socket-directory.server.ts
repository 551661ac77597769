import { chownSync, lstatSync, mkdirSync, realpathSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "../../sha256.server";
import type { ServerUser } from "./server-user.server";

/**
 * The folder of the server's one socket. The path of a socket holds at most 107 bytes (103 on macOS), so it lives in
 * a short private folder of its own. That folder's mode is the access control: only the server's user and root
 * come in.
 */
export function socketDirectory(dataDir: string, user: ServerUser): string {
  const folder = pathFor(dataDir);
  const uid = user?.uid ?? process.getuid?.();
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const found = lstatSync(folder);
  const isPrivate = found.isDirectory() && (found.mode & 0o077) === 0 && (found.uid === uid || found.uid === 0);
  if (!isPrivate) throw new Error(`${folder} is not a private folder of user ${uid}: remove it and start again`);
  if (user && found.uid === 0) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** Removes the folder once the server has stopped; leaves it if a new one is using it already. */
export function removeSocketDirectory(dataDir: string): void {
  try {
    rmdirSync(pathFor(dataDir));
  } catch {
    // Not empty or not there: either is fine.
  }
}

function pathFor(dataDir: string): string {
  const parent = Buffer.byteLength(tmpdir()) > 60 ? "/var/tmp" : tmpdir();
  return join(parent, `roomlight-pg-${sha256(realpathSync(dataDir), "hex").slice(0, 12)}`);
}
