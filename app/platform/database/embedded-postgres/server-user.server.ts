import { spawnSync } from "node:child_process";
import { chownSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** The unprivileged user that the server runs as; null: as the current user. */
export type ServerUser = { uid: number; gid: number } | null;

/** The user of whoever has none. */
export const nobody = { uid: 65_534, gid: 65_534 };

/**
 * PostgreSQL refuses to run as root, so root uses the owner of the data directory, else the owner of its folder,
 * else nobody. initdb also insists that the user has a name.
 * @throws if the directory belongs to somebody else and this process may not become them
 */
export function serverUser(dataDir: string): ServerUser {
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  const self = process.getuid?.();
  if (self !== 0) {
    if (owner && self !== undefined && owner.uid !== self) {
      throw new Error(
        `${dataDir} belongs to user ${owner.uid}, and this process runs as user ${self}: start the site as that user, or chown the folder`,
      );
    }
    return null;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const { uid, gid } = statSync(dirname(dataDir));
  return uid !== 0 && hasName(uid) ? { uid, gid } : nobody;
}

const hasName = (uid: number) => spawnSync("id", ["-un", String(uid)]).status === 0;

/** Whether the user may enter a folder and all folders above it. */
export function canEnter(folder: string, user: ServerUser): boolean {
  return user === null || spawnSync("/bin/sh", ["-c", 'test -x "$0"', folder], { ...user, cwd: "/" }).status === 0;
}

/**
 * How to name a folder to a child that is started inside it. Node changes directory before it drops root, so the
 * folder may lie where the user can't walk; on Linux /proc/self/cwd names it without walking.
 */
export function nameForChild(folder: string, user: ServerUser): string {
  if (canEnter(dirname(folder), user)) return folder;
  if (process.platform === "linux") return "/proc/self/cwd";
  throw new Error(
    `The user ${user?.uid} that PostgreSQL runs as can't enter ${dirname(folder)}: keep the data elsewhere (DATA_DIR), or start the site as an ordinary user`,
  );
}

/** How to start a program of PostgreSQL: in this folder, as this user, without any PG* variable of ours. */
export const childOptions = (cwd: string, user: ServerUser) => ({
  ...user,
  cwd,
  env: {
    NODE_ENV: "production" as const,
    PATH: "/usr/local/bin:/usr/bin:/bin",
    LC_ALL: "C",
    TZ: "UTC",
  },
});

/** Gives a file or folder to the server's user. */
export function giveTo(user: ServerUser, path: string): void {
  if (user) chownSync(path, user.uid, user.gid);
}
