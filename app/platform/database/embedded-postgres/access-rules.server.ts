import { spawnSync } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { readText } from "./processes.server";
import { giveTo, nobody, type ServerUser } from "./server-user.server";

/**
 * Writes who may connect, replacing what is there: by the socket alone, and only a process of root, of the user that
 * this process runs as, or of the one that the folder belongs to. PostgreSQL asks the kernel who that is (peer). Every
 * process may be of `nobody`, so where root lends the server that user, it may not connect.
 * @returns whether anything changed: a server that runs must then read them again
 */
export function writeAccessRules(dataDir: string, user: ServerUser): boolean {
  const usernames = new Set(["root", userInfo().username]);
  if (user && user.uid !== nobody.uid) usernames.add(usernameOf(user.uid));
  const userMap = [...usernames].map((username) => `site "${username}" postgres\n`).join("");
  const changed = [
    replaceFile(dataDir, "pg_ident.conf", userMap, user),
    replaceFile(dataDir, "pg_hba.conf", "local all postgres peer map=site\n", user),
  ];
  return changed.includes(true);
}

const usernameOf = (uid: number) => spawnSync("id", ["-un", String(uid)], { encoding: "utf8" }).stdout.trim();

/** Renamed into place, so that PostgreSQL never reads half of it. */
function replaceFile(dataDir: string, name: string, rules: string, user: ServerUser): boolean {
  const file = join(dataDir, name);
  const text = `# Written by each start of the site.\n${rules}`;
  if (readText(file) === text) return false;
  const newFile = `${file}.${process.pid}`;
  writeFileSync(newFile, text, { mode: 0o600 });
  giveTo(user, newFile);
  renameSync(newFile, file);
  return true;
}
